"""What is asked for once and carried out by whichever program is free: a lease, so that none does it twice."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from enforcement.archive import rules
from enforcement.archive.models import Archiving, Bundle
from enforcement.archive.rules import RequestState
from enforcement.kernel.errors import Stale
from enforcement.kernel.work import UnitOfWork

Asked = TypeVar("Asked", Archiving, Bundle)


def due(work: UnitOfWork, kind: type[Asked], *, limit: int) -> Sequence[UUID]:
    """Asked for, or left behind by a program that was killed over it."""
    orphaned = and_(kind.state == RequestState.RUNNING, kind.lease_until < work.now)
    found = select(kind.id).where(or_(kind.state == RequestState.REQUESTED, orphaned))
    return work.session.scalars(found.order_by(kind.requested_at, kind.id).limit(limit)).all()


def take(work: UnitOfWork, kind: type[Asked], row_id: UUID, *, given_up: str) -> Asked:
    """The lease. Stale when somebody else has it; what kills its workers is given up."""
    row = work.session.get(kind, row_id, with_for_update=True, populate_existing=True)
    if row is None or not _is_free(row, work):
        raise Stale
    if row.attempt >= rules.MOST_ATTEMPTS:
        row.state, row.failure = RequestState.FAILED, given_up
    else:
        row.state, row.attempt, row.progress = RequestState.RUNNING, row.attempt + 1, 0
        row.lease_until = work.now + rules.REQUEST_LEASE
    return row


def _is_free(row: Archiving | Bundle, work: UnitOfWork) -> bool:
    if row.state == RequestState.REQUESTED:
        return True
    return row.state == RequestState.RUNNING and row.lease_until is not None and row.lease_until < work.now


def beat(work: UnitOfWork, kind: type[Asked], row_id: UUID, *, attempt: int, progress: int) -> None:
    """Still at it. Stale when the lease has meanwhile gone to another."""
    beaten = (
        update(kind)
        .where(kind.id == row_id, kind.state == RequestState.RUNNING, kind.attempt == attempt)
        .values(progress=progress, lease_until=work.now + rules.REQUEST_LEASE)
        .returning(kind.id)
    )
    if work.session.scalar(beaten) is None:
        raise Stale


def fail(work: UnitOfWork, kind: type[Asked], row_id: UUID, *, attempt: int, reason: str) -> Asked:
    """Ended without result; whoever asked reads why."""
    row = held(work, kind, row_id, attempt=attempt)
    row.state, row.failure, row.lease_until = RequestState.FAILED, reason, None
    return row


def held(work: UnitOfWork, kind: type[Asked], row_id: UUID, *, attempt: int) -> Asked:
    row = work.session.get_one(kind, row_id, with_for_update=True, populate_existing=True)
    if row.state != RequestState.RUNNING or row.attempt != attempt:
        raise Stale
    return row
