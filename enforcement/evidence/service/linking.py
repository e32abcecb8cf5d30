"""Hatches for recordings safe in the store before anybody knew the case: the item refers to the same object."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.evidence import queries, rules
from enforcement.evidence.models import Item, UploadSession
from enforcement.evidence.names import CustodyEvent, JobKind, Medium, UploadState
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import jobs, labelling, sealing
from enforcement.evidence.service.custody import remember
from enforcement.evidence.service.sealing import Finding
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A sealed recording: its bytes written, read back and locked at `received_at`, whatever happens to the case."""

    file_name: str
    size: int
    sha256: str
    received_at: datetime
    provided_by: UUID
    found: Finding
    how: str


def may_admit(work: UnitOfWork, case: case_queries.CaseRow, labels: Labels) -> None:
    """Asked for each recording of many before the first becomes an item."""
    labelling.still_open(work, case)
    labelling.check(case, labels, now=work.now)


def admit(work: UnitOfWork, case: case_queries.CaseRow, kept: Kept, *, labels: Labels, by: UUID) -> UUID:
    """The caller holds the case row. Nothing is copied; labels complete from the start are attached at once."""
    may_admit(work, case, labels)
    upload = _session(work, case, kept, labels=labels, by=by)
    item = _item(work, upload, kept)
    _remember(work, item, kept)
    if not labels.missing():
        labelling.attach(work, case, item, labels=labels, by=by)
    if kept.found.medium is not Medium.DOCUMENT and not kept.found.damaged:
        jobs.queue(work, JobKind.DERIVE, case_id=case.id, upload_id=upload.id, item_id=item.id)
    work.seal(item)
    return item.id


def propose(work: UnitOfWork, item_id: UUID, labels: Labels) -> tuple[str, ...]:
    """Words for the labels nobody has said yet; a person confirms them. Returns the names of those filled in."""
    item = work.session.get_one(Item, item_id)
    upload = work.session.get(UploadSession, item.upload_id) if item.upload_id else None
    if upload is None or queries.labels_of(work.session, item_id):
        return ()
    said = Labels.from_text(upload.labels)
    own = {name: getattr(labels, name) for name in (*rules.LABEL_NAMES, "device_no")}
    new = {name: value for name, value in own.items() if value and not getattr(said, name)}
    upload.labels = replace(said, **new).as_text()
    return tuple(new)


def _session(work: UnitOfWork, case: case_queries.CaseRow, kept: Kept, *, labels: Labels, by: UUID) -> UploadSession:
    """What came in is a finished upload like any other, so that everything which asks for one finds it."""
    row = UploadSession(
        id=uuid4(),
        case_id=case.id,
        file_name=kept.file_name,
        size=kept.size,
        fingerprint="",
        labels=labels.as_text(),
        received=kept.size,
        medium=kept.found.medium,
        mime=kept.found.mime,
        sha256=kept.sha256,
        state=UploadState.SEALED,
        refused_reason="",
        created_by=kept.provided_by,
        described_by=by,
        completed_by=kept.provided_by,
        created_at=kept.received_at,
        touched_at=work.now,
        expires_at=work.now + rules.UPLOAD_LIFE,
        completed_at=kept.received_at,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _item(work: UnitOfWork, upload: UploadSession, kept: Kept) -> Item:
    seen = {name: getattr(kept.found, name) for name in Finding.__dataclass_fields__}
    case_id = CaseId(upload.case_id)
    item = Item(
        id=uuid4(),
        case_id=case_id,
        seq=sealing.next_seq(work, case_id),
        upload_id=upload.id,
        kind=rules.usual_kind(kept.found.medium),
        title=kept.file_name,
        size=kept.size,
        sha256=kept.sha256,
        received_at=kept.received_at,
        sealed_at=work.now,
        provided_by=kept.provided_by,
        **seen,
    )
    work.session.add(item)
    work.session.flush()
    return item


def _remember(work: UnitOfWork, item: Item, kept: Kept) -> None:
    came = f"{kept.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} 收到 {kept.size} 字节，SHA-256 {kept.sha256}"
    remember(work, item.id, CustodyEvent.RECEIVED, how=kept.how, result=came, by=kept.provided_by)
    locked = f"锁定至 {item.locked_until:%Y-%m-%d}" if item.locked_until else "已锁定"
    result = f"交存时已写入存储、回读校验一致，{locked}；本次关联案件，内容未复制、未改动"
    remember(work, item.id, CustodyEvent.SEALED, how="由采集箱关联入卷", result=result)
