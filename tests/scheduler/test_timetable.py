"""Every row of the timetable calls a door, may be run twice, and catches up on what was missed."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from enforcement.accounts.rules import Role
from enforcement.audit import queries as audit
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.operations import queries as operations
from scheduler.jobs import TIMETABLE, ZONE, Chore, Job
from scheduler.runner import Runner

JOBS = [row for row in TIMETABLE if isinstance(row, Job)]
BY_ID = {row.id: row for row in TIMETABLE}


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.id)
def test_each_job_calls_a_door_the_system_may_pass(job):
    assert SYSTEM.may(job.door.permission)
    assert job.door.verb


def test_ids_are_unique_and_titles_are_chinese():
    assert len(BY_ID) == len(TIMETABLE)
    assert all("\u4e00" <= row.title[0] <= "\u9fff" for row in TIMETABLE)


@pytest.mark.parametrize("row", TIMETABLE, ids=lambda row: row.id)
def test_every_trigger_counts_in_shanghai(row):
    assert row.trigger.timezone == ZoneInfo(ZONE)


@pytest.mark.parametrize("row", TIMETABLE, ids=lambda row: row.id)
def test_a_quiet_house_lets_every_job_run_twice(bureau, runtime, row):
    runner = Runner(runtime)
    first, second = runner.run(row), runner.run(row)
    assert (first.failed, second.failed) == (0, 0)


def test_only_work_on_bytes_and_on_the_wire_is_a_chore():
    wire = ("letters", "deliveries", "outlets")
    bytes_moved = (
        "archivings",
        "bundles",
        "restore_drills",
        "docking_folder",
        "slates",
        "uploads",
        "fixity",
        "retention_holds",
    )
    assert tuple(row.id for row in TIMETABLE if isinstance(row, Chore)) == (*wire, *bytes_moved, "disposals")


def test_a_missed_week_is_caught_up_in_one_run_and_told_once(bureau, runtime):
    bureau.filed()
    bureau.on(date(2026, 3, 20))
    runner = Runner(runtime)
    runner.run(BY_ID["deadlines"])
    told = len(bureau.read(messages.inbox, bureau.id("officer_a")))
    runner.run(BY_ID["deadlines"])
    assert len(bureau.read(messages.inbox, bureau.id("officer_a"))) == told
    bureau.on(date(2026, 8, 3))  # nobody ran anything for months; the ninety days are over
    runner.run(BY_ID["deadlines"])
    letters = bureau.read(messages.inbox, bureau.id("officer_a"))
    assert len(letters) == told + 1
    assert letters[0].urgent
    assert "逾期" in letters[0].subject
    assert bureau.actor("unit_head").roles == {Role.UNIT_HEAD}
    assert len(bureau.read(messages.inbox, bureau.id("unit_head"))) == 1


def test_the_head_missed_at_night_is_signed_when_somebody_runs_again(bureau, runtime, clock):
    Runner(runtime).run(BY_ID["journal_head"])
    clock.at += timedelta(days=3)
    tally = Runner(runtime).run(BY_ID["journal_head"])
    assert tally.done == 1
    assert len(bureau.read(audit.heads)) == 2


def test_the_nights_verification_says_what_it_saw(bureau, runtime):
    bureau.filed()
    Runner(runtime).run(BY_ID["journal_verification"])
    assert bureau.read(operations.heartbeat, "journal_verification").note.endswith("未发现异常。")
