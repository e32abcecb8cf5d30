"""归档 in two steps: gigabytes are read back while nothing is locked, then one short unit of work binds the result."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from enforcement.archive import queries, service
from enforcement.archive.queries import ArchivingRow, StoredFile
from enforcement.archive.rules import Retention
from enforcement.archive.service import ReadBack
from enforcement.evidence.receiving import Opener
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM, Actor, CaseId
from storage.errors import ObjectMissing, StorageError
from storage.port import ObjectStore

log = logging.getLogger(__name__)

BEAT_SECONDS = 3.0


def archive_due(runtime: Opener) -> int:
    with runtime.work(SYSTEM, reading=True) as work:
        due = service.due_archivings(work)
    return sum(carry_out(runtime, archiving_id) for archiving_id in due)


def carry_out(runtime: Opener, archiving_id: UUID) -> bool:
    """False when somebody else has it, or the file cannot be put away; trouble with the store is tried again later."""
    try:
        _carry_out(runtime, archiving_id)
    except (Stale, RuleBroken):  # what was refused is on record with its reason
        return False
    except StorageError as trouble:
        log.warning("archiving %s: %s", archiving_id, type(trouble).__name__)
        return False
    return True


def put_away(opener: Opener, actor: Actor, case_id: CaseId, *, retention: Retention, endnote: str = "") -> str:
    """Both steps at once, for a caller that can wait. Answers the number of the file."""
    with opener.work(actor) as work:
        archiving_id = service.request_archiving(work, case_id, retention=retention, endnote=endnote)
    return _carry_out(opener, archiving_id)


def _carry_out(runtime: Opener, archiving_id: UUID) -> str:
    with runtime.work(SYSTEM) as work:
        asked = service.take_archiving(work, archiving_id=archiving_id)
    if asked.state is not RequestState.RUNNING:
        raise Stale
    try:
        return _read_and_bind(runtime, asked)
    except RuleBroken as refused:
        with runtime.work(SYSTEM) as work:
            service.refuse_archiving(work, archiving_id=asked.id, attempt=asked.attempt, reason=refused.sentence)
        raise


def _read_and_bind(runtime: Opener, asked: ArchivingRow) -> str:
    with runtime.work(SYSTEM, reading=True) as work:
        files, objects = queries.stored_files(work.session, asked.case_id), work.objects
    read = list(read_back(objects, files, passed=_Pulse(runtime, asked, total=_bytes(objects, files)).passed))
    with runtime.work(SYSTEM) as work:
        return service.archive_case(work, archiving_id=asked.id, attempt=asked.attempt, read=read)


def read_back(
    objects: ObjectStore, files: Iterable[StoredFile], *, passed: Callable[[int], None] = lambda _count: None
) -> Iterator[ReadBack]:
    for file in files:
        yield ReadBack(file=file, found=_found(objects, file.key, passed))


def _found(objects: ObjectStore, key: str, passed: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    try:
        with objects.read(key) as blocks:
            for block in blocks:
                digest.update(block)
                passed(len(block))
    except ObjectMissing:
        return ""
    return digest.hexdigest()


def _bytes(objects: ObjectStore, files: Iterable[StoredFile]) -> int:
    return sum(objects.stat(file.key).size for file in files if objects.exists(file.key))


@dataclass
class _Pulse:
    """Tells the page how far it is, and keeps the lease."""

    runtime: Opener
    asked: ArchivingRow
    total: int
    done: int = 0
    beaten: float = 0.0

    def passed(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if now - self.beaten >= BEAT_SECONDS:
            self.beaten = now
            share = min(99, self.done * 100 // max(1, self.total))
            with self.runtime.work(SYSTEM) as work:
                service.beat_archiving(work, self.asked.id, attempt=self.asked.attempt, progress=share)
