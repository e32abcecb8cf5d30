from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from enforcement.evidence.models import (
    Item,
    Label,
    TextRecord,
    UploadSession,
)
from enforcement.evidence.names import (
    DerivativeKind,
    EvidenceKind,
    Medium,
    TextKind,
)
from enforcement.evidence.queries.copies import copies_in, derivatives
from enforcement.evidence.queries.mine import handled_by
from enforcement.evidence.rows import (
    ItemRow,
    LabelRow,
    TextRow,
)
from enforcement.evidence.rules import Labels
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId


def items(session: Session, case_id: CaseId) -> Sequence[ItemRow]:
    found = select(Item).where(Item.case_id == case_id).order_by(Item.seq)
    rows = session.scalars(found).all()
    labels = _latest_labels(session, select(Item.id).where(Item.case_id == case_id))
    copies = copies_in(session, case_id)
    return [_item(session, row, label=labels.get(row.id), copies=copies.get(row.id, ())) for row in rows]


def item(session: Session, item_id: UUID) -> ItemRow:
    row = session.get(Item, item_id)
    if row is None:
        raise NotFound
    kinds = tuple(copy.kind for copy in derivatives(session, item_id))
    return _item(session, row, label=next(iter(labels_of(session, item_id)), None), copies=kinds)


def item_in_case(session: Session, case_id: CaseId, item_id: UUID) -> ItemRow:
    row = item(session, item_id)
    if row.case_id != case_id:
        raise NotFound
    return row


def text_of(session: Session, item_id: UUID) -> TextRow | None:
    row = session.get(TextRecord, item_id)
    if row is None:
        return None
    return TextRow(**record_values(row) | {"text_kind": TextKind(row.text_kind)})


def labels_of(session: Session, item_id: UUID) -> Sequence[LabelRow]:
    """Every version, the one in force first."""
    found = select(Label).where(Label.item_id == item_id).order_by(Label.version.desc())
    return [label_row(row) for row in session.scalars(found)]


def unlabelled_count(session: Session, actor: Actor) -> int:
    """Items without labels in this person's cases: the counter 待补标签 of the desk."""
    labelled = exists().where(Label.item_id == Item.id)
    found = select(func.count()).select_from(Item).where(Item.case_id.in_(handled_by(actor)), ~labelled)
    return session.scalar(found) or 0


def record_values(row: TextRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TextRow.__dataclass_fields__}


def _latest_labels(session: Session, item_ids: Select[UUID]) -> dict[UUID, LabelRow]:
    found = select(Label).where(Label.item_id.in_(item_ids)).order_by(Label.version)
    return {row.item_id: label_row(row) for row in session.scalars(found)}


def _item(session: Session, row: Item, *, label: LabelRow | None, copies: tuple[DerivativeKind, ...]) -> ItemRow:
    came = session.get(UploadSession, row.upload_id) if row.upload_id and label is None else None
    own = {name: getattr(row, name) for name in ItemRow.__dataclass_fields__ if hasattr(row, name)}
    enums = {"case_id": CaseId(row.case_id), "kind": EvidenceKind(row.kind), "medium": Medium(row.medium)}
    proposed = Labels.from_text(came.labels) if came else Labels()
    return ItemRow(**own | enums, label=label, proposed=proposed, derivatives=copies)


def label_row(row: Label) -> LabelRow:
    return LabelRow(**{name: getattr(row, name) for name in LabelRow.__dataclass_fields__})
