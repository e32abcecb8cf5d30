"""The hearing of a case, from the request to its record; and what lies before those who convene and host."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role, permissions_of
from enforcement.cases import queries as cases
from enforcement.cases import rules as case_rules
from enforcement.cases.models import Deadline
from enforcement.hearings.holding import (
    HEARING_END_NAMES,
    NOTICE_WORKDAYS,
    REQUEST_FORM_NAMES,
    RULING_NAMES,
    HearingEnd,
    RequestForm,
    Ruling,
)
from enforcement.hearings.models import HearingConvening, HearingEnding, HearingRequest, HostChallenge
from enforcement.hearings.queries import NoticeRow
from enforcement.hearings.rules import HEARING_REQUEST_WORKDAYS
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import Actor, CaseId, Permission
from enforcement.procedures.grammar import Milestone
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import DayNote, Due, Unit

NOTICE, RECORD, REPORT, REQUEST_TERM = "hearing_notice", "hearing_record", "hearing_report", "HEARING_REQUEST"
MOST = 200
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    id: UUID
    case_id: CaseId
    notice_id: UUID
    sent_on: date
    form: RequestForm
    requester: str
    reason: str
    late_reason: str
    recorded_by: UUID
    recorded_at: datetime

    @property
    def form_name(self) -> str:
        return REQUEST_FORM_NAMES[self.form]


@dataclass(frozen=True, kw_only=True)
class ConveningRow:
    id: UUID
    case_id: CaseId
    request_id: UUID
    version: int
    held_at: datetime
    place: str
    host_id: UUID
    recorder_id: UUID
    private_reason: str
    change_reason: str
    consent: str
    document_id: UUID
    convened_by: UUID
    convened_at: datetime

    @property
    def mode(self) -> str:
        return f"不公开举行（{self.private_reason}）" if self.private_reason else "公开举行"


@dataclass(frozen=True, kw_only=True)
class ChallengeRow:
    id: UUID
    convening_id: UUID
    challenged_on: date
    ground: str
    ruling: Ruling
    opinion: str
    ruled_by: UUID
    ruled_at: datetime

    @property
    def ruling_name(self) -> str:
        return RULING_NAMES[self.ruling]


@dataclass(frozen=True, kw_only=True)
class EndingRow:
    id: UUID
    request_id: UUID
    outcome: HearingEnd
    ended_on: date
    course: str
    record_id: UUID | None
    report_id: UUID | None
    recorded_by: UUID
    recorded_at: datetime

    @property
    def outcome_name(self) -> str:
        return HEARING_END_NAMES[self.outcome]


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """One hearing asked for and not yet over."""

    case: cases.CaseRow
    request: RequestRow
    convening: ConveningRow | None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """When the party was told of the time it was convened for, and whether that was early enough."""

    told_on: date
    seventh: Due
    days: tuple[DayNote, ...]
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class HearingView:
    """Everything about the hearing upon one request."""

    request: RequestRow
    convenings: Sequence[ConveningRow]
    told: Notice | None
    ending: EndingRow | None


def request_of(session: Session, notice_id: UUID) -> RequestRow | None:
    found = session.scalars(select(HearingRequest).where(HearingRequest.notice_id == notice_id)).first()
    return _request(found) if found else None


def requests(session: Session, case_id: CaseId) -> Sequence[RequestRow]:
    """The newest first."""
    found = select(HearingRequest).where(HearingRequest.case_id == case_id).order_by(HearingRequest.recorded_at.desc())
    return [_request(row) for row in session.scalars(found)]


def convenings(session: Session, request_id: UUID) -> Sequence[ConveningRow]:
    """The standing one first."""
    found = select(HearingConvening).where(HearingConvening.request_id == request_id)
    rows = session.scalars(found.order_by(HearingConvening.version.desc()))
    return [ConveningRow(**_plain(row, ConveningRow)) for row in rows]


def current_convening(session: Session, request_id: UUID) -> ConveningRow | None:
    return next(iter(convenings(session, request_id)), None)


def challenges(session: Session, case_id: CaseId) -> Sequence[ChallengeRow]:
    found = select(HostChallenge).where(HostChallenge.case_id == case_id).order_by(HostChallenge.ruled_at)
    return [
        ChallengeRow(ruling=Ruling(row.ruling), **_plain(row, ChallengeRow, but={"ruling"}))
        for row in session.scalars(found)
    ]


def ending_of(session: Session, request_id: UUID) -> EndingRow | None:
    row = session.scalars(select(HearingEnding).where(HearingEnding.request_id == request_id)).first()
    return EndingRow(outcome=HearingEnd(row.outcome), **_plain(row, EndingRow, but={"outcome"})) if row else None


def hearings(session: Session, case_id: CaseId) -> Sequence[HearingView]:
    """The newest first."""
    return [_view(session, request) for request in requests(session, case_id)]


def _view(session: Session, request: RequestRow) -> HearingView:
    called = convenings(session, request.id)
    return HearingView(
        request=request,
        convenings=called,
        told=told(session, called[0]) if called else None,
        ending=ending_of(session, request.id),
    )


def asking_term(session: Session, notice: NoticeRow) -> Due | None:
    """Until when the party may ask for a hearing; None before service, or where the right was not told."""
    if notice.served_on is None or not notice.hearing_told:
        return None
    return workdays.calendar(session).due(notice.served_on, HEARING_REQUEST_WORKDAYS, Unit.WORKDAY)


def seventh_workday(session: Session, told_on: date) -> Due:
    return workdays.calendar(session).due(told_on, NOTICE_WORKDAYS, Unit.WORKDAY)


def told(session: Session, convening: ConveningRow) -> Notice | None:
    """By the first served notice that named this time and place: another host does not ask for seven days anew."""
    named = {
        row.document_id
        for row in convenings(session, convening.request_id)
        if (row.held_at, row.place) == (convening.held_at, convening.place)
    }
    line = cases.timeline(session, convening.case_id)
    days = [fact.day for fact in line if fact.kind is Milestone.HEARING_NOTIFIED and fact.because in named]
    if not days:
        return None
    seventh = seventh_workday(session, min(days))
    return Notice(
        told_on=min(days),
        seventh=seventh,
        days=workdays.calendar(session).explain(min(days), NOTICE_WORKDAYS, Unit.WORKDAY),
        in_time=bool(convening.consent) or shanghai_day(convening.held_at) > seventh.day,
    )


def requests_over(session: Session, *, today: date) -> Sequence[CaseId]:
    """Cases whose party was told of the right and let the time go by, on a calendar that stands."""
    found = (
        select(Deadline.case_id)
        .where(
            Deadline.key == REQUEST_TERM,
            Deadline.closed_at.is_(None),
            Deadline.due_on < today,
            Deadline.provisional.is_(False),
        )
        .order_by(Deadline.due_on, Deadline.id)
        .limit(MOST)
    )
    return [CaseId(case_id) for case_id in session.scalars(found)]


def possible_hosts(session: Session, case: cases.CaseRow) -> Sequence[accounts.PersonRow]:
    """Whoever may hold a hearing and look into this case, and never had a hand in its investigation."""
    handled = cases.handlers_ever(session, case.id)
    return [one for one in accounts.people(session) if one.active and one.id not in handled and _may_hold(one, case)]


def _may_hold(person: accounts.PersonRow, case: cases.CaseRow) -> bool:
    permissions = permissions_of(person.roles)
    actor = Actor(id=person.id, name=person.name, unit_id=person.unit_id, roles=frozenset(person.roles))
    return Permission.HOLD_HEARING in permissions and case_rules.may_read(actor, unit_id=case.unit_id, team=())


def heads(session: Session) -> Sequence[accounts.PersonRow]:
    """Who gets to know of a request: those who appoint the host."""
    return [one for one in accounts.people(session, role=Role.AGENCY_HEAD) if one.active]


def agenda(session: Session, actor: Actor) -> Sequence[AgendaLine]:
    """Hearings not yet over: all of them for whoever convenes, otherwise those one hosts or records, by their time."""
    over = exists().where(HearingEnding.request_id == HearingRequest.id)
    found = select(HearingRequest).where(~over).order_by(HearingRequest.recorded_at).limit(MOST)
    if not actor.may(Permission.CONVENE_HEARING):
        mine = or_(HearingConvening.host_id == actor.id, HearingConvening.recorder_id == actor.id)
        found = found.where(exists().where(HearingConvening.request_id == HearingRequest.id, mine))
    lines = [line for row in session.scalars(found) if (line := _line(session, _request(row))) is not None]
    called = [(line.convening.held_at, line) for line in lines if line.convening is not None and _concerns(line, actor)]
    bare = [line for line in lines if line.convening is None and actor.may(Permission.CONVENE_HEARING)]
    return bare + [line for _when, line in sorted(called, key=lambda pair: pair[0])]


def _line(session: Session, request: RequestRow) -> AgendaLine | None:
    """A request upon a notice since replaced is answered by the new notice."""
    if Milestone.HEARING_REQUESTED not in cases.stands(session, request.case_id):
        return None
    case, convening = cases.get(session, request.case_id), current_convening(session, request.id)
    return AgendaLine(case=case, request=request, convening=convening)


def _concerns(line: AgendaLine, actor: Actor) -> bool:
    if actor.may(Permission.CONVENE_HEARING):
        return True
    return line.convening is not None and actor.id in {line.convening.host_id, line.convening.recorder_id}


def waiting_for_convening(lines: Iterable[AgendaLine]) -> int:
    return sum(line.convening is None for line in lines)


def hosted_by(lines: Iterable[AgendaLine], account_id: UUID) -> int:
    return sum(line.convening is not None and line.convening.host_id == account_id for line in lines)


def _request(row: HearingRequest) -> RequestRow:
    return RequestRow(form=RequestForm(row.form), **_plain(row, RequestRow, but={"form"}))


def _plain(row: object, shape: Any, *, but: Iterable[str] = ()) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.__dataclass_fields__ if name not in but}
