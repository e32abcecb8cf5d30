"""听证申请: asked for in time, given up, let go by, or taken back (《行政处罚法》第六十四条第一项)."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.hearings import holding, queries, rules
from enforcement.hearings.holding import HearingEnd, RequestForm
from enforcement.hearings.models import HearingEnding, HearingRequest
from enforcement.hearings.queries import NoticeRow, conduct
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import SYSTEM_ID, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach
from enforcement.workdays.rules import Due

STOPPAGE = "hearing"  # in clock.toml
ONE_DAY = timedelta(days=1)


@use_case(Permission.HANDLE_CASE, verb="hearings.hearing_requested")
def request_hearing(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    sent_on: date,
    form: RequestForm,
    requester: str,
    reason: str = "",
    late_reason: str = "",
) -> UUID:
    """From now on nothing is reviewed or decided before the hearing is over, and the case clock stands still."""
    case, notice, served_on = _told(work, case_id, Milestone.HEARING_REQUESTED)
    holding.right_was_told(told=notice.hearing_told)
    rules.happened_in_time("sent_on", sent_on, served_on=served_on, today=work.today)
    late = _late(_term(work, notice), sent_on=sent_on, late_reason=late_reason)
    row = HearingRequest(
        id=uuid4(),
        case_id=case_id,
        notice_id=notice.document.id,
        sent_on=sent_on,
        form=form,
        requester=requester,
        reason=reason,
        late_reason=late_reason if late else "",
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    because = cases.Because(day=sent_on, row=row.id, note=f"{requester}，{holding.REQUEST_FORM_NAMES[form]}")
    cases.reach(work, case_id, Milestone.HEARING_REQUESTED, because=because)
    paper = f"{requester}的听证申请"[:200]
    cases.stop_clock(work, case, STOPPAGE, on=sent_on, paper=paper, reason="当事人要求听证")
    _tell_the_heads(work, case, row)
    work.about(case_id, request=row.id, form=form, sent_on=sent_on, late_reason=row.late_reason)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="hearings.hearing_waived")
def forgo_hearing(work: UnitOfWork, case_id: CaseId, *, waived_on: date, proof: str) -> None:
    """The party gave up the hearing, and only that, in so many words; it may still state and defend."""
    _case, notice, served_on = _told(work, case_id, Milestone.HEARING_FORGONE)
    holding.right_was_told(told=notice.hearing_told)
    rules.happened_in_time("waived_on", waived_on, served_on=served_on, today=work.today)
    because = cases.Because(day=waived_on, row=notice.document.id, note=f"当事人明确放弃听证：{proof}")
    cases.reach(work, case_id, Milestone.HEARING_FORGONE, because=because)
    work.about(case_id, notice=notice.document.id, waived_on=waived_on, proof=proof)


def due_requests(work: UnitOfWork) -> Sequence[CaseId]:
    """For the job: who was told of the right and let the five working days go by."""
    return conduct.requests_over(work.session, today=work.today)


@use_case(Permission.HANDLE_CASE, verb="hearings.request_lapsed")
def lapse_request(work: UnitOfWork, case_id: CaseId) -> None:
    """Done by the daily job, or by a handler once the day is over."""
    case = cases.lock(work, case_id)
    if work.actor.id != SYSTEM_ID:
        cases.handler_only(work, case)
    _may(work, case, Milestone.HEARING_FORGONE)
    notice = queries.current_notice(work.session, case_id)
    if notice is None:
        raise NotFound
    holding.right_was_told(told=notice.hearing_told)
    term = _term(work, notice)
    holding.asking_time_is_over(term.day, provisional=term.provisional, today=work.today)
    because = cases.Because(day=term.day, row=notice.document.id, note="期满未要求听证")
    cases.reach(work, case_id, Milestone.HEARING_FORGONE, because=because)
    work.about(case_id, notice=notice.document.id, due_on=term.day)


@use_case(Permission.HANDLE_CASE, verb="hearings.request_withdrawn")
def withdraw_hearing(work: UnitOfWork, case_id: CaseId, *, withdrawn_on: date, proof: str) -> UUID:
    """The party takes its request back: the hearing ends before it was held."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    _may(work, case, Milestone.HEARING_ENDED)
    request = open_request(work, case_id)
    rules.happened_in_time("withdrawn_on", withdrawn_on, served_on=request.sent_on, today=work.today)
    convening = conduct.current_convening(work.session, request.id)
    row = HearingEnding(
        id=uuid4(),
        case_id=case_id,
        request_id=request.id,
        convening_id=convening.id if convening else None,
        outcome=HearingEnd.WITHDRAWN,
        ended_on=withdrawn_on,
        course=proof,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    because = cases.Because(day=withdrawn_on, row=row.id, note=holding.HEARING_END_NAMES[HearingEnd.WITHDRAWN])
    end(work, case_id, because=because)
    work.about(case_id, ending=row.id, withdrawn_on=withdrawn_on, proof=proof)
    return row.id


def end(work: UnitOfWork, case_id: CaseId, *, because: cases.Because) -> None:
    """The hearing is over, however it ended: the case clock runs again from the next day."""
    cases.reach(work, case_id, Milestone.HEARING_ENDED, because=because)
    over_on = because.day or work.today
    cases.restart_clock(work, case_id, STOPPAGE, on=over_on + ONE_DAY, reason=because.note)


def open_request(work: UnitOfWork, case_id: CaseId) -> conduct.RequestRow:
    """The request upon the standing notice."""
    notice = queries.current_notice(work.session, case_id)
    request = conduct.request_of(work.session, notice.document.id) if notice else None
    if request is None:
        raise NotFound
    return request


def is_waiting(work: UnitOfWork, case_id: CaseId) -> bool:
    """A hearing was asked for upon the standing notice and is not over."""
    stands = case_queries.stands(work.session, case_id)
    return Milestone.HEARING_REQUESTED in stands and Milestone.HEARING_ENDED not in stands


def forgone_with(work: UnitOfWork, case_id: CaseId, notice: NoticeRow, *, day: date, note: str) -> None:
    """The party gave up the hearing together with its defence."""
    stands = case_queries.stands(work.session, case_id)
    if not notice.hearing_told or stands & {Milestone.HEARING_REQUESTED, Milestone.HEARING_FORGONE}:
        return
    because = cases.Because(day=day, row=notice.document.id, note=note)
    cases.reach(work, case_id, Milestone.HEARING_FORGONE, because=because)


def _told(work: UnitOfWork, case_id: CaseId, milestone: Milestone) -> tuple[CaseRow, NoticeRow, date]:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    _may(work, case, milestone)
    notice = queries.current_notice(work.session, case_id)
    if notice is None or notice.served_on is None:
        raise NotFound
    return case, notice, notice.served_on


def _term(work: UnitOfWork, notice: NoticeRow) -> Due:
    term = conduct.asking_term(work.session, notice)
    if term is None:
        raise NotFound
    return term


def _late(term: Due, *, sent_on: date, late_reason: str) -> bool:
    """While the calendar of that year is not published, nobody can say that the time was over."""
    if term.provisional:
        return False
    holding.asked_in_time(sent_on, last_day=term.day, late_reason=late_reason)
    return sent_on > term.day


def _may(work: UnitOfWork, case: CaseRow, milestone: Milestone) -> None:
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), milestone)


def _tell_the_heads(work: UnitOfWork, case: CaseRow, row: HearingRequest) -> None:
    messages.tell(
        work,
        [person.id for person in conduct.heads(work.session)],
        key=f"hearing-request:{row.id}",
        subject=f"{case.shown_number} 当事人要求听证",
        text=f"{case.title}：{row.requester}要求听证，请指定主持人并通知听证。（{holding.ARTICLE}）",
        outside=f"{case.shown_number}：当事人要求听证，待指定主持人。",
        case_id=case.id,
    )
