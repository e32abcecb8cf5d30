"""Two at once are harmless, a killed leader is replaced, and each effect is there exactly once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest

from scheduler.jobs import TIMETABLE
from scheduler.runner import Runner
from tests.bureau import Bureau
from tests.cli.conftest import whole_environment

DEADLINES = next(row for row in TIMETABLE if row.id == "deadlines")
PATIENCE = 90.0
# The same service as `python -m scheduler`, with a lease short enough to see a leader replaced in a test.
SHORT_LEASE = """
import logging
from datetime import timedelta
from enforcement.bootstrap import start
from enforcement.settings import read_settings
from scheduler.__main__ import serve
logging.basicConfig(level=logging.INFO)
serve(start(read_settings()), ttl=timedelta(seconds=3))
"""


def effects(bureau: Bureau) -> Counter[str]:
    return Counter(key for (key,) in bureau.sql("SELECT natural_key FROM message WHERE natural_key LIKE 'deadline:%'"))


def reminders(bureau: Bureau) -> int:
    ((count,),) = bureau.sql("SELECT count(*) FROM deadline_reminder")
    return int(count)


def test_two_runners_without_a_leader_tell_each_deadline_once(bureau, runtime, overdue):
    barrier, tallies = Barrier(2), []

    def sweep() -> None:
        barrier.wait()
        tallies.append(Runner(runtime).run(DEADLINES))

    racing = [Thread(target=sweep) for _ in range(2)]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    told = effects(bureau)
    assert [tally.failed for tally in tallies] == [0, 0], "neither crashed, neither was refused"
    assert reminders(bureau) == overdue
    assert set(told.values()) == {1}
    assert len(told) == 4  # one digest each: two handlers, the unit's head and a supervisor


def leader(bureau: Bureau) -> int:
    found = bureau.sql("SELECT holder FROM lease WHERE name = 'scheduler'")
    return int(found[0][0].split(":")[1]) if found else 0


def wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.2)


@pytest.fixture
def two_schedulers(
    bureau: Bureau, overdue: int, tmp_path, database_url: str
) -> Iterator[list[subprocess.Popen[bytes]]]:
    environment = whole_environment(database_url, tmp_path)
    command = [sys.executable, "-c", SHORT_LEASE]
    running = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert overdue
    yield running
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.timeout(240)
def test_a_killed_leader_is_replaced_and_nothing_happens_twice(bureau, overdue, two_schedulers):
    wait_until(lambda: reminders(bureau) == overdue)
    first = leader(bureau)
    others = [process for process in two_schedulers if process.pid != first]
    assert len(others) == 1
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: leader(bureau) == others[0].pid)
    assert Runner(bureau.runtime).run(DEADLINES).done == 0  # a third one finds nothing left to tell
    told = effects(bureau)
    assert reminders(bureau) == overdue
    assert (set(told.values()), len(told)) == ({1}, 4)
    others[0].send_signal(signal.SIGTERM)
    assert others[0].wait(timeout=PATIENCE) == 0
