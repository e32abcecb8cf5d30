"""Upload sessions: begun, continued, described, ended. The bytes themselves never pass through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID, uuid4

from sqlalchemy import select, update

from enforcement.accounts import service as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.models import UploadPlace, UploadSession
from enforcement.evidence.names import EvidenceKind, JobKind, Medium, UploadState
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.rules import Labels, Place
from enforcement.evidence.service import jobs, labelling
from enforcement.kernel.errors import NotFound, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from storage.errors import Refusal
from storage.media.sniff import ACCEPTED, ALSO_WRITTEN


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """`fingerprint` is the client's (name and change time, or a digest of the first part). Empty: never continued."""

    name: str
    size: int
    fingerprint: str = ""


@dataclass(frozen=True, kw_only=True)
class Space:
    """Bytes: the largest single file, what the disk has left beyond its reserve, and the quotas (0: no limit)."""

    largest: int
    free: int
    officer_quota: int = 0
    case_quota: int = 0


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the first bytes show the file to be."""

    medium: Medium
    mime: str


@use_case(Permission.ADD_EVIDENCE, verb="evidence.upload_opened")
def open_upload(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    file: FileFacts,
    space: Space,
    kind: EvidenceKind | None = None,
    labels: Labels | None = None,
    place: Place | None = None,
) -> UploadRow:
    """Begin, or find what was begun: one file of one case is one session, whoever of the team continues it."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    labelling.still_open(work, case)
    said = labels or Labels()
    labelling.check(case, said, now=work.now)
    row = _unfinished(work, case_id, file)
    continued = row is not None
    if row is None:
        _acceptable(work, case_id, file=file, space=space)
        row = _new(work, case_id, file, kind=kind, labels=said)
    elif labels is not None:
        _describe(work, row, kind=kind, labels=said)
    work.about(case_id, upload=row.id, size=row.size, received=row.received, continued=continued)
    if place is not None:
        _note_place(work, row, place)
    return queries.upload_row(row)


def _unfinished(work: UnitOfWork, case_id: CaseId, file: FileFacts) -> UploadSession | None:
    if not file.fingerprint:
        return None
    return work.session.scalar(
        select(UploadSession).where(
            UploadSession.case_id == case_id,
            UploadSession.size == file.size,
            UploadSession.fingerprint == file.fingerprint,
            UploadSession.state == UploadState.OPEN,
        )
    )


def _note_place(work: UnitOfWork, row: UploadSession, place: Place) -> None:
    """For each device that begins or continues: the first may have stood at the scene, the second in the office."""
    told = UploadPlace(
        id=uuid4(),
        upload_id=row.id,
        source=place.source,
        coordinates=place.coordinates,
        accuracy_m=place.accuracy_m,
        by=work.actor.id,
        at=work.now,
    )
    work.session.add(told)
    work.seal(told)


def _acceptable(work: UnitOfWork, case_id: CaseId, *, file: FileFacts, space: Space) -> None:
    """The case row is held and now the officer's too: two files opened in one instant do not pass a quota together."""
    accounts.hold_account(work, work.actor.id)
    promised = queries.promised_bytes(work.session)
    rules.enough_room(file.size, largest=space.largest, free=space.free, promised=promised)
    rules.within_quota(
        file.size,
        officer=(queries.officer_bytes(work.session, work.actor.id), space.officer_quota),
        case=(queries.case_bytes(work.session, case_id), space.case_quota),
    )
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    if ALSO_WRITTEN.get(extension, extension) not in ACCEPTED:
        raise RuleBroken("CONTENT_REFUSED", Refusal.NAME_UNKNOWN.sentence, basis=rules.KEPT)


def _new(
    work: UnitOfWork, case_id: CaseId, file: FileFacts, *, kind: EvidenceKind | None, labels: Labels
) -> UploadSession:
    row = UploadSession(
        id=uuid4(),
        case_id=case_id,
        file_name=_plain_name(file.name),
        size=file.size,
        fingerprint=file.fingerprint[: rules.LARGEST_NAME],
        kind=kind,
        labels=labels.as_text(),
        received=0,
        state=UploadState.OPEN,
        refused_reason="",
        created_by=work.actor.id,
        described_by=work.actor.id,
        created_at=work.now,
        touched_at=work.now,
        expires_at=work.now + rules.UPLOAD_LIFE,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _plain_name(name: str) -> str:
    """A name to show, never a path: separators and what does not print are left out, the ending stays."""
    shown = "".join(letter for letter in name if letter.isprintable() and letter not in "/\\")
    return shown[-rules.LARGEST_NAME :]


def upload_to_continue(work: UnitOfWork, upload_id: UUID) -> UploadRow:
    """Hatch: the session, for one of the team, as long as it takes more bytes."""
    row = queries.upload_for(work.session, work.actor, upload_id)
    cases.handler_only(work, case_queries.get(work.session, row.case_id))
    rules.may_continue(row.state)
    return row


def upload_standing(work: UnitOfWork, upload_id: UUID) -> UploadRow:
    """Hatch: how far it is, for a sender already asked who they are."""
    row = queries.upload(work.session, upload_id)
    rules.may_continue(row.state)
    return row


def note_received(
    work: UnitOfWork, upload_id: UUID, *, before: int, after: int, content: Content | None = None
) -> None:
    """Hatch: a receipt for bytes that lie on the disk. Transport, not an act: the journal keeps begin and end."""
    known = {"medium": content.medium, "mime": content.mime} if content else {}
    counted = (
        update(UploadSession)
        .where(UploadSession.id == upload_id, UploadSession.state == UploadState.OPEN, UploadSession.received == before)
        .values(received=after, touched_at=work.now, expires_at=work.now + rules.UPLOAD_LIFE, **known)
        .returning(UploadSession.id)
    )
    if work.session.execute(counted).scalar_one_or_none() is None:
        raise Stale("另一处正在上传同一文件，这一段没有记入；请从服务器已收到的位置继续。")


@use_case(Permission.ADD_EVIDENCE, verb="evidence.upload_received")
def complete_upload(
    work: UnitOfWork, upload_id: UUID, *, before: int, sha256: str, content: Content | None = None
) -> None:
    """The last byte is on the disk: receipt, end of the session and the sealing job are one transaction."""
    row = _mine(work, upload_id)
    note_received(work, upload_id, before=before, after=row.size, content=content)
    work.session.refresh(row)
    row.state, row.sha256 = UploadState.RECEIVED, sha256
    row.completed_at, row.completed_by = work.now, work.actor.id
    jobs.queue(work, JobKind.SEAL, case_id=CaseId(row.case_id), upload_id=row.id)
    work.about(CaseId(row.case_id), upload=row.id, size=row.size, sha256=sha256)


@use_case(Permission.ADD_EVIDENCE, verb="evidence.upload_refused")
def refuse_upload(work: UnitOfWork, upload_id: UUID, *, reason: str) -> None:
    """The bytes are not what may come in; the caller removes them once this is on record."""
    row = _mine(work, upload_id)
    row.state, row.refused_reason = UploadState.REFUSED, reason
    work.about(CaseId(row.case_id), upload=row.id, reason=reason)


@use_case(Permission.ADD_EVIDENCE, verb="evidence.upload_cancelled")
def cancel_upload(work: UnitOfWork, upload_id: UUID) -> None:
    """Ended by the team before it became evidence. Nothing is left but this record."""
    row = _mine(work, upload_id)
    row.state = UploadState.CANCELLED
    work.about(CaseId(row.case_id), upload=row.id, received=row.received)


def _mine(work: UnitOfWork, upload_id: UUID) -> UploadSession:
    known = queries.upload(work.session, upload_id)
    cases.handler_only(work, cases.lock(work, known.case_id))
    row = work.session.get_one(UploadSession, upload_id, with_for_update=True, populate_existing=True)
    rules.may_continue(UploadState(row.state))
    return row


@use_case(Permission.ADD_EVIDENCE, verb="evidence.upload_described")
def describe_upload(
    work: UnitOfWork, case_id: CaseId, *, upload_id: UUID, kind: EvidenceKind | None, labels: Labels
) -> None:
    """Labels given while the bytes are still on their way; they take effect when the item is sealed."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    row = work.session.get(UploadSession, upload_id, populate_existing=True)
    if row is None or row.case_id != case_id:
        raise NotFound
    if row.state not in {UploadState.OPEN, UploadState.RECEIVED}:
        raise RuleBroken("UPLOAD_ENDED", "这次上传已经结束，请在证据上直接标注。", basis=rules.KEPT)
    labelling.check(case, labels, now=work.now)
    _describe(work, row, kind=kind, labels=labels)
    work.about(case_id, upload=upload_id)


def _describe(work: UnitOfWork, row: UploadSession, *, kind: EvidenceKind | None, labels: Labels) -> None:
    row.labels, row.kind, row.described_by = labels.as_text(), kind or row.kind, work.actor.id


def overdue_uploads(work: UnitOfWork) -> Sequence[UUID]:
    """Sessions nobody continued in time."""
    found = select(UploadSession.id).where(UploadSession.state == UploadState.OPEN, UploadSession.expires_at < work.now)
    return work.session.scalars(found.order_by(UploadSession.expires_at)).all()


@use_case(Permission.RUN_JOBS, verb="evidence.upload_expired")
def expire_upload(work: UnitOfWork, *, upload_id: UUID) -> None:
    known = queries.upload(work.session, upload_id)
    cases.lock(work, known.case_id)
    row = work.session.get_one(UploadSession, upload_id, with_for_update=True, populate_existing=True)
    if row.state != UploadState.OPEN or row.expires_at >= work.now:
        raise Stale
    row.state = UploadState.EXPIRED
    work.about(known.case_id, upload=upload_id, received=row.received)


def keeps_bytes(work: UnitOfWork, upload_id: UUID) -> bool:
    """Hatch: whether the staged bytes of this session are still needed."""
    row = work.session.get(UploadSession, upload_id)
    return row is not None and row.state in {UploadState.OPEN, UploadState.RECEIVED}
