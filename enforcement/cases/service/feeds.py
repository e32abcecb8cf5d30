"""Calendar addresses of one's own: opened, ended, and noted when they are read."""

from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.cases.models import CalendarFeed
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.READ_CASES, verb="deadlines.feed_opened")
def open_feed(work: UnitOfWork) -> UUID:
    """A new address; the old one stops at once."""
    _end(work)
    row = CalendarFeed(id=uuid4(), account_id=work.actor.id, opened_at=work.now)
    work.session.add(row)
    work.about(feed=row.id)
    return row.id


@use_case(Permission.READ_CASES, verb="deadlines.feed_ended")
def end_feed(work: UnitOfWork) -> None:
    if not _end(work):
        raise NotFound


def _end(work: UnitOfWork) -> bool:
    standing = select(CalendarFeed).where(CalendarFeed.account_id == work.actor.id, CalendarFeed.ended_at.is_(None))
    row = work.session.scalars(standing.with_for_update()).first()
    if row is None:
        return False
    row.ended_at = work.now
    work.session.flush()
    work.about(ended=row.id)
    return True


@use_case(Permission.READ_CASES, verb="deadlines.feed_read")
def note_reading(work: UnitOfWork, *, feed_id: UUID) -> None:
    """Once a day: calendar programs ask every few minutes, and each asking says no more than the first."""
    row = work.session.get(CalendarFeed, feed_id)
    if row is None or row.account_id != work.actor.id:
        raise NotFound
    row.read_on = work.today
    work.about(feed=feed_id)
