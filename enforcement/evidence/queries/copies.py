from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.evidence.models import (
    Derivative,
    Item,
    MediaJob,
)
from enforcement.evidence.names import (
    DerivativeKind,
    JobKind,
    JobState,
)
from enforcement.evidence.rows import (
    DerivativeRow,
    JobRow,
)
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId


def derivatives(session: Session, item_id: UUID) -> Sequence[DerivativeRow]:
    found = select(Derivative).where(Derivative.item_id == item_id).order_by(Derivative.kind, Derivative.version)
    plain = ("version", "object_key", "sha256", "size", "mime", "made_at")
    return [
        DerivativeRow(kind=DerivativeKind(row.kind), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def running_jobs(session: Session, case_id: CaseId) -> Sequence[JobRow]:
    """Queued, running, and those that could not be done: each is told on the page."""
    found = select(MediaJob).where(MediaJob.case_id == case_id, MediaJob.state != JobState.DONE)
    return [job_row(row) for row in session.scalars(found.order_by(MediaJob.created_at, MediaJob.id))]


def job(session: Session, job_id: UUID) -> JobRow:
    row = session.get(MediaJob, job_id)
    if row is None:
        raise NotFound
    return job_row(row)


def copies_in(session: Session, case_id: CaseId) -> dict[UUID, tuple[DerivativeKind, ...]]:
    found = select(Derivative.item_id, Derivative.kind).join(Item, Item.id == Derivative.item_id)
    kinds: dict[UUID, tuple[DerivativeKind, ...]] = {}
    for item_id, kind in session.execute(found.where(Item.case_id == case_id)):
        kinds[item_id] = (*kinds.get(item_id, ()), DerivativeKind(kind))
    return kinds


def job_row(row: MediaJob) -> JobRow:
    own = {name: getattr(row, name) for name in JobRow.__dataclass_fields__}
    return JobRow(**own | {"case_id": CaseId(row.case_id), "kind": JobKind(row.kind), "state": JobState(row.state)})
