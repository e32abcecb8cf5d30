"""What becomes of received bytes, outside any unit of work. Every step may be repeated; a kill loses nothing."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from enforcement.evidence import queries, service
from enforcement.evidence.copying import cut, mark, playing_copy
from enforcement.evidence.deriving import derive
from enforcement.evidence.marking import words
from enforcement.evidence.names import CopyKind, JobKind, JobState
from enforcement.evidence.pulse import Pulse, Runtime
from enforcement.evidence.putting import put_original
from enforcement.evidence.rows import JobRow
from enforcement.evidence.staging import Busy, Staged, staged_uploads
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from storage.errors import MediaLimit, MediaRefused, ObjectMissing, StorageError, StoreUnavailable
from storage.media.tools import Tools

log = logging.getLogger(__name__)

STORE_TROUBLE = "存储暂时无法读写，稍后自动重试；已收到的内容没有丢失。"
DISK_TROUBLE = "服务器磁盘暂时无法读写，稍后自动重试；已收到的内容没有丢失。"


def run_media_job(runtime: Runtime, job_id: UUID) -> bool:
    """Take one job, do it, say how it ended. False when somebody else has it, or it could not be done."""
    try:
        with runtime.work(SYSTEM) as work:
            job = service.take_job(work, job_id=job_id)
        if job.state is not JobState.RUNNING:
            return False
        with Pulse(runtime, job) as pulse:
            return _work_on(runtime, job, pulse)
    except Stale:
        return False


def _work_on(runtime: Runtime, job: JobRow, pulse: Pulse) -> bool:
    try:
        WORK[job.kind](runtime, job, pulse)
    except (MediaRefused, MediaLimit) as refused:
        return _failed(runtime, job, code=type(refused).__name__, sentence=refused.sentence, final=True)
    except StoreUnavailable as outage:
        log.warning("media job %s waits for the store: %s", job.id, outage)
        return _postponed(runtime, job)
    except StorageError as trouble:
        log.warning("media job %s: %s", job.id, type(trouble).__name__)
        return _failed(runtime, job, code=type(trouble).__name__, sentence=STORE_TROUBLE)
    except OSError as trouble:
        log.warning("media job %s: %s", job.id, type(trouble).__name__)
        return _failed(runtime, job, code="DISK", sentence=DISK_TROUBLE)
    return True


def _postponed(runtime: Runtime, job: JobRow) -> bool:
    with runtime.work(SYSTEM) as work:
        service.postpone_job(work, job_id=job.id, attempt=job.attempt, code="StoreUnavailable")
    return False


def _failed(runtime: Runtime, job: JobRow, *, code: str, sentence: str, final: bool = False) -> bool:
    with runtime.work(SYSTEM) as work:
        service.fail_job(work, job_id=job.id, attempt=job.attempt, code=code, sentence=sentence, final=final)
    return False


def _seal(runtime: Runtime, job: JobRow, pulse: Pulse) -> None:
    """Bytes first, then the record: nothing is visible before it lies in the store, read back and locked."""
    staged = Staged(runtime.settings.staging_dir, job.upload_id)
    try:
        with runtime.work(SYSTEM, reading=True) as work:
            upload = service.upload_to_seal(work, job.upload_id)
        with _workplace(runtime, job) as folder:
            finding = put_original(runtime, upload, staged=staged, folder=folder, pulse=pulse)
        with runtime.work(SYSTEM) as work:
            service.seal_item(work, job_id=job.id, attempt=job.attempt, finding=finding)
    except RuleBroken as refused:
        with runtime.work(SYSTEM) as work:
            service.refuse_sealing(work, job_id=job.id, attempt=job.attempt, reason=refused.sentence)
    staged.remove()


def _derive(runtime: Runtime, job: JobRow, pulse: Pulse) -> None:
    with runtime.work(SYSTEM, reading=True) as work:
        item = queries.item(work.session, job.item_id or job.id)
    with _workplace(runtime, job) as folder:
        made = derive(runtime.objects, item, folder, tools=_tools(runtime), on_progress=pulse.at)
    with runtime.work(SYSTEM) as work:
        service.finish_derivation(work, job_id=job.id, attempt=job.attempt, copies=made.copies, facts=made.facts)


def _copy(runtime: Runtime, job: JobRow, pulse: Pulse) -> None:
    """A clip from the original, or a marked copy from the playing one."""
    with runtime.work(SYSTEM, reading=True) as work:
        item = queries.item(work.session, job.item_id or job.id)
        asked = queries.further_copy(work.session, job.request_id or job.id)
        lines = words(work.session, job.case_id, viewer=asked.asked_by, at=asked.asked_at)
        copies = list(queries.derivatives(work.session, item.id))
    given: dict[str, Any] = {"tools": _tools(runtime), "on_progress": pulse.at}
    with _workplace(runtime, job) as folder:
        if asked.kind is CopyKind.CLIP:
            made = cut(runtime.objects, item, asked, folder=folder, **given)
        else:
            playing = playing_copy(copies)
            made = mark(runtime.objects, item, asked, folder=folder, playing=playing, lines=lines, **given)
    with runtime.work(SYSTEM) as work:
        service.finish_copy(work, job_id=job.id, attempt=job.attempt, made=made)


def _tools(runtime: Runtime) -> Tools:
    return Tools.found(ffmpeg=runtime.settings.ffmpeg or None, ffprobe=runtime.settings.ffprobe or None)


WORK: dict[JobKind, Callable[[Runtime, JobRow, Pulse], None]] = {
    JobKind.SEAL: _seal,
    JobKind.DERIVE: _derive,
    JobKind.CLIP: _copy,
    JobKind.MARK: _copy,
}


@contextmanager
def _workplace(runtime: Runtime, job: JobRow) -> Iterator[Path]:
    """A folder of this attempt alone. What a killed attempt left behind goes first."""
    jobs = runtime.settings.staging_dir / "jobs"
    for left in jobs.glob(f"{job.id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = jobs / f"{job.id}-{job.attempt}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reap_abandoned(runtime: Runtime) -> int:
    """Sessions nobody continued for seven days end here; then every staged byte without a live session goes."""
    with runtime.work(SYSTEM, reading=True) as work:
        overdue = service.overdue_uploads(work)
    ended = sum(_expire(runtime, upload_id) for upload_id in overdue)
    for upload_id in staged_uploads(runtime.settings.staging_dir):
        with runtime.work(SYSTEM, reading=True) as work:
            needed = service.keeps_bytes(work, upload_id)
        if not needed:
            Staged(runtime.settings.staging_dir, upload_id).remove()
    _sweep_workplaces(runtime)
    _remove_expired_copies(runtime)
    return ended


def _remove_expired_copies(runtime: Runtime) -> None:
    """Marked copies live for a day. One that is being read at this moment goes with the next hour."""
    with runtime.work(SYSTEM, reading=True) as work:
        keys = service.expired_copies(work)
    for key in keys:
        with suppress(ObjectMissing):
            runtime.objects.remove(key)


def _expire(runtime: Runtime, upload_id: UUID) -> bool:
    staged = Staged(runtime.settings.staging_dir, upload_id)
    with suppress(Stale, Busy), staged.held():
        with runtime.work(SYSTEM) as work:
            service.expire_upload(work, upload_id=upload_id)
        staged.remove()
        return True
    return False


def _sweep_workplaces(runtime: Runtime) -> None:
    for folder in (runtime.settings.staging_dir / "jobs").glob("*-*-*-*-*-*"):
        job_id, _, attempt = folder.name.rpartition("-")
        with runtime.work(SYSTEM, reading=True) as work:
            job = queries.job(work.session, UUID(job_id))
        if job.state is not JobState.RUNNING or str(job.attempt) != attempt:
            shutil.rmtree(folder, ignore_errors=True)
