"""听证笔录、听证报告: what the host hands in, and what the decision will rest on (《行政处罚法》第六十五条)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import facts
from enforcement.documents import queries as documents
from enforcement.documents import service as issuing
from enforcement.duties import service as duties
from enforcement.hearings import holding
from enforcement.hearings.holding import HearingEnd, Minutes, Signature
from enforcement.hearings.models import HearingEnding
from enforcement.hearings.queries import conduct
from enforcement.hearings.queries.conduct import ConveningRow, RequestRow
from enforcement.hearings.service.convening import named
from enforcement.hearings.service.requests import end, open_request
from enforcement.kernel.clock import chinese_day, chinese_minute, shanghai_day
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach

STEP = "hearing"  # in the recording matrix


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """The hearing as it was convened."""

    case: CaseRow
    request: RequestRow
    convening: ConveningRow


@use_case(Permission.HOLD_HEARING, verb="hearings.hearing_recorded")
def record_hearing(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    outcome: HearingEnd,
    started_at: datetime,
    ended_at: datetime,
    attendance: str,
    course: str,
    conclusion: str,
    charges: str = "",
    statement: str = "",
    examination: str = "",
    signature: Signature | None = None,
    signature_note: str = "",
    recording_id: UUID | None = None,
) -> UUID:
    """By the host: record and report go on file, the review begins anew, and the decision must name the record."""
    minutes = Minutes(
        outcome=outcome,
        started_at=started_at,
        ended_at=ended_at,
        attendance=attendance,
        course=course,
        charges=charges,
        statement=statement,
        examination=examination,
        signature=signature,
        signature_note=signature_note,
        conclusion=conclusion,
    )
    sitting = _sitting(work, case_id)
    _was_lawful(work, sitting, minutes)
    if outcome is not HearingEnd.ABSENT:
        day, place = shanghai_day(started_at), sitting.convening.place
        duties.require(work, case_id, step=STEP, on=day, place=place, recording_id=recording_id)
    row = _filed(work, sitting, minutes)
    end(work, case_id, because=cases.Because(day=minutes.day, row=row.record_id, note=_note(minutes)))
    work.about(case_id, ending=row.id, outcome=outcome, record=row.record_id, signature=signature)
    return row.id


def _sitting(work: UnitOfWork, case_id: CaseId) -> Sitting:
    case = cases.lock(work, case_id)
    stands = case_queries.stands(work.session, case_id)
    may_reach(procedure(case.procedure), stands, Milestone.HEARING_ENDED)
    request = open_request(work, case_id)
    convening = conduct.current_convening(work.session, request.id)
    holding.is_told(served=convening is not None and Milestone.HEARING_NOTIFIED in stands)
    if convening is None:
        raise NotFound
    holding.only_the_host(work.actor.id, host=convening.host_id)
    return Sitting(case=case, request=request, convening=convening)


def _was_lawful(work: UnitOfWork, sitting: Sitting, minutes: Minutes) -> None:
    """Everything is asked again: whom the case passed through, and when the party was told in fact."""
    convening, handled_by = sitting.convening, case_queries.handlers_ever(work.session, sitting.case.id)
    holding.chaired_by_outsiders(convening.host_id, convening.recorder_id, handled_by=handled_by)
    told = conduct.told(work.session, convening)
    holding.is_told(served=told is not None)
    if told is not None and not told.in_time:
        holding.far_enough_ahead(convening.held_at, seventh=told.seventh.day)
    holding.held_as_told(minutes, held_at=convening.held_at, now=work.now)
    holding.record_is_whole(minutes)


def _filed(work: UnitOfWork, sitting: Sitting, minutes: Minutes) -> HearingEnding:
    case_id, common = sitting.case.id, _common(work, sitting, minutes)
    record = issuing.issue(work, case_id, conduct.RECORD, common | _record(work, sitting, minutes), on=work.today)
    report = issuing.issue(work, case_id, conduct.REPORT, common | _report(work, sitting, minutes), on=work.today)
    row = HearingEnding(
        id=uuid4(),
        case_id=case_id,
        request_id=sitting.request.id,
        convening_id=sitting.convening.id,
        outcome=minutes.outcome,
        ended_on=minutes.day,
        course=minutes.course,
        record_id=record.id,
        report_id=report.id,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    return row


def _common(work: UnitOfWork, sitting: Sitting, minutes: Minutes) -> dict[str, object]:
    ids = {sitting.convening.host_id, sitting.convening.recorder_id}
    people: dict[UUID, str] = {person.id: named(person) for person in accounts.people(work.session, ids=ids)}
    return {
        "host": people[sitting.convening.host_id],
        "recorder": people[sitting.convening.recorder_id],
        "attendance": minutes.attendance,
        "outcome": holding.HEARING_END_NAMES[minutes.outcome],
        "course": minutes.course,
        "statement": minutes.statement,
        "examination": minutes.examination,
    }


def _record(work: UnitOfWork, sitting: Sitting, minutes: Minutes) -> dict[str, object]:
    people = accounts.people(work.session, ids=sitting.case.handlers)
    held = [(person.name, person.certificate_on(minutes.day)) for person in people]
    return {
        "started_at": chinese_minute(minutes.started_at),
        "ended_at": chinese_minute(minutes.ended_at),
        "place": sitting.convening.place,
        "mode": sitting.convening.mode,
        "investigators": facts.signed_by((name, certificate.number) for name, certificate in held if certificate),
        "charges": minutes.charges,
        "signature": minutes.signed,
    }


def _report(work: UnitOfWork, sitting: Sitting, minutes: Minutes) -> dict[str, object]:
    request = sitting.request
    late = f"逾期理由：{request.late_reason}" if request.late_reason else ""
    return {
        "notice_no": documents.in_case(work.session, sitting.case.id, request.notice_id).number,
        "held_at": f"{chinese_minute(minutes.started_at)}，{sitting.convening.place}",
        "request": f"{request.requester}于{chinese_day(request.sent_on)}提出听证要求（{request.form_name}）。{late}",
        "conclusion": minutes.conclusion,
        "conclusion_signed_by": work.actor.name,
        "conclusion_signed_on": work.today,
    }


def _note(minutes: Minutes) -> str:
    """As the decision will repeat it."""
    day, ended = chinese_day(minutes.day), holding.HEARING_END_NAMES[minutes.outcome]
    return f"本机关于{day}{'举行听证' if minutes.outcome is HearingEnd.HELD else f'组织听证，{ended}'}"
