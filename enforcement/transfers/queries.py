from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import Concealed
from enforcement.kernel.identity import Actor, CaseId
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.ordinary_penalty.exits import GONE
from enforcement.transfers.models import ExitCourse, ExitRequest, ExitRuling, ExitSending
from enforcement.transfers.rules import COURSE_NAMES, EXIT_NAMES, SEND_WITHIN, Course, Exit


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    id: UUID
    kind: Course
    day: date
    paper: str
    note: str
    recorded_by: UUID
    recorded_at: datetime

    @property
    def name(self) -> str:
        return COURSE_NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class ExitRow:
    """One way out of the house with everything that happened on it. `approved` is None while it waits."""

    id: UUID
    case_id: CaseId
    kind: Exit
    receiver: str
    reason: str
    items: str
    appraisal: str
    asked_by: UUID
    asked_at: datetime
    approved: bool | None
    opinion: str
    document_id: UUID | None
    ruled_by: UUID | None
    ruled_at: datetime | None
    sent_at: datetime | None
    received_by: str
    late_reason: str
    courses: tuple[CourseRow, ...]

    @property
    def name(self) -> str:
        return EXIT_NAMES[self.kind]

    @property
    def to_send_before(self) -> datetime | None:
        """Only a suspected crime has its hour (第五条); it counts until the papers are away."""
        waits = self.kind is Exit.JUSTICE and self.approved and self.sent_at is None
        return self.ruled_at + SEND_WITHIN if waits and self.ruled_at else None

    @property
    def sent_on(self) -> date | None:
        return shanghai_day(self.sent_at) if self.sent_at else None


@dataclass(frozen=True, kw_only=True)
class WaitingExit:
    """One line of the head's list."""

    case_id: CaseId
    number: str | None
    title: str
    exit: ExitRow


def of_case(session: Session, case_id: CaseId) -> Sequence[ExitRow]:
    """Newest first."""
    found = select(ExitRequest).where(ExitRequest.case_id == case_id)
    return [_row(session, row) for row in session.scalars(found.order_by(ExitRequest.asked_at.desc(), ExitRequest.id))]


def current(session: Session, case_id: CaseId) -> ExitRow | None:
    return next(iter(of_case(session, case_id)), None)


def _row(session: Session, row: ExitRequest) -> ExitRow:
    ruling, sending = session.get(ExitRuling, row.id), session.get(ExitSending, row.id)
    found = select(ExitCourse).where(ExitCourse.request_id == row.id)
    plain = ("id", "receiver", "reason", "items", "appraisal", "asked_by", "asked_at")
    return ExitRow(
        case_id=CaseId(row.case_id),
        kind=Exit(row.kind),
        approved=ruling.approved if ruling else None,
        opinion=ruling.opinion if ruling else "",
        document_id=ruling.document_id if ruling else None,
        ruled_by=ruling.ruled_by if ruling else None,
        ruled_at=ruling.ruled_at if ruling else None,
        sent_at=sending.sent_at if sending else None,
        received_by=sending.received_by if sending else "",
        late_reason=sending.late_reason if sending else "",
        courses=tuple(_course(one) for one in session.scalars(found.order_by(ExitCourse.recorded_at, ExitCourse.id))),
        **{name: getattr(row, name) for name in plain},
    )


def _course(row: ExitCourse) -> CourseRow:
    plain = [name for name in CourseRow.__dataclass_fields__ if name != "kind"]
    return CourseRow(kind=Course(row.kind), **{name: getattr(row, name) for name in plain})


def waiting(session: Session, actor: Actor) -> Sequence[WaitingExit]:
    """What waits for the head's word, the oldest first."""
    ruled = select(ExitRuling.request_id).where(ExitRuling.request_id == ExitRequest.id).exists()
    found = (
        select(ExitRequest, Case.number, Case.title).join(Case, Case.id == ExitRequest.case_id).where(~ruled)
    ).order_by(ExitRequest.asked_at, ExitRequest.id)
    return [
        WaitingExit(case_id=CaseId(row.case_id), number=number, title=title, exit=_row(session, row))
        for row, number, title in session.execute(found)
        if _may_know(session, actor, CaseId(row.case_id))
    ]


def _may_know(session: Session, actor: Actor, case_id: CaseId) -> bool:
    try:
        cases.get_for(session, actor, case_id)
    except Concealed:
        return False
    return True


def how_it_left(session: Session, case_id: CaseId) -> ExitRow | None:
    """The way by which the case left for good; None where it is still here, or was decided."""
    stands = cases.stands(session, case_id)
    return current(session, case_id) if GONE & stands and Milestone.DECIDED not in stands else None


def counts(session: Session, first: date, last: date) -> Mapping[str, int]:
    """For the tables: transfers by the day they were sent, acceptance and filing by the day of the answer."""
    sent = select(ExitRequest.kind, ExitSending.sent_at).join(ExitSending, ExitSending.request_id == ExitRequest.id)
    days = [(kind, shanghai_day(at)) for kind, at in session.execute(sent)]
    found: dict[str, int] = {
        f"sent_{kind.lower()}": sum(one == kind and first <= day <= last for one, day in days)
        for kind in (Exit.DEPARTMENT, Exit.JUSTICE)
    }
    for course in (Course.ACCEPTED, Course.CRIME_FILED, Course.CRIME_NOT_FILED):
        found[course.lower()] = session.scalar(_counted(course, first, last)) or 0
    cancelled = select(ExitRuling.ruled_at).join(ExitRequest, ExitRequest.id == ExitRuling.request_id)
    ruled = session.scalars(cancelled.where(ExitRequest.kind == Exit.CANCEL, ExitRuling.approved))
    found["cancelled"] = sum(first <= shanghai_day(at) <= last for at in ruled)
    return found


def _counted(course: Course, first: date, last: date) -> Select[int]:
    return (
        select(func.count())
        .select_from(ExitCourse)
        .where(ExitCourse.kind == course, ExitCourse.day.between(first, last))
    )
