"""A device's folder into the inbox: each file once, nothing in the folder changed, a receipt for what is new."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from enforcement.docking import queries, service
from enforcement.docking.copying import Copy, Found, StillWritten, digest_of
from enforcement.docking.keeping import keep
from enforcement.docking.names import RESULT_NAMES, Came, Result
from enforcement.docking.rows import LineRow
from enforcement.docking.searching import look_at
from enforcement.docking.service import FileSeen, Showing
from enforcement.evidence import queries as evidence
from enforcement.evidence import rules
from enforcement.evidence.names import Medium
from enforcement.evidence.pulse import Runtime
from enforcement.evidence.service import Finding
from enforcement.evidence.staging import Busy, free_bytes
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM, Actor
from storage.errors import MediaRefused, StorageError
from storage.media.sniff import ContentType, sniff_file

GROWING = "文件在读取时仍在写入，这次没有收；写完以后再导入。"
BUSY = "另一处正在导入这个文件，这次没有重复。"
UNREADABLE = "读取设备上的这个文件时出错，没有收；请检查设备或读卡器后再导入。"
STORE_TROUBLE = "存储暂时无法读写，这个文件没有收完；恢复后再导入会从断点继续。"
SEARCHED = (Medium.VIDEO, Medium.PICTURE)

Told = Callable[[int], None]


def nobody(_count: int) -> None:
    """For sweeps nobody watches."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of one file, for whoever reads along. `lasting`: it stands on the receipt, or stood on one before."""

    result: Result
    relative: str
    size: int
    sha256: str = ""
    sentence: str = ""
    lasting: bool = True
    recording_id: UUID | None = None

    @property
    def printed(self) -> str:
        parts = (RESULT_NAMES[self.result], self.sha256 or "-", str(self.size), self.relative, self.sentence)
        return "\t".join(part for part in parts if part)


@dataclass(kw_only=True)
class Sweep:
    """One folder of one device. `actor` acts, `officer` answers for the recordings; by the clock, SYSTEM acts."""

    runtime: Runtime
    actor: Actor
    officer: UUID
    device_no: str
    came: Came
    receipt_id: UUID | None = None
    _known: list[FileSeen] = field(default_factory=list)

    def bring(self, found: Found, told: Told = nobody) -> Line:
        """One file, whatever is wrong with it; the next one is not kept waiting."""
        try:
            return self._bring(found, told)
        except StillWritten:
            return _trouble(found, GROWING)
        except Busy:
            return _trouble(found, BUSY)
        except StorageError:
            return _trouble(found, STORE_TROUBLE)
        except OSError:
            return _trouble(found, UNREADABLE)

    def end(self) -> str | None:
        """Close the receipt, if anything new came; its digest."""
        if self.receipt_id is None:
            return None
        with self.runtime.work(self.actor) as work:
            return service.close_receipt(work, receipt_id=self.receipt_id, known=self._known)

    def _bring(self, found: Found, told: Told) -> Line:
        refused = self._not_acceptable(found)
        if isinstance(refused, str):
            return self._refused(found, refused, told)
        if self._seen(found) is not None:
            sha256 = digest_of(found.path, told)
            if self._kept(sha256):
                return self._had(found, sha256)
        return self._copied(found, refused, told)

    def _not_acceptable(self, found: Found) -> str | ContentType:
        """The content type; or why it may not come in, in a sentence."""
        copy, settings = self._copy(found), self.runtime.settings
        try:
            with self.runtime.work(SYSTEM, reading=True) as work:
                promised = evidence.promised_bytes(work.session)
            free = free_bytes(settings.staging_dir, reserve=settings.storage_reserve_bytes) + copy.begun
            rules.enough_room(found.size, largest=settings.max_upload_bytes, free=free, promised=promised)
            return sniff_file(found.path, name=found.path.name)
        except RuleBroken as broken:
            return broken.sentence
        except MediaRefused as refused:
            return refused.sentence

    def _copied(self, found: Found, content: ContentType, told: Told) -> Line:
        copy = self._copy(found)
        with copy.held() as file:
            sha256 = copy.complete(file, told)
            if self._kept(sha256):
                copy.remove()
                return self._had(found, sha256)
            finding = keep(self.runtime, copy.path, sha256=sha256, content=content)
            line = self._received(_seen_as(found, sha256), finding)
            if line.recording_id is not None and finding.medium in SEARCHED:
                showing = Showing(
                    object_key=finding.object_key,
                    sha256=sha256,
                    medium=finding.medium,
                    recording_id=line.recording_id,
                )
                look_at(self.runtime, showing, copy.path)
            copy.remove()
        return line

    def _received(self, file: FileSeen, finding: Finding) -> Line:
        receipt_id = self._receipt()
        try:
            with self.runtime.work(self.actor) as work:
                recording_id = service.receive_recording(work, receipt_id=receipt_id, file=file, found=finding)
        except Stale as faster:
            return Line(
                result=Result.KNOWN, relative=file.path, size=file.size, sha256=file.sha256, sentence=faster.sentence
            )
        return Line(
            result=Result.DAMAGED if finding.damaged else Result.TAKEN,
            relative=file.path,
            size=file.size,
            sha256=file.sha256,
            sentence=finding.damaged,
            recording_id=recording_id,
        )

    def _refused(self, found: Found, reason: str, told: Told) -> Line:
        """Noted once; on later sweeps it is only said again."""
        sha256 = digest_of(found.path, told)
        before = self._seen(found)
        if before is None or before.sha256 != sha256:
            receipt_id = self._receipt()
            with self.runtime.work(self.actor) as work:
                service.refuse_file(work, receipt_id=receipt_id, file=_seen_as(found, sha256), reason=reason)
        return Line(result=Result.REFUSED, relative=found.relative, size=found.size, sha256=sha256, sentence=reason)

    def _had(self, found: Found, sha256: str) -> Line:
        """The clock notes it, so as not to read the same file again every minute; a command says it each time."""
        if self.came is Came.FOLDER:
            self._receipt()
        self._known.append(_seen_as(found, sha256))
        return Line(result=Result.KNOWN, relative=found.relative, size=found.size, sha256=sha256)

    def _receipt(self) -> UUID:
        """Opened with the first thing worth noting: a sweep that finds nothing new leaves no trace."""
        if self.receipt_id is None:
            with self.runtime.work(self.actor) as work:
                self.receipt_id = service.open_receipt(
                    work, device_no=self.device_no, officer=self.officer, came=self.came
                )
        return self.receipt_id

    def _copy(self, found: Found) -> Copy:
        return Copy(self.runtime.settings.staging_dir, found, device_no=self.device_no)

    def _kept(self, sha256: str) -> bool:
        with self.runtime.work(SYSTEM, reading=True) as work:
            return queries.kept_digest(work.session, sha256)

    def _seen(self, found: Found) -> LineRow | None:
        with self.runtime.work(SYSTEM, reading=True) as work:
            return queries.line_seen(
                work.session,
                device_no=self.device_no,
                path=found.relative[-300:],
                size=found.size,
                modified_ns=found.modified_ns,
            )

    def seen_before(self, found: Found) -> bool:
        """By name, size and time of change alone: enough for the clock, which looks again every minute."""
        return self._seen(found) is not None


def files_in(folder: Path) -> Iterator[Found]:
    """Whatever lies there, in one order; links out of the folder are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield Found.at(path, folder)


def _seen_as(found: Found, sha256: str) -> FileSeen:
    return FileSeen(
        path=found.relative,
        name=found.path.name,
        size=found.size,
        modified_ns=found.modified_ns,
        sha256=sha256,
    )


def _trouble(found: Found, sentence: str) -> Line:
    """Of the moment, not of the file: it stands on no receipt and is tried again."""
    return Line(result=Result.REFUSED, relative=found.relative, size=found.size, sentence=sentence, lasting=False)
