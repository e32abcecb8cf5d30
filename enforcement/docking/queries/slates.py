from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.docking.models import RecordingLink, Slate, SlateFinding
from enforcement.docking.names import Verdict
from enforcement.docking.rows import FindingRow, SlateRow
from enforcement.evidence.models import Item
from enforcement.kernel.identity import CaseId


def slate_by_nonce(session: Session, nonce: str) -> SlateRow | None:
    row = session.scalar(select(Slate).where(Slate.nonce == nonce))
    return _row(row) if row else None


def standing_slate(session: Session, case_id: CaseId, *, shown_by: UUID, now: datetime) -> SlateRow | None:
    """The newest one this person may still show in this case."""
    found = select(Slate).where(Slate.case_id == case_id, Slate.shown_by == shown_by, Slate.expires_at > now)
    row = session.scalars(found.order_by(Slate.shown_at.desc(), Slate.id).limit(1)).first()
    return _row(row) if row else None


def slates_of(session: Session, case_id: CaseId) -> Sequence[SlateRow]:
    found = select(Slate).where(Slate.case_id == case_id).order_by(Slate.shown_at.desc(), Slate.id)
    return [_row(row) for row in session.scalars(found)]


def finding_of(session: Session, *, recording_id: UUID | None = None, item_id: UUID | None = None) -> FindingRow | None:
    of = SlateFinding.recording_id == recording_id if recording_id else SlateFinding.item_id == item_id
    row = session.scalar(select(SlateFinding).where(of))
    return _finding(row) if row else None


def findings_in(session: Session, case_id: CaseId) -> dict[UUID, FindingRow]:
    """By item: of what was uploaded to the case, and of what was linked to it from the inbox."""
    uploaded = select(SlateFinding, Item.id).join(Item, Item.id == SlateFinding.item_id)
    linked = select(SlateFinding, RecordingLink.item_id).join(
        RecordingLink, RecordingLink.recording_id == SlateFinding.recording_id
    )
    pairs = [*session.execute(uploaded.where(Item.case_id == case_id))]
    pairs += [*session.execute(linked.where(RecordingLink.case_id == case_id))]
    return {item_id: _finding(row) for row, item_id in pairs}


def _row(row: Slate) -> SlateRow:
    own = {name: getattr(row, name) for name in SlateRow.__dataclass_fields__}
    return SlateRow(**own | {"case_id": CaseId(row.case_id)})


def _finding(row: SlateFinding) -> FindingRow:
    own = {name: getattr(row, name) for name in FindingRow.__dataclass_fields__}
    return FindingRow(**own | {"verdict": Verdict(row.verdict)})
