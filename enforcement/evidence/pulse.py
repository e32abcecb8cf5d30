"""Keeps a lease alive while bytes move, and tells how far they are."""

import logging
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy.exc import SQLAlchemyError

from enforcement.evidence import service
from enforcement.evidence.receiving import Opener
from enforcement.evidence.rows import JobRow
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import SYSTEM
from storage.digest import Source
from storage.port import ObjectStore

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0  # far below the lease: a slow ffmpeg is no dead worker


class Runtime(Opener, Protocol):
    @property
    def objects(self) -> ObjectStore: ...


class Pulse(AbstractContextManager["Pulse"]):
    """Beats from a thread of its own. Once the lease has gone to another, the next word of progress raises Stale."""

    def __init__(self, runtime: Runtime, job: JobRow) -> None:
        self._runtime, self._job = runtime, job
        self._progress = 0
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{job.id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def at(self, share: float) -> None:
        """`share` between 0 and 1."""
        self._progress = max(0, min(100, int(share * 100)))
        if self._lost.is_set():
            raise Stale

    def _run(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                with self._runtime.work(SYSTEM) as work:
                    service.beat(work, self._job.id, attempt=self._job.attempt, progress=self._progress)
            except Stale:
                self._lost.set()
                return
            except SQLAlchemyError as trouble:  # the next beat may reach the database again
                log.warning("no heartbeat for job %s: %s", self._job.id, type(trouble).__name__)


class Watched:
    """A source that tells the pulse how much of it has passed."""

    def __init__(self, source: Source, pulse: Pulse, *, size: int, start: float, end: float) -> None:
        self._source, self._pulse, self._size = source, pulse, size
        self._start, self._end = start, end
        self._passed = 0

    def read(self, size: int = -1, /) -> bytes:
        block = self._source.read(size)
        self.passed(len(block))
        return block

    def passed(self, count: int) -> None:
        self._passed += count
        self._pulse.at(self._start + (self._end - self._start) * min(1.0, self._passed / self._size))
