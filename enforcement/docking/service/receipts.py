"""收据: opened with the first new file, one line a file, closed with the digest of its printed text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.docking import queries, rules
from enforcement.docking.models import DockingLine, DockingReceipt, Recording
from enforcement.docking.names import Came, Result
from enforcement.docking.printing import receipt_text
from enforcement.docking.rows import RecordingRow
from enforcement.evidence.service.sealing import Finding
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import SYSTEM, AccountId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages

TAKEN_MEANWHILE = "同一内容的文件已由另一次交存收入，没有重复收入。"


@dataclass(frozen=True, kw_only=True)
class FileSeen:
    """One file as it lay on the device. `path` is relative to what was swept."""

    path: str
    name: str
    size: int
    modified_ns: int
    sha256: str


@use_case(Permission.ADD_EVIDENCE, verb="docking.receipt_opened")
def open_receipt(work: UnitOfWork, *, device_no: str, officer: UUID, came: Came) -> UUID:
    """Or the one a killed sweep left open: it is continued, not begun again."""
    rules.own_hand(officer, work.actor.id, system=work.actor is SYSTEM)
    left = queries.open_receipt(work.session, device_no=device_no, officer_id=officer)
    if left is None:
        row = DockingReceipt(
            id=uuid4(),
            device_no=device_no,
            officer_id=officer,
            came=came,
            opened_by=work.actor.id,
            opened_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
    receipt_id: UUID = left.id if left else row.id
    work.about(receipt=receipt_id, device=device_no, officer=officer, continued=left is not None)
    return receipt_id


@use_case(Permission.ADD_EVIDENCE, verb="docking.recording_received")
def receive_recording(work: UnitOfWork, *, receipt_id: UUID, file: FileSeen, found: Finding) -> UUID:
    """The object lies in the store, read back and locked: now the inbox shows it."""
    receipt = _open(work, receipt_id)
    if queries.kept_digest(work.session, file.sha256):
        raise Stale(TAKEN_MEANWHILE)
    seen = {name: getattr(found, name) for name in Finding.__dataclass_fields__}
    row = Recording(
        id=uuid4(),
        receipt_id=receipt_id,
        device_no=receipt.device_no,
        holder_id=receipt.officer_id,
        file_name=file.name[-200:],
        size=file.size,
        sha256=file.sha256,
        received_at=work.now,
        **seen,
    )
    work.session.add(row)
    _flush_once(work)
    result = Result.DAMAGED if found.damaged else Result.TAKEN
    _line(work, receipt, file, result=result, sentence=found.damaged, recording_id=row.id)
    work.about(receipt=receipt_id, recording=row.id, sha256=file.sha256, size=file.size, device=receipt.device_no)
    work.seal(row)
    return row.id


def _flush_once(work: UnitOfWork) -> None:
    """Two sweeps of the same bytes at one moment: the unique digest lets one of them win."""
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Stale(TAKEN_MEANWHILE) from taken


@use_case(Permission.ADD_EVIDENCE, verb="docking.file_refused")
def refuse_file(work: UnitOfWork, *, receipt_id: UUID, file: FileSeen, reason: str) -> None:
    """Not taken, and said so: the file stays on the device, its name and digest on the receipt."""
    receipt = _open(work, receipt_id)
    _line(work, receipt, file, result=Result.REFUSED, sentence=reason)
    work.about(receipt=receipt_id, sha256=file.sha256, size=file.size, reason=reason)


@use_case(Permission.ADD_EVIDENCE, verb="docking.receipt_closed")
def close_receipt(work: UnitOfWork, *, receipt_id: UUID, known: Sequence[FileSeen] = ()) -> str:
    """`known` were on the device and in the store before. The head of the unit hears of what came late (AV-5)."""
    receipt = _open(work, receipt_id)
    listed = {(line.path, line.sha256) for line in queries.lines_of(work.session, receipt_id)}
    for file in known:
        if (file.path[-300:], file.sha256) not in listed:
            _line(work, receipt, file, result=Result.KNOWN)
    text = receipt_text(work.session, receipt_id, closed_at=work.now)
    receipt.closed_at, receipt.sha256 = work.now, hashlib.sha256(text.encode()).hexdigest()
    work.session.flush()
    late = [row for row in _recordings(work, receipt_id) if row.late]
    _tell_late(work, receipt, late)
    work.about(receipt=receipt_id, sha256=receipt.sha256, late=len(late))
    work.seal(receipt)
    return receipt.sha256


def _open(work: UnitOfWork, receipt_id: UUID) -> DockingReceipt:
    row = work.session.get(DockingReceipt, receipt_id, with_for_update=True, populate_existing=True)
    if row is None or row.closed_at is not None:
        raise Stale("这张收据已经结束，请重新导入。")
    rules.own_hand(row.officer_id, work.actor.id, system=work.actor is SYSTEM)
    return row


def _line(
    work: UnitOfWork,
    receipt: DockingReceipt,
    file: FileSeen,
    *,
    result: Result,
    sentence: str = "",
    recording_id: UUID | None = None,
) -> None:
    last = work.session.scalar(select(func.max(DockingLine.seq)).where(DockingLine.receipt_id == receipt.id)) or 0
    row = DockingLine(
        id=uuid4(),
        receipt_id=receipt.id,
        seq=last + 1,
        path=file.path[-300:],
        size=file.size,
        modified_ns=file.modified_ns,
        sha256=file.sha256,
        result=result,
        sentence=sentence[:300],
        recording_id=recording_id,
    )
    work.session.add(row)
    work.seal(row)


def _recordings(work: UnitOfWork, receipt_id: UUID) -> Sequence[RecordingRow]:
    found = select(Recording.id).where(Recording.receipt_id == receipt_id).order_by(Recording.received_at)
    return [queries.recording(work.session, key) for key in work.session.scalars(found)]


def _tell_late(work: UnitOfWork, receipt: DockingReceipt, late: Sequence[RecordingRow]) -> None:
    if not late:
        return
    person = accounts.person(work.session, receipt.officer_id)
    heads = accounts.people(work.session, role=Role.UNIT_HEAD)
    messages.tell(
        work,
        [AccountId(head.id) for head in heads if person and head.unit_id == person.unit_id],
        key=f"late-receipt:{receipt.id}",
        subject=f"设备 {receipt.device_no} 有 {len(late)} 个音像记录超过二十四小时才交存",
        text=f"{person.name if person else ''}交存的 {len(late)} 个文件，录制结束距交存已超过二十四小时，"
        "已接收并标记，请督促及时交存。",
    )
