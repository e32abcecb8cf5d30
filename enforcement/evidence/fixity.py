"""The nightly reading back of recordings, within a budget of bytes and no faster than allowed.

Oldest first, written down as it goes: a run that was cut off is continued by the next one where it stopped.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from enforcement.evidence import queries, service
from enforcement.evidence.names import Soundness
from enforcement.evidence.pulse import Runtime
from enforcement.evidence.queries import KeptObject
from enforcement.kernel.identity import SYSTEM
from storage.errors import ObjectMissing, StorageError
from storage.port import ObjectStore

AT_ONCE, WRITTEN_EVERY = 20, 1024**3  # objects, or bytes, between two writings-down: what a kill can cost
NIGHT = timedelta(hours=20)


@dataclass
class Throttle:
    """Waits so that no more than `rate` bytes a second pass; 0 means without limit."""

    rate: int
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _begun: float | None = None
    _passed: int = 0

    def passed(self, count: int) -> None:
        if self._begun is None:
            self._begun = self.clock()
        self._passed += count
        ahead = self._passed / self.rate - (self.clock() - self._begun) if self.rate else 0.0
        if ahead > 0:
            self.sleep(ahead)


@dataclass
class Run:
    """What one night did so far."""

    left: int
    throttle: Throttle
    seen: set[str] = field(default_factory=set)
    count: int = 0
    faults: int = 0


def check_fixity(runtime: Runtime) -> str:
    """Answers the sentence of the heartbeat."""
    settings = runtime.settings
    with runtime.work(SYSTEM, reading=True) as work:
        spent = queries.bytes_checked_since(work.session, work.now - NIGHT)
    run = Run(left=settings.fixity_bytes_per_night - spent, throttle=Throttle(rate=settings.fixity_bytes_per_second))
    while batch := _next(runtime, run):
        _check(runtime, run, batch)
    with runtime.work(SYSTEM, reading=True) as work:
        summary = queries.fixity_summary(work.session, work.now)
    return f"本次核验 {run.count} 个文件，发现异常 {run.faults} 个；{summary.sentence}"


def _next(runtime: Runtime, run: Run) -> list[KeptObject]:
    """The oldest not yet seen in this run. The first of a night is read whatever its size, or it never would be."""
    if run.left <= 0:
        return []
    with runtime.work(SYSTEM, reading=True) as work:
        due = queries.due_for_check(work.session, work.now, limit=AT_ONCE + len(run.seen))
    return [kept for kept in due if kept.key not in run.seen][:AT_ONCE]


def _check(runtime: Runtime, run: Run, batch: list[KeptObject]) -> None:
    checks: list[service.Check] = []
    for kept in batch:
        if run.left <= 0 or sum(check.size for check in checks) >= WRITTEN_EVERY:
            break
        run.seen.add(kept.key)
        checks.append(read_back(runtime.objects, kept, throttle=run.throttle))
        run.left -= max(kept.size, 1)
    with runtime.work(SYSTEM) as work:
        run.faults += service.record_checks(work, checks=checks)
    run.count += len(checks)


def read_back(objects: ObjectStore, kept: KeptObject, *, throttle: Throttle) -> service.Check:
    """Every byte, outside any unit of work."""
    begun, digest, size = time.monotonic(), hashlib.sha256(), 0
    result, seen = Soundness.OK, ""
    try:
        for block in _blocks(objects, kept.key):
            digest.update(block)
            size += len(block)
            throttle.passed(len(block))
    except ObjectMissing:
        result = Soundness.MISSING
    except StorageError:
        result = Soundness.UNREADABLE
    else:
        seen = digest.hexdigest()
        result = Soundness.OK if seen == kept.sha256 else Soundness.MISMATCH
    spent = int((time.monotonic() - begun) * 1000)
    return service.Check(
        object_key=kept.key, item_id=kept.item_id, result=result, sha256_seen=seen, size=size, milliseconds=spent
    )


def _blocks(objects: ObjectStore, key: str) -> Iterator[bytes]:
    with objects.read(key) as blocks:
        yield from blocks
