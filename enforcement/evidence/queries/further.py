from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.evidence.looking import FurtherCopyRow
from enforcement.evidence.models import CopyRequest, FurtherCopy, MediaJob
from enforcement.evidence.names import CopyKind, JobState
from enforcement.evidence.queries.copies import job_row
from enforcement.evidence.rows import JobRow
from enforcement.kernel.errors import NotFound

ASKED = ("id", "item_id", "from_ms", "until_ms", "title", "purpose", "asked_by", "asked_at")
MADE = ("object_key", "sha256", "size", "mime", "made_at", "expires_at")
LOOKED_BACK = timedelta(days=60)  # longer than any scheduler stands still unnoticed


def further_copies(session: Session, item_id: UUID) -> Sequence[FurtherCopyRow]:
    """Every clip and marked copy ever asked of this item, the newest first."""
    found = (
        select(CopyRequest, FurtherCopy)
        .outerjoin(FurtherCopy, FurtherCopy.request_id == CopyRequest.id)
        .where(CopyRequest.item_id == item_id)
        .order_by(CopyRequest.asked_at.desc(), CopyRequest.id)
    )
    return [_row(asked, made) for asked, made in session.execute(found)]


def further_copy(session: Session, request_id: UUID) -> FurtherCopyRow:
    asked = session.get(CopyRequest, request_id)
    if asked is None:
        raise NotFound
    return _row(asked, session.get(FurtherCopy, request_id))


def expired_copies(session: Session, now: datetime) -> Sequence[str]:
    """Keys of objects whose time is over. The store says whether they still lie there."""
    over = (FurtherCopy.expires_at <= now, FurtherCopy.expires_at > now - LOOKED_BACK)
    found = select(FurtherCopy.object_key).where(*over)
    return session.scalars(found.order_by(FurtherCopy.expires_at)).all()


def jobs_of_item(session: Session, item_id: UUID) -> Sequence[JobRow]:
    """Work on this item that is not done: waiting, running, or failed."""
    found = select(MediaJob).where(MediaJob.item_id == item_id, MediaJob.state != JobState.DONE)
    return [job_row(row) for row in session.scalars(found.order_by(MediaJob.created_at, MediaJob.id))]


def _row(asked: CopyRequest, made: FurtherCopy | None) -> FurtherCopyRow:
    came = {name: getattr(made, name) for name in MADE} if made else {}
    return FurtherCopyRow(kind=CopyKind(asked.kind), **{name: getattr(asked, name) for name in ASKED}, **came)
