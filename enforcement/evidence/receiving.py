"""One part of an upload: bytes to the disk first, then a receipt. No unit of work is open while bytes travel."""

import hashlib
import hmac
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar
from uuid import UUID

from enforcement.evidence import rules, service
from enforcement.evidence.lines import LINES, Line
from enforcement.evidence.names import Medium
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.service import Content
from enforcement.evidence.staging import PREFIXES, Busy, Staged
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.settings import Settings
from storage.digest import BLOCK
from storage.errors import MediaRefused
from storage.media.sniff import HEAD_SIZE, sniff

if TYPE_CHECKING:
    from hashlib import _Hash

LOST = "服务器上已收到的部分不完整，请重新选择文件，从头上传。"
RECEIPT_EVERY = 64 * 1024 * 1024  # a long part is receipted on the way, so that a crash costs no more than this
RECEIPT_AFTER = 15.0  # seconds: over a slow line too, everybody sees that it moves, and its session does not grow idle

Outcome = TypeVar("Outcome")


class Opener(Protocol):
    """What is needed of the composition root."""

    @property
    def settings(self) -> Settings: ...

    def work(self, actor: Actor, *, reading: bool = False) -> AbstractContextManager[UnitOfWork]: ...


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """The sender's own digest of this part (tus checksum extension)."""

    algorithm: str
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class Part:
    """`length` as announced, or None when the sender did not say. `moving` is called now and then while bytes come."""

    offset: int
    length: int | None
    read: Callable[[int], bytes]
    checksum: Checksum | None = None
    line: Line = field(default_factory=Line)
    moving: Callable[[], object] = lambda: None


def receive(opener: Opener, actor: Actor, upload_id: UUID, *, part: Part) -> int:
    """Returns how far the upload now is. What came before an interruption is kept."""
    with opener.work(actor, reading=True) as work:
        service.upload_to_continue(work, upload_id)
    staged = Staged(opener.settings.staging_dir, upload_id)
    return _in_turn(staged, lambda: _receive(opener, actor, staged, part=part))


def _in_turn(staged: Staged, act: Callable[[], Outcome]) -> Outcome:
    """Busy while another connection sends; one that has fallen silent is made to let go first."""
    try:
        return act()
    except Busy:
        if not LINES.let_go(staged.upload_id, call=staged.call):
            raise
    return act()


def _receive(opener: Opener, actor: Actor, staged: Staged, *, part: Part) -> int:
    upload_id = staged.upload_id
    with staged.held() as file, LINES.taken(upload_id, part.line, call=staged.call):
        with opener.work(actor, reading=True) as work:  # again, now that nobody else can move it
            upload = service.upload_standing(work, upload_id)
        rules.fits(part.offset, received=upload.received, coming=part.length or 0, size=upload.size)
        return _Receiving(opener, actor, upload, staged=staged, file=file).take(part)


class _Receiving:
    def __init__(self, opener: Opener, actor: Actor, upload: UploadRow, *, staged: Staged, file: BinaryIO) -> None:
        self._opener, self._actor, self._upload = opener, actor, upload
        self._staged, self._file = staged, file
        self._receipted = self._at = upload.received
        self._content: Content | None = None
        self._told = monotonic()

    def take(self, part: Part) -> int:
        self._must_be_there()
        self._file.truncate(self._at)
        self._file.seek(self._at)
        whole = PREFIXES.upto(self._upload.id, self._staged.path, self._at)
        own = hashlib.new(part.checksum.algorithm, usedforsecurity=False) if part.checksum else None
        while block := part.read(min(BLOCK, self._upload.size - self._at)):
            self._write(block, whole, own)
            if self._is_time():
                part.moving()
                if own is None:
                    self._receipt(whole)
        if part.length is None and part.read(1):
            rules.fits(self._at, received=self._at, coming=1, size=self._upload.size)
        self._must_match(part, own)
        self._receipt(whole)
        return self._at

    def _must_be_there(self) -> None:
        """Bytes we gave a receipt for and no longer have (disk lost) are never replaced by zeros."""
        if os.fstat(self._file.fileno()).st_size < self._at:
            raise self._refuse(LOST)

    def _write(self, block: bytes, whole: "_Hash", own: "_Hash | None") -> None:
        self._file.write(block)
        self._at += len(block)
        for digest in filter(None, (whole, own)):
            digest.update(block)

    def _is_time(self) -> bool:
        now = monotonic()
        due = now - self._told >= RECEIPT_AFTER or self._at - self._receipted >= RECEIPT_EVERY
        self._told = now if due else self._told
        return due

    def _must_match(self, part: Part, own: "_Hash | None") -> None:
        """A damaged part is dropped whole; the sender tries it again from the last receipt."""
        if own is not None and part.checksum and not hmac.compare_digest(own.digest(), part.checksum.digest):
            raise RuleBroken("CHECKSUM", "这一段在传输中受损（校验值不符），没有写入，请重新发送。", basis=rules.KEPT)

    def _receipt(self, whole: "_Hash") -> None:
        if self._at == self._receipted:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        content = self._recognised()
        with self._opener.work(self._actor) as work:
            if self._at == self._upload.size:
                service.complete_upload(
                    work, self._upload.id, before=self._receipted, sha256=whole.hexdigest(), content=content
                )
            else:
                service.note_received(work, self._upload.id, before=self._receipted, after=self._at, content=content)
        self._receipted = self._at
        self._remember(whole)

    def _remember(self, whole: "_Hash") -> None:
        if self._at == self._upload.size:
            PREFIXES.forget(self._upload.id)
        else:
            PREFIXES.keep(self._upload.id, self._at, whole)

    def _recognised(self) -> Content | None:
        """As soon as the beginning is there: a wrong file is refused after its first part, not after its last."""
        known = self._upload.medium or self._content
        if known or (self._at < HEAD_SIZE and self._at < self._upload.size):
            return None
        self._file.seek(0)
        head = self._file.read(HEAD_SIZE)
        self._file.seek(self._at)
        try:
            found = sniff(self._upload.file_name, head)
        except MediaRefused as refused:
            raise self._refuse(refused.sentence) from refused
        self._content = Content(medium=Medium(found.kind.value), mime=found.mime)
        return self._content

    def _refuse(self, sentence: str) -> RuleBroken:
        with self._opener.work(self._actor) as work:
            service.refuse_upload(work, self._upload.id, reason=sentence)
        self._staged.remove()
        return RuleBroken("CONTENT_REFUSED", sentence, basis=rules.KEPT)


def cancel(opener: Opener, actor: Actor, upload_id: UUID) -> None:
    """Termination leaves no residue: on record first, then the bytes go. A dead connection does not prevent it."""
    staged = Staged(opener.settings.staging_dir, upload_id)
    _in_turn(staged, lambda: _cancel(opener, actor, staged))


def _cancel(opener: Opener, actor: Actor, staged: Staged) -> None:
    with staged.held():
        with opener.work(actor) as work:
            service.cancel_upload(work, staged.upload_id)
        staged.remove()
