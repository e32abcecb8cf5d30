"""What a person's calendar shows: their own running periods, by number and kind only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import ladder
from enforcement.cases.models import CalendarFeed, Case, CaseOfficer, Deadline, DeadlineRecount
from enforcement.kernel.identity import AccountId, Actor

MOST = 500


@dataclass(frozen=True, kw_only=True)
class FeedRow:
    id: UUID
    account_id: UUID
    opened_at: datetime
    read_on: date | None


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """One all-day entry. `moves` counts how often the day was recounted: programs take a higher number as newer."""

    id: UUID
    case_id: UUID
    number: str | None
    title: str
    basis: str
    due_on: date
    provisional: bool
    opened_at: datetime
    moves: int


def standing_feed(session: Session, account_id: AccountId) -> FeedRow | None:
    found = select(CalendarFeed).where(CalendarFeed.account_id == account_id, CalendarFeed.ended_at.is_(None))
    return _feed(session.scalars(found).first())


def feed(session: Session, feed_id: UUID) -> FeedRow | None:
    """Only while it stands: an ended address is as unknown as one never given."""
    found = select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.ended_at.is_(None))
    return _feed(session.scalars(found).first())


def _feed(row: CalendarFeed | None) -> FeedRow | None:
    return FeedRow(**{name: getattr(row, name) for name in FeedRow.__dataclass_fields__}) if row else None


def due_days(session: Session, actor: Actor) -> Sequence[DueDay]:
    """Periods of the cases one handles, of one's unit as its head, and of the work that is one's office."""
    moves = select(func.count()).where(DeadlineRecount.deadline_id == Deadline.id).scalar_subquery()
    handled = select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id, CaseOfficer.ended_at.is_(None))
    mine: list[ColumnElement[bool]] = [Deadline.case_id.in_(handled)]
    mine += [Deadline.key.in_([key for key, role in ladder.WORKED_BY.items() if role in actor.roles])]
    if Role.UNIT_HEAD in actor.roles:
        mine.append(Case.unit_id == actor.unit_id)
    found = (
        select(Deadline, Case.number, moves)
        .join(Case, Case.id == Deadline.case_id)
        .where(Deadline.closed_at.is_(None), Deadline.paused_since.is_(None), or_(*mine))
        .order_by(Deadline.due_on, Deadline.id)
        .limit(MOST)
    )
    return [
        DueDay(
            id=row.id,
            case_id=row.case_id,
            number=number,
            title=row.title,
            basis=row.basis,
            due_on=row.due_on,
            provisional=row.provisional,
            opened_at=row.opened_at,
            moves=moved,
        )
        for row, number, moved in session.execute(found)
    ]
