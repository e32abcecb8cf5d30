"""What nobody has looked through for a slate yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from enforcement.docking.models import Recording, RecordingLink, SlateFinding
from enforcement.evidence.models import Item
from enforcement.evidence.names import Medium

SHOWS_PICTURES = (Medium.VIDEO, Medium.PICTURE)


@dataclass(frozen=True, kw_only=True)
class Showing:
    """One recording of the inbox, or one item that came another way."""

    object_key: str
    sha256: str
    medium: Medium
    recording_id: UUID | None = None
    item_id: UUID | None = None


def not_yet_searched(session: Session, *, since: datetime, limit: int) -> Sequence[Showing]:
    """The inbox, the oldest first; after it what was uploaded `since`."""
    inbox = select(Recording).where(
        Recording.medium.in_(SHOWS_PICTURES), ~exists().where(SlateFinding.recording_id == Recording.id)
    )
    sent = select(Item).where(
        Item.medium.in_(SHOWS_PICTURES),
        Item.sealed_at > since,
        ~exists().where(SlateFinding.item_id == Item.id),
        ~exists().where(RecordingLink.item_id == Item.id),
    )
    rows = session.scalars(inbox.order_by(Recording.received_at, Recording.id).limit(limit)).all()
    more = session.scalars(sent.order_by(Item.sealed_at, Item.id).limit(limit)).all()
    return [*(_showing(row, recording_id=row.id) for row in rows), *(_showing(row, item_id=row.id) for row in more)]


def _showing(row: Recording | Item, *, recording_id: UUID | None = None, item_id: UUID | None = None) -> Showing:
    return Showing(
        object_key=str(row.object_key),
        sha256=row.sha256,
        medium=Medium(row.medium),
        recording_id=recording_id,
        item_id=item_id,
    )
