"""Making a bundle: read everything, sign the journal, write the papers, bind it all. No lock while bytes move."""

import hashlib
import io
import logging
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from enforcement.archive import bagging, gathering, offline, papers, queries, rules, service
from enforcement.archive.gathering import Snapshot
from enforcement.archive.packing import Archive, Part
from enforcement.archive.queries import BundleRow, StoredFile
from enforcement.archive.service import Packed
from enforcement.audit import service as audit
from enforcement.audit.signing import Signer
from enforcement.evidence.receiving import Opener
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from storage import keys
from storage.errors import ObjectExists, StorageError
from storage.port import ObjectStore

log = logging.getLogger(__name__)

BEAT_SECONDS = 3.0
SIGNING_TRIES = 5  # the case may move on between signing and reading; five times in a row it does not
MISSING = "以下材料在存储中缺失，不能制作，请立即报告执法监督机构：{names}。"


class Runtime(Opener, Protocol):
    @property
    def objects(self) -> ObjectStore: ...

    @property
    def signer(self) -> Signer: ...


def make_due(runtime: Runtime) -> int:
    with runtime.work(SYSTEM, reading=True) as work:
        due = service.due_bundles(work)
    return sum(make(runtime, bundle_id) for bundle_id in due)


def make(runtime: Runtime, bundle_id: UUID) -> bool:
    """False when somebody else has it, or it could not be made; trouble with the store is tried again later."""
    try:
        with runtime.work(SYSTEM) as work:
            bundle = service.take_bundle(work, bundle_id=bundle_id)
        return bundle.state is RequestState.RUNNING and _make(runtime, bundle)
    except Stale:
        return False
    except StorageError as trouble:
        log.warning("bundle %s: %s", bundle_id, type(trouble).__name__)
        return False


def _make(runtime: Runtime, bundle: BundleRow) -> bool:
    try:
        packed = _Maker(runtime, bundle).pack()
    except RuleBroken as refused:
        with runtime.work(SYSTEM) as work:
            service.fail_bundle(work, bundle_id=bundle.id, attempt=bundle.attempt, reason=refused.sentence)
        return False
    with runtime.work(SYSTEM) as work:
        service.finish_bundle(work, bundle_id=bundle.id, attempt=bundle.attempt, packed=packed)
    return True


@dataclass(frozen=True, kw_only=True)
class _Seen:
    size: int
    sha256: str
    crc32: int


@dataclass
class _Maker:
    runtime: Runtime
    bundle: BundleRow
    seen: dict[str, _Seen] = field(default_factory=dict)
    total: int = 0
    passed: int = 0
    beaten: float = 0.0

    def pack(self) -> Packed:
        with self.runtime.work(SYSTEM, reading=True) as work:
            files = queries.stored_files(work.session, self.bundle.case_id)
        self._read(files)
        found = self._gather()
        stored = gathering.stored_files(found)
        self._read([file for _path, file in stored])  # what came in meanwhile; the rest is known
        parts = [self._part(path, file) for path, file in stored]
        parts += [self._keep(path, content) for path, content in papers.payload(found).items()]
        return self._bagged(found, sorted(parts, key=lambda part: part.path))

    def _bagged(self, found: Snapshot, parts: list[Part]) -> Packed:
        """Around the payload: the papers, the checkers, and last the list of all these."""
        around = papers.tags(
            found, digests={part.path: part.sha256 for part in parts}, sizes=[part.size for part in parts]
        )
        tags = [self._keep(path, content) for path, content in (around | offline.checkers()).items()]
        listed = bagging.manifest((tag.path, tag.sha256) for tag in tags)
        last = self._keep(bagging.TAG_MANIFEST, listed.encode())
        folder = bagging.safe_name(f"电子卷宗包-{found.case.shown_number}-{self.bundle.seq}")[:100]
        whole = [*tags, last, *parts]
        return Packed(
            folder=folder,
            parts=whole,
            size=Archive(folder, whole, made_at=found.head.at).size,
            head_size=found.head.size,
            manifest_sha256=last.sha256,
            made_at=found.head.at,
        )

    def _gather(self) -> Snapshot:
        for _ in range(SIGNING_TRIES):
            with self.runtime.work(SYSTEM) as work:
                head = audit.sign_head(work, signer=self.runtime.signer)
            with suppress(Stale), self.runtime.work(SYSTEM, reading=True) as work:
                return gathering.gather(work.session, self.bundle.id, head=head)
        raise Stale

    def _read(self, files: Iterable[StoredFile]) -> None:
        """Every byte once; what is not as it was sealed or issued stops the bundle and is named."""
        unread = {file.key: file for file in files if file.key not in self.seen}
        missing = [file.name for file in unread.values() if not self.runtime.objects.exists(file.key)]
        if missing:
            raise RuleBroken("OBJECT_MISSING", MISSING.format(names="、".join(missing)), basis=rules.RECORD_BASIS)
        self.total += sum(self.runtime.objects.stat(key).size for key in unread)
        self.seen |= {key: self._through(key) for key in unread}
        rules.bytes_are_unchanged([file.name for key, file in unread.items() if self.seen[key].sha256 != file.sha256])

    def _through(self, key: str) -> _Seen:
        digest, crc32, size = hashlib.sha256(), 0, 0
        with self.runtime.objects.read(key) as blocks:
            for block in blocks:
                digest.update(block)
                crc32, size = zlib.crc32(block, crc32), size + len(block)
                self._beat(len(block))
        return _Seen(size=size, sha256=digest.hexdigest(), crc32=crc32)

    def _beat(self, count: int) -> None:
        self.passed += count
        now = time.monotonic()
        if now - self.beaten >= BEAT_SECONDS:
            self.beaten = now
            share = min(99, self.passed * 100 // max(1, self.total))
            with self.runtime.work(SYSTEM) as work:
                service.beat_bundle(work, self.bundle.id, attempt=self.bundle.attempt, progress=share)

    def _part(self, path: str, file: StoredFile) -> Part:
        seen = self.seen[file.key]
        return Part(path=path, object_key=file.key, size=seen.size, sha256=seen.sha256, crc32=seen.crc32)

    def _keep(self, path: str, content: bytes) -> Part:
        """Content addressed: the checkers lie once for all bundles, and a second try finds its papers there."""
        sha256 = hashlib.sha256(content).hexdigest()
        key = keys.checked(f"bundles/{sha256}")
        if not self.runtime.objects.exists(key):
            with suppress(ObjectExists):
                self.runtime.objects.put(
                    key, io.BytesIO(content), size=len(content), content_type="application/octet-stream"
                )
        return Part(path=path, object_key=key, size=len(content), sha256=sha256, crc32=zlib.crc32(content))
