"""One bad item does not stop the rest, and what ran is written down."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from enforcement.audit import queries as audit
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import AccountId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import queries as messages
from enforcement.messages import service as message_service
from enforcement.operations import queries as operations
from enforcement.operations.rules import Outcome
from scheduler.jobs import Job
from scheduler.runner import Runner

GOOD, BROKEN, CRASHING, TAKEN = (uuid4() for _ in range(4))


@use_case(Permission.RUN_JOBS, verb="test.told")
def tell_supervisor(work: UnitOfWork, *, thing: UUID, supervisor: AccountId) -> str:
    """Writes first, then fails: what was written must be gone again."""
    message_service.tell(work, [supervisor], key=f"test:{thing}", subject=str(thing), text="内容")
    if thing == BROKEN:
        raise RuleBroken("NOT_NOW", "现在不能办理。", basis="《行政处罚法》第五十七条")
    if thing == CRASHING:
        raise ZeroDivisionError
    if thing == TAKEN:
        raise Stale
    return "已告知"


@pytest.fixture
def job(bureau) -> Job:
    return Job(
        id="telling",
        title="告知",
        trigger=IntervalTrigger(minutes=1),
        due=lambda _work: [BROKEN, GOOD, CRASHING, TAKEN],
        door=tell_supervisor,
        item="thing",
        more=lambda _runtime: {"supervisor": bureau.id("supervisor")},
    )


def test_a_failing_item_is_rolled_back_and_the_others_run(bureau, runtime, job):
    before = len(bureau.read(audit.newest).rows)
    tally = Runner(runtime).run(job)
    assert (tally.done, tally.failed) == (1, 2)
    letters = bureau.read(messages.inbox, bureau.id("supervisor"))
    assert [letter.subject for letter in letters] == [str(GOOD)]
    told = [row for row in bureau.read(audit.newest).rows if row.verb == "test.told"]
    assert len(told) == 1
    assert before


def test_the_run_is_in_the_heartbeat(bureau, runtime, job):
    Runner(runtime).run(job)
    row = bureau.read(operations.heartbeat, "telling")
    assert (row.outcome, row.done, row.failed, row.title) == (Outcome.PARTLY, 1, 2, "告知")
    assert row.note == "程序出错，详见运行日志。"


def test_a_crash_while_looking_for_work_is_a_failed_run(bureau, runtime, job):
    def unreadable(_work: UnitOfWork) -> list[UUID]:
        raise ZeroDivisionError

    tally = Runner(runtime).run(replace(job, due=unreadable))
    assert (tally.done, tally.failed) == (0, 1)
    assert bureau.read(operations.heartbeat, "telling").outcome is Outcome.FAILED


def test_a_word_of_the_door_becomes_the_note(bureau, runtime, job):
    Runner(runtime).run(replace(job, due=lambda _work: [GOOD]))
    assert bureau.read(operations.heartbeat, "telling").note == "已告知"


def test_quiet_runs_write_a_heartbeat_a_minute(bureau, runtime, clock, job):
    runner, quiet = Runner(runtime), replace(job, due=lambda _work: [])
    runner.run(quiet)
    first = bureau.read(operations.heartbeat, "telling").started_at
    bureau.later(seconds=59)
    runner.run(quiet)
    assert bureau.read(operations.heartbeat, "telling").started_at == first
    bureau.later(seconds=2)
    runner.run(quiet)
    assert bureau.read(operations.heartbeat, "telling").started_at == clock.at


def test_work_found_in_a_quiet_minute_is_written_at_once(bureau, runtime, job):
    runner = Runner(runtime)
    runner.run(replace(job, due=lambda _work: []))
    runner.run(replace(job, due=lambda _work: [GOOD]))
    assert bureau.read(operations.heartbeat, "telling").done == 1


def test_logs_name_the_item_by_its_id_only(runtime, job, caplog):
    Runner(runtime).run(job)
    assert str(BROKEN) in caplog.text
    assert "现在不能办理" not in caplog.text
