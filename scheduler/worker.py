"""Work on recordings, off the clock's threads. The truth is the media job row and its lease; the queue only hands out.

A task lost with a killed worker comes back: its row's lease runs out and the next sweep hands it out again.
"""

import json
import logging
from typing import Any
from uuid import UUID

from huey import Huey, PostgresHuey, SqliteHuey
from huey.constants import WORKER_THREAD
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from enforcement.bootstrap import Runtime
from enforcement.evidence import service as evidence
from enforcement.evidence.worker import run_media_job
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import SYSTEM

log = logging.getLogger(__name__)

NAME = "media"
TABLES = "job_queue"
WORKERS = 2
PATIENCE = 100  # seconds a running task is given at shutdown; what takes longer is picked up again later


class PlainMessages(Serializer):  # type: ignore[misc]  # huey has no types
    """JSON instead of pickle: whoever can write to the queue must not be able to run code here."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Message:
        told = Message(*json.loads(bytes(data)))
        return told._replace(args=tuple(told.args))


def open_queue(runtime: Runtime) -> Huey:
    settings = runtime.settings
    common: dict[str, Any] = {"results": False, "serializer": PlainMessages()}
    if settings.database_url.startswith("postgresql"):
        address = settings.database_url.replace("postgresql+psycopg", "postgresql", 1)
        return PostgresHuey(NAME, dsn=address, table_prefix=TABLES, create_tables=False, **common)
    return SqliteHuey(NAME, filename=str(settings.data_dir / "queue.sqlite3"), **common)


class MediaQueue:
    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.huey = open_queue(runtime)
        self._task = self.huey.task(name="process")(self._process)

    def sweep(self) -> int:
        """Hand out what is due and not yet waiting. What is being worked on holds its lease and is not due."""
        waiting = {task.args[0] for task in self.huey.pending()}
        with self._runtime.work(SYSTEM, reading=True) as work:
            due = [str(job) for job in evidence.due_jobs(work)]
        new = [job for job in due if job not in waiting]
        for job in new:
            self._task(job)
        return len(new)

    def _process(self, job_id: str) -> None:
        try:
            run_media_job(self._runtime, UUID(job_id))
        except Stale:
            log.info("media job %s was taken by another worker", job_id)

    def consumer(self) -> Consumer:
        """SIGTERM lets running tasks end; a second signal, or the end of patience, does not wait."""
        return self.huey.create_consumer(
            workers=WORKERS,
            periodic=False,
            worker_type=WORKER_THREAD,
            max_delay=1.0,
            graceful_signal="TERM",
            shutdown_timeout=PATIENCE,
        )

    def close(self) -> None:
        self.huey.storage.close()
