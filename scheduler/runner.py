"""One unit of work per item: a bad one is rolled back and counted, the next one runs."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from enforcement.bootstrap import Runtime
from enforcement.kernel.errors import EnforcementError, Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import service as operations
from scheduler.jobs import Duty

log = logging.getLogger(__name__)
Result = TypeVar("Result")

QUIET = timedelta(minutes=1)  # a run that found nothing writes its heartbeat no oftener than this
NEVER = timedelta.max


@dataclass
class Tally:
    done: int = 0
    failed: int = 0
    note: str = ""


@dataclass
class Runner:
    runtime: Runtime
    _beaten: dict[str, datetime] = field(default_factory=dict)

    def run(self, job: Duty, *, next_at: datetime | None = None) -> Tally:
        tally = Tally()
        duty = operations.Duty(job=job.id, title=job.title, next_at=next_at)
        quiet = self._since_beat(job) < QUIET
        if not quiet:
            self._begin(duty)
        items = self._attempt(job, partial(job.waiting, self.runtime), what="due", tally=tally) or ()
        if quiet and not items and not tally.failed:
            return tally
        if quiet:
            self._begin(duty)
        for item in items:
            self._attempt(job, partial(self._do, job, item, tally), what=_named(item), tally=tally)
        self._finish(duty, tally)
        return tally

    def _since_beat(self, job: Duty) -> timedelta:
        last = self._beaten.get(job.id)
        return self.runtime.clock.now() - last if last else NEVER

    def _begin(self, duty: operations.Duty) -> None:
        with self.runtime.work(SYSTEM) as work:
            operations.heartbeat_started(work, duty)
            self._beaten[duty.job] = work.now

    def _finish(self, duty: operations.Duty, tally: Tally) -> None:
        with self.runtime.work(SYSTEM) as work:
            operations.heartbeat_finished(work, duty, done=tally.done, failed=tally.failed, note=tally.note)

    def _do(self, job: Duty, item: object, tally: Tally) -> None:
        said = job.perform(self.runtime, item)
        tally.done += 1
        tally.note = said if isinstance(said, str) else tally.note

    def _attempt(self, job: Duty, action: Callable[[], Result], *, what: str, tally: Tally) -> Result | None:
        try:
            return action()
        except Stale:
            return None  # another one was faster: the effect is there, and it is not ours to count
        except EnforcementError as refused:
            log.warning("job %s: %s was refused: %s", job.id, what, refused.code)
            tally.failed, tally.note = tally.failed + 1, refused.sentence
        except Exception:  # one item, whatever is wrong with it, must not keep the others from their deadline
            log.exception("job %s: %s crashed", job.id, what)
            tally.failed, tally.note = tally.failed + 1, "程序出错，详见运行日志。"
        return None


def _named(item: object) -> str:
    return str(item) if isinstance(item, UUID | date) else type(item).__name__
