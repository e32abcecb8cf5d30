"""What happened on the board lately: published, corrected, withdrawn. For feeds, which must carry withdrawals too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, MetaData, Table, Uuid, func, select
from sqlalchemy.orm import Session

from enforcement.kernel.db import UtcDateTime
from enforcement.publication import public_queries
from enforcement.publication.public_queries import LISTING, Entry
from enforcement.publication.rules import State

VIEWS = MetaData()
MOMENT = Table(
    "public_moment",
    VIEWS,
    Column("id", Uuid),
    *(Column(name, UtcDateTime) for name in ("published_at", "withdrawn_at")),
    Column("due_on", Date),
)
WITHDRAWAL = Table("public_withdrawal", VIEWS, Column("id", Uuid), Column("withdrawn_at", UtcDateTime))
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Happening:
    entry: Entry
    published_at: datetime
    changed_at: datetime


def latest(session: Session, *, today: date, most: int) -> Sequence[Happening]:
    """Newest change first. A notice withdrawn today stands on top, however long ago it was published."""
    newest = public_queries.listing(session, today=today, size=most).rows
    gone = select(WITHDRAWAL.c.id).order_by(WITHDRAWAL.c.withdrawn_at.desc()).limit(most)
    known = {one.id for one in newest}
    older = public_queries.entries(session, [key for key in session.scalars(gone) if key not in known])
    entries = {one.id: one for one in (*newest, *older)}
    found = [
        Happening(entry=entries[key], published_at=put, changed_at=taken or put)
        for key, put, taken in session.execute(
            select(MOMENT.c.id, MOMENT.c.published_at, MOMENT.c.withdrawn_at).where(MOMENT.c.id.in_(entries))
        )
    ]
    return sorted(found, key=lambda one: (one.changed_at, str(one.entry.id)), reverse=True)[:most]


def due_on(session: Session, notice_id: UUID) -> date | None:
    return session.scalar(select(MOMENT.c.due_on).where(MOMENT.c.id == notice_id))


def every(session: Session, *, today: date) -> Iterator[Entry]:
    """All that the list shows, newest first, a batch at a time: a million entries need no more memory than one."""
    after: str | None = ""
    while after is not None:
        page = public_queries.listing(session, today=today, after=after, size=BATCH)
        yield from page.rows
        after = page.next_after


def listed(session: Session) -> int:
    """How many entries the list is made of, withdrawn ones and those ended today included."""
    return session.scalar(select(func.count()).select_from(LISTING)) or 0


def stretch(session: Session, *, today: date, skip: int, most: int) -> Iterator[tuple[UUID, date]]:
    """Oldest first, so that a stretch once full changes little. Only what is up now is told."""
    part = select(LISTING).order_by(LISTING.c.published_on, LISTING.c.id).offset(skip).limit(most).subquery()
    up = select(part.c.id, part.c.published_on).where(part.c.state == State.PUBLISHED, part.c.shown_until >= today)
    yield from ((key, day) for key, day in session.execute(up))
