"""The queue: what came back mended first, then what is due soonest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Deadline, Party
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.catalogue import procedure
from enforcement.review.listing import Duty
from enforcement.review.models import ListedReviewer, ProposedOpinion, Review
from enforcement.review.queries.one_case import CLOCK
from enforcement.review.sharing import Share, shares
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Calendar

MOST_SHARED = 200


class Whose(StrEnum):
    ALL = "all"
    MINE = "mine"
    UNCLAIMED = "unclaimed"
    OVERDUE = "overdue"
    RETURNED = "returned"
    TO_SIGN = "to_sign"


WHOSE_NAMES = {
    Whose.ALL: "全部",
    Whose.MINE: "我领办的",
    Whose.UNCLAIMED: "尚未领办",
    Whose.RETURNED: "退回后再送",
    Whose.OVERDUE: "已逾期",
    Whose.TO_SIGN: "待签发",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines of the queue, for whom, as of which day."""

    today: date
    whose: Whose = Whose.ALL
    reader: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One line of the queue: enough to choose the next case without opening it."""

    case_id: CaseId
    number: str
    party: str
    cause: str
    fine_fen: int
    scope_reason: str
    scope_basis: str
    round: int
    reviewer_id: UUID | None
    claimed_at: datetime | None
    submitted_at: datetime
    waited: int
    due_on: date
    provisional: bool
    left: int
    extended: int
    to_sign: bool

    @property
    def resubmitted(self) -> bool:
        return self.round > 1


# A later round stands above every first one: somebody has waited for it before.
FIRST_ROUND = case((Review.round > 1, 0), else_=1)
PENDING = exists().where(ProposedOpinion.review_id == Review.id, ProposedOpinion.answered_at.is_(None))


def _waiting() -> Select[Review, Case, str, Deadline, bool]:
    """Rounds whose clock runs. A round outdated by a new draft has no running clock."""
    running = and_(Deadline.case_id == Case.id, Deadline.key == CLOCK, Deadline.closed_at.is_(None))
    return (
        select(Review, Case, Party.name, Deadline, PENDING)
        .join(Case, Case.id == Review.case_id)
        .join(Party, Party.case_id == Case.id)
        .join(Deadline, running)
        .where(Review.result.is_(None), Review.submitted_at >= Deadline.opened_at)
        .order_by(FIRST_ROUND, Deadline.due_on, Review.id)
    )


def _only(wanted: Wanted) -> ColumnElement[bool] | None:
    conditions: Mapping[Whose, ColumnElement[bool]] = {
        Whose.MINE: Review.reviewer_id == wanted.reader,
        Whose.UNCLAIMED: Review.reviewer_id.is_(None),
        Whose.OVERDUE: Deadline.due_on < wanted.today,
        Whose.RETURNED: Review.round > 1,
        Whose.TO_SIGN: PENDING,
    }
    return conditions.get(wanted.whose)


def queue(
    session: Session,
    *,
    today: date,
    whose: Whose = Whose.ALL,
    reader: UUID | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[QueueRow]:
    found = _waiting().limit(size + 1)
    condition = _only(Wanted(today=today, whose=whose, reader=reader))
    if condition is not None:
        found = found.where(condition)
    if after:
        found = found.where(tuple_(FIRST_ROUND, Deadline.due_on, Review.id) > _place(after))
    lines = session.execute(found).all()
    page = page_of(lines, size=size, mark=lambda line: f"{int(line[0].round == 1)}_{line[3].due_on}_{line[0].id}")
    fines = decisions.fines(session, [line[0].draft_id for line in page.rows])
    calendar = workdays.calendar(session)
    rows = [
        QueueRow(
            party=party,
            fine_fen=fines.get(review.draft_id, 0),
            to_sign=pending,
            **_said(review, case_),
            **_counted(review, clock, calendar=calendar, today=today),
        )
        for review, case_, party, clock, pending in page.rows
    ]
    return Page(rows, page.next_after)


def _said(review: Review, case_: Case) -> dict[str, Any]:
    scope = procedure(case_.procedure).review
    return {
        "case_id": CaseId(case_.id),
        "number": case_.number or "",
        "cause": case_.cause_title,
        "scope_reason": scope.reason,
        "scope_basis": scope.basis,
        "round": review.round,
        "reviewer_id": review.reviewer_id,
        "claimed_at": review.claimed_at,
        "submitted_at": review.submitted_at,
    }


def _counted(review: Review, clock: Deadline, *, calendar: Calendar, today: date) -> dict[str, Any]:
    return {
        "waited": max(0, calendar.workdays_between(shanghai_day(review.submitted_at), today)),
        "due_on": clock.due_on,
        "provisional": clock.provisional,
        "left": calendar.workdays_left(today, clock.due_on),
        "extended": clock.extended,
    }


def _place(after: str) -> tuple[int, date, UUID]:
    try:
        first, day, key = after.split("_")
        return int(first), date.fromisoformat(day), UUID(key)
    except ValueError as unreadable:
        raise InvalidInput({"after": ["不是上一页给出的位置。"]}) from unreadable


def counts(session: Session, *, today: date, reader: UUID) -> dict[Whose, int]:
    """For the filters above the queue."""
    found: dict[Whose, int] = {}
    for whose in Whose:
        condition = _only(Wanted(today=today, whose=whose, reader=reader))
        counted = _waiting().order_by(None)
        counted = counted if condition is None else counted.where(condition)
        found[whose] = session.scalar(select(func.count()).select_from(counted.subquery())) or 0
    return found


def neighbours(session: Session, case_id: CaseId, *, today: date) -> tuple[CaseId | None, CaseId | None]:
    """The cases before and after this one in the queue, for the keys K and J."""
    line = [row.case_id for row in queue(session, today=today, size=200).rows]
    if case_id not in line:
        return None, (line[0] if line else None)
    at = line.index(case_id)
    return (line[at - 1] if at else None), (line[at + 1] if at + 1 < len(line) else None)


def assignable(session: Session) -> Sequence[accounts.PersonRow]:
    """Who may be given a case: active, in office, qualified, and not listed as counsel only."""
    counsel = set(
        session.scalars(
            select(ListedReviewer.account_id).where(
                ListedReviewer.ended_on.is_(None), ListedReviewer.duty == Duty.COUNSEL
            )
        )
    )
    people = accounts.people(session, role=Role.LEGAL_REVIEWER)
    return [one for one in people if one.active and one.legal_qualification_no and one.id not in counsel]


def loads(session: Session) -> dict[UUID, int]:
    """Open rounds in each assignable reviewer's hands."""
    held = _waiting().order_by(None).with_only_columns(Review.reviewer_id, func.count()).group_by(Review.reviewer_id)
    carried = {reviewer: count for reviewer, count in session.execute(held) if reviewer}
    return {person.id: carried.get(person.id, 0) for person in assignable(session)}


def balance(session: Session, *, only: Sequence[UUID] = ()) -> tuple[Share, ...]:
    """Unclaimed rounds in the order of the queue, each to whoever carries least and never handled the case."""
    found = _waiting().where(Review.reviewer_id.is_(None)).limit(MOST_SHARED)
    if only:
        found = found.where(or_(*(Case.id == one for one in only)))
    waiting = [case_.id for _review, case_, *_rest in session.execute(found)]
    kept_out = {
        key: cases.handlers_ever(session, CaseId(key)) | endorsers_ever(session, CaseId(key)) for key in waiting
    }
    return shares(waiting, load=loads(session), kept_out=kept_out)
