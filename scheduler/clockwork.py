"""When things run: one clock in Asia/Shanghai. Whoever holds the lease runs them; a lost leader is replaced."""

import logging
import os
import secrets
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from enforcement.bootstrap import Runtime
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import service as operations
from scheduler.jobs import TIMETABLE, ZONE, Duty
from scheduler.runner import Runner
from scheduler.worker import MediaQueue

log = logging.getLogger(__name__)

LEASE = "scheduler"
TTL = timedelta(seconds=30)
SWEEP = timedelta(seconds=2)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Leader:
    """The lease saves work; that nothing happens twice rests on the natural keys of the effects."""

    runtime: Runtime
    ttl: timedelta = TTL
    holder: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    _until: datetime = LONG_AGO
    _lock: Lock = field(default_factory=Lock)

    def leads(self) -> bool:
        """Renewed only in the second half of its time, so that a quiet house does not write every second."""
        with self._lock:
            if self._until - self.runtime.clock.now() > self.ttl / 2:
                return True
            return self._take()

    def _take(self) -> bool:
        with self.runtime.work(SYSTEM) as work:
            taken = operations.take_lease(work, LEASE, self.holder, ttl=self.ttl)
            until = work.now + self.ttl if taken else LONG_AGO
        if taken and self._until is LONG_AGO:
            log.info("this scheduler leads")
        self._until = until
        return taken

    def step_down(self) -> None:
        with self._lock, self.runtime.work(SYSTEM) as work:
            operations.release_lease(work, LEASE, self.holder)
            self._until = LONG_AGO


class Clockwork:
    def __init__(self, runtime: Runtime, queue: MediaQueue, *, ttl: timedelta = TTL) -> None:
        self.leader = Leader(runtime, ttl)
        self.runner = Runner(runtime)
        self._queue = queue
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = BackgroundScheduler(timezone=ZONE, job_defaults=defaults)
        for job in TIMETABLE:
            first = runtime.clock.now()  # everything once at the start: what fell due while nothing ran is found now
            planned = {"id": job.id, "name": job.title, "next_run_time": first}
            self._scheduler.add_job(self.tick, job.trigger, args=[job], **planned)
        every = IntervalTrigger(seconds=int(SWEEP.total_seconds()), timezone=ZONE)
        self._scheduler.add_job(self.sweep, every, id="media_sweep", name="分派音像处理")

    def tick(self, job: Duty) -> None:
        if self.leader.leads():
            planned = self._scheduler.get_job(job.id)
            self.runner.run(job, next_at=planned.next_run_time if planned else None)

    def sweep(self) -> None:
        if self.leader.leads():
            self._queue.sweep()

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Lets running items end, then gives the lease back so that the next one starts at once."""
        self._scheduler.shutdown(wait=True)
        self.leader.step_down()
