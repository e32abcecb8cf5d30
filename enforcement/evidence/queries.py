from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import CaseOfficer
from enforcement.evidence import rules
from enforcement.evidence.models import (
    Custody,
    Derivative,
    Item,
    Label,
    MediaJob,
    TextRecord,
    UploadSession,
    Viewing,
)
from enforcement.evidence.names import (
    CustodyEvent,
    DerivativeKind,
    EvidenceKind,
    JobKind,
    JobState,
    Medium,
    TextKind,
    UploadState,
)
from enforcement.evidence.rows import (
    CustodyRow,
    DerivativeRow,
    ItemRow,
    JobRow,
    LabelRow,
    TextRow,
    UploadRow,
    ViewingRow,
)
from enforcement.evidence.rules import Labels
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


def items(session: Session, case_id: CaseId) -> Sequence[ItemRow]:
    found = select(Item).where(Item.case_id == case_id).order_by(Item.seq)
    rows = session.scalars(found).all()
    labels = _latest_labels(session, select(Item.id).where(Item.case_id == case_id))
    copies = _copies(session, case_id)
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


def custody_of(session: Session, item_id: UUID) -> Sequence[CustodyRow]:
    found = select(Custody).where(Custody.item_id == item_id).order_by(Custody.seq)
    plain = ("seq", "by", "at", "how", "why", "result")
    return [
        CustodyRow(event=CustodyEvent(row.event), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def derivatives(session: Session, item_id: UUID) -> Sequence[DerivativeRow]:
    found = select(Derivative).where(Derivative.item_id == item_id).order_by(Derivative.kind, Derivative.version)
    plain = ("version", "object_key", "sha256", "size", "mime", "made_at")
    return [
        DerivativeRow(kind=DerivativeKind(row.kind), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def standing_viewing(session: Session, item_id: UUID, *, viewer_id: UUID, now: datetime) -> ViewingRow | None:
    found = (
        select(Viewing)
        .where(Viewing.item_id == item_id, Viewing.viewer_id == viewer_id, Viewing.expires_at > now)
        .order_by(Viewing.expires_at.desc())
    )
    row = session.scalars(found).first()
    return ViewingRow(**{name: getattr(row, name) for name in ViewingRow.__dataclass_fields__}) if row else None


def running_jobs(session: Session, case_id: CaseId) -> Sequence[JobRow]:
    """Queued, running, and those that could not be done: each is told on the page."""
    found = select(MediaJob).where(MediaJob.case_id == case_id, MediaJob.state != JobState.DONE)
    return [job_row(row) for row in session.scalars(found.order_by(MediaJob.created_at, MediaJob.id))]


def job(session: Session, job_id: UUID) -> JobRow:
    row = session.get(MediaJob, job_id)
    if row is None:
        raise NotFound
    return job_row(row)


def unlabelled_count(session: Session, actor: Actor) -> int:
    """Items without labels in this person's cases: the counter 待补标签 of the desk."""
    labelled = exists().where(Label.item_id == Item.id)
    found = select(func.count()).select_from(Item).where(Item.case_id.in_(_handled_by(actor)), ~labelled)
    return session.scalar(found) or 0


def unfinished_count(session: Session, actor: Actor) -> int:
    """Uploads begun and not ended in this person's cases: the counter 上传中/停滞 of the desk."""
    found = select(func.count()).select_from(UploadSession).where(UploadSession.state == UploadState.OPEN)
    return session.scalar(found.where(UploadSession.case_id.in_(_handled_by(actor)))) or 0


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every object this room knows, with the digest it must have. One pair for bytes that several items share."""
    originals = select(Item.object_key, Item.sha256).where(Item.object_key.is_not(None))
    copies = select(Derivative.object_key, Derivative.sha256)
    for key, sha256 in session.execute(originals.union(copies)):
        yield str(key), str(sha256)


def text_digests(session: Session) -> Iterator[tuple[UUID, str, str]]:
    """Item id, the digest it was frozen with, and the digest of the words as they stand now."""
    found = select(Item.sha256, TextRecord).join(TextRecord, TextRecord.item_id == Item.id)
    for sha256, record in session.execute(found):
        yield record.item_id, sha256, rules.record_digest(record_values(record))


def record_values(row: TextRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TextRow.__dataclass_fields__}


def _handled_by(actor: Actor) -> Select[UUID]:
    return select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id, CaseOfficer.ended_at.is_(None))


def _latest_labels(session: Session, item_ids: Select[UUID]) -> dict[UUID, LabelRow]:
    found = select(Label).where(Label.item_id.in_(item_ids)).order_by(Label.version)
    return {row.item_id: label_row(row) for row in session.scalars(found)}


def _copies(session: Session, case_id: CaseId) -> dict[UUID, tuple[DerivativeKind, ...]]:
    found = select(Derivative.item_id, Derivative.kind).join(Item, Item.id == Derivative.item_id)
    kinds: dict[UUID, tuple[DerivativeKind, ...]] = {}
    for item_id, kind in session.execute(found.where(Item.case_id == case_id)):
        kinds[item_id] = (*kinds.get(item_id, ()), DerivativeKind(kind))
    return kinds


def _item(session: Session, row: Item, *, label: LabelRow | None, copies: tuple[DerivativeKind, ...]) -> ItemRow:
    came = session.get(UploadSession, row.upload_id) if row.upload_id and label is None else None
    own = {name: getattr(row, name) for name in ItemRow.__dataclass_fields__ if hasattr(row, name)}
    enums = {"case_id": CaseId(row.case_id), "kind": EvidenceKind(row.kind), "medium": Medium(row.medium)}
    proposed = Labels.from_text(came.labels) if came else Labels()
    return ItemRow(**own | enums, label=label, proposed=proposed, derivatives=copies)


def label_row(row: Label) -> LabelRow:
    return LabelRow(**{name: getattr(row, name) for name in LabelRow.__dataclass_fields__})


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


def job_row(row: MediaJob) -> JobRow:
    own = {name: getattr(row, name) for name in JobRow.__dataclass_fields__}
    return JobRow(**own | {"case_id": CaseId(row.case_id), "kind": JobKind(row.kind), "state": JobState(row.state)})
