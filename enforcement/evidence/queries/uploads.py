from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.evidence.models import Item, UploadPlace, UploadSession
from enforcement.evidence.names import EvidenceKind, Medium, PlaceSource, UploadState
from enforcement.evidence.queries.mine import handled_by
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.rules import Labels, Place
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId


def upload(session: Session, upload_id: UUID) -> UploadRow:
    row = session.get(UploadSession, upload_id)
    if row is None:
        raise NotFound
    return upload_row(row)


def upload_for(session: Session, actor: Actor, upload_id: UUID) -> UploadRow:
    """The session, if this person may know of its case."""
    row = upload(session, upload_id)
    cases.get_for(session, actor, row.case_id)
    return row


def unfinished(session: Session, case_id: CaseId) -> Sequence[UploadRow]:
    """Uploads not yet items: still coming in, waiting to be sealed, or refused (so that nobody wonders)."""
    shown = (UploadState.OPEN, UploadState.RECEIVED, UploadState.REFUSED)
    found = select(UploadSession).where(UploadSession.case_id == case_id, UploadSession.state.in_(shown))
    return [upload_row(row) for row in session.scalars(found.order_by(UploadSession.created_at, UploadSession.id))]


def promised_bytes(session: Session) -> int:
    """What open sessions may still send."""
    left = func.coalesce(func.sum(UploadSession.size - UploadSession.received), 0)
    return int(session.scalar(select(left).where(UploadSession.state == UploadState.OPEN)) or 0)


def officer_bytes(session: Session, account_id: UUID) -> int:
    """What one officer has begun and not finished, in full size: it is what the disk may come to hold for them."""
    begun = select(func.coalesce(func.sum(UploadSession.size), 0)).where(UploadSession.created_by == account_id)
    return int(session.scalar(begun.where(UploadSession.state == UploadState.OPEN)) or 0)


def case_bytes(session: Session, case_id: CaseId) -> int:
    """Sealed recordings and those on their way."""
    coming = (UploadState.OPEN, UploadState.RECEIVED)
    kept = select(func.coalesce(func.sum(Item.size), 0)).where(Item.case_id == case_id)
    begun = select(func.coalesce(func.sum(UploadSession.size), 0)).where(UploadSession.case_id == case_id)
    return sum(int(session.scalar(found) or 0) for found in (kept, begun.where(UploadSession.state.in_(coming))))


def last_places(session: Session, case_id: CaseId) -> dict[UUID, Place]:
    """For each upload of the case, where it was last begun or continued."""
    found = select(UploadPlace).join(UploadSession, UploadSession.id == UploadPlace.upload_id)
    rows = session.scalars(found.where(UploadSession.case_id == case_id).order_by(UploadPlace.at, UploadPlace.id))
    return {row.upload_id: place_of(row) for row in rows}


def places_of(session: Session, upload_id: UUID) -> Sequence[Place]:
    found = select(UploadPlace).where(UploadPlace.upload_id == upload_id).order_by(UploadPlace.at, UploadPlace.id)
    return [place_of(row) for row in session.scalars(found)]


def place_of(row: UploadPlace) -> Place:
    return Place(source=PlaceSource(row.source), coordinates=row.coordinates, accuracy_m=row.accuracy_m)


def unfinished_count(session: Session, actor: Actor) -> int:
    """Uploads begun and not ended in this person's cases: the counter 上传中/停滞 of the desk."""
    found = select(func.count()).select_from(UploadSession).where(UploadSession.state == UploadState.OPEN)
    return session.scalar(found.where(UploadSession.case_id.in_(handled_by(actor)))) or 0


def upload_row(row: UploadSession) -> UploadRow:
    own = {name: getattr(row, name) for name in UploadRow.__dataclass_fields__}
    return UploadRow(
        **own
        | {
            "case_id": CaseId(row.case_id),
            "kind": EvidenceKind(row.kind) if row.kind else None,
            "medium": Medium(row.medium) if row.medium else None,
            "state": UploadState(row.state),
            "labels": Labels.from_text(row.labels),
        }
    )
