"""What stopped and what lengthened the periods of a case, and what still waits for a ruling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import clock, rules
from enforcement.cases.models import Case, CaseOfficer, ClockRequest, ClockRuling, ClockStop
from enforcement.cases.queries.one import get, last_day_of
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.milestones import Milestone
from enforcement.procedures.rules import unit_of_extension
from enforcement.workdays import queries as workdays

MOST_PENDING = 200


@dataclass(frozen=True, kw_only=True)
class StopRow:
    id: UUID
    case_id: UUID
    kind: str
    title: str
    periods: str
    basis: str
    paper: str
    reason: str
    started_on: date
    opened_by: UUID
    ended_on: date | None
    end_reason: str
    ended_by: UUID | None

    def touches(self, key: str, subject: UUID | None) -> bool:
        return not {key, f"{key}:{subject}"}.isdisjoint(self.periods.split(","))

    @property
    def stop(self) -> clock.Stop:
        return clock.Stop(since=self.started_on, until=self.ended_on, title=self.title, basis=self.basis)


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """A request and its answer, if there is one. `granted` is None while it waits."""

    id: UUID
    case_id: UUID
    act: str
    key: str
    title: str
    basis: str
    approver: str
    ground: str
    reason: str
    paper: str
    deadline_id: UUID | None
    days: int | None
    asked_by: UUID
    asked_at: datetime
    granted: bool | None
    opinion: str
    ruled_by: UUID | None
    ruled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PendingRow:
    request: RequestRow
    number: str | None
    case_title: str
    unit: str  # of the days asked for, as it is spoken; empty where none are


def stops(session: Session, case_id: CaseId) -> Sequence[StopRow]:
    found = select(ClockStop).where(ClockStop.case_id == case_id).order_by(ClockStop.started_on, ClockStop.opened_at)
    return [_stop(row) for row in session.scalars(found)]


def stop_of(session: Session, case_id: CaseId, stop_id: UUID) -> StopRow:
    row = session.get(ClockStop, stop_id)
    if row is None or row.case_id != case_id:
        raise NotFound
    return _stop(row)


def running_stop(session: Session, case_id: CaseId, kind: str) -> StopRow | None:
    found = select(ClockStop).where(ClockStop.case_id == case_id, ClockStop.kind == kind, ClockStop.ended_on.is_(None))
    row = session.scalars(found).first()
    return _stop(row) if row else None


def stops_of(session: Session, case_id: CaseId, key: str, *, subject: UUID | None = None) -> tuple[clock.Stop, ...]:
    """Those that concern the period of this key; what stops one thing's period leaves another's running."""
    return tuple(row.stop for row in stops(session, case_id) if row.touches(key, subject))


def requests(session: Session, case_id: CaseId) -> Sequence[RequestRow]:
    found = (
        select(ClockRequest, ClockRuling)
        .outerjoin(ClockRuling, ClockRuling.request_id == ClockRequest.id)
        .where(ClockRequest.case_id == case_id)
        .order_by(ClockRequest.asked_at, ClockRequest.id)
    )
    return [_request(request, ruling) for request, ruling in session.execute(found)]


def request_of(session: Session, case_id: CaseId, request_id: UUID) -> RequestRow:
    found = next((row for row in requests(session, case_id) if row.id == request_id), None)
    if found is None:
        raise NotFound
    return found


def pending_rulings(session: Session, actor: Actor) -> Sequence[PendingRow]:
    """What this person is to rule on: of their office, in cases they may see and never handled. The oldest first."""
    handled = select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id)
    found = (
        select(ClockRequest, Case)
        .join(Case, Case.id == ClockRequest.case_id)
        .outerjoin(ClockRuling, ClockRuling.request_id == ClockRequest.id)
        .where(
            ClockRuling.request_id.is_(None),
            ClockRequest.approver.in_(sorted(actor.roles)),
            ClockRequest.case_id.not_in(handled),
        )
        .order_by(ClockRequest.asked_at, ClockRequest.id)
        .limit(MOST_PENDING)
    )
    return [
        PendingRow(
            request=_request(request, None), number=case.number, case_title=case.title, unit=_unit(request, case)
        )
        for request, case in session.execute(found)
        if rules.may_read(actor, unit_id=case.unit_id, team=())
    ]


def _unit(request: ClockRequest, case: Case) -> str:
    return unit_of_extension(procedure(case.procedure), request.key) if request.days else ""


def lapses(session: Session, case_id: CaseId) -> tuple[clock.Lapse, ...]:
    """What began to run by itself when the decision was served: remedies of the party, and what follows them."""
    served = last_day_of(session, case_id, Milestone.DECISION_SERVED)
    if served is None:
        return ()
    remedies = procedure(get(session, case_id).procedure).clock.remedies_in_force(served)
    return clock.lapses(workdays.calendar(session), remedies, served_on=served)


def _stop(row: ClockStop) -> StopRow:
    return StopRow(**{name: getattr(row, name) for name in StopRow.__dataclass_fields__})


def _request(row: ClockRequest, ruling: ClockRuling | None) -> RequestRow:
    answer = ("granted", "opinion", "ruled_by", "ruled_at")
    asked = {name: getattr(row, name) for name in RequestRow.__dataclass_fields__ if name not in answer}
    if ruling is None:
        return RequestRow(**asked, granted=None, opinion="", ruled_by=None, ruled_at=None)
    return RequestRow(**asked, **{name: getattr(ruling, name) for name in answer})
