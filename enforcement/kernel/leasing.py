"""A lease on what was asked for, so that no two programs carry it out."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.asking import MOST_ATTEMPTS, REQUEST_LEASE, RequestState
from enforcement.kernel.db import Identified
from enforcement.kernel.errors import Stale
from enforcement.kernel.work import UnitOfWork


class Asked(Identified):
    """What every such row carries: who asked, how far it is, until when it is in somebody's hands."""

    state: Mapped[str] = mapped_column(String(20))
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(Text, default="")


Row = TypeVar("Row", bound=Asked)


def due(work: UnitOfWork, kind: type[Row], *, limit: int) -> Sequence[UUID]:
    """Asked for, or left behind by a program that was killed over it."""
    orphaned = and_(kind.state == RequestState.RUNNING, kind.lease_until < work.now)
    found = select(kind.id).where(or_(kind.state == RequestState.REQUESTED, orphaned))
    return work.session.scalars(found.order_by(kind.requested_at, kind.id).limit(limit)).all()


def take(work: UnitOfWork, kind: type[Row], row_id: UUID, *, given_up: str) -> Row:
    """The lease. Stale when somebody else has it; what kills its workers is given up."""
    row = work.session.get(kind, row_id, with_for_update=True, populate_existing=True)
    if row is None or not _is_free(row, work):
        raise Stale
    if row.attempt >= MOST_ATTEMPTS:
        row.state, row.failure = RequestState.FAILED, given_up
    else:
        row.state, row.attempt, row.progress = RequestState.RUNNING, row.attempt + 1, 0
        row.lease_until = work.now + REQUEST_LEASE
    return row


def _is_free(row: Asked, work: UnitOfWork) -> bool:
    if row.state == RequestState.REQUESTED:
        return True
    return row.state == RequestState.RUNNING and row.lease_until is not None and row.lease_until < work.now


def beat(work: UnitOfWork, kind: type[Row], row_id: UUID, *, attempt: int, **seen: object) -> None:
    """Still at it, `progress` per cent done. Stale when the lease has meanwhile gone to another."""
    beaten = (
        update(kind)
        .where(kind.id == row_id, kind.state == RequestState.RUNNING, kind.attempt == attempt)
        .values(lease_until=work.now + REQUEST_LEASE, **seen)
        .returning(kind.id)
    )
    if work.session.scalar(beaten) is None:
        raise Stale


def fail(work: UnitOfWork, kind: type[Row], row_id: UUID, *, attempt: int, reason: str) -> Row:
    """Ended without result; whoever asked reads why."""
    row = held(work, kind, row_id, attempt=attempt)
    row.state, row.failure, row.lease_until = RequestState.FAILED, reason, None
    return row


def held(work: UnitOfWork, kind: type[Row], row_id: UUID, *, attempt: int) -> Row:
    row = work.session.get_one(kind, row_id, with_for_update=True, populate_existing=True)
    if row.state != RequestState.RUNNING or row.attempt != attempt:
        raise Stale
    return row
