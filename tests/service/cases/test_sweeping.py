"""The ladder is climbed rung by rung, each person hears once, and the sweep reads what is due and nothing else."""

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from enforcement.cases import queries
from enforcement.cases import service as cases
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from tests.bureau import Bureau
from tests.service.cases.sweeps import NO_STRETCH, letters, sweep

DECIDE_BY = date(2026, 6, 8)  # ninety days after 9 March are a Sunday


@pytest.fixture
def case(bureau: Bureau):
    found = bureau.filed()
    assert bureau.read(queries.open_deadline, found, "CASE_DECIDE").due_on == DECIDE_BY
    return found


def test_E5_the_ladder_ends_with_the_supervisor(bureau: Bureau, case):
    told = {}
    for day in (date(2026, 6, 1), date(2026, 6, 5), DECIDE_BY, date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 11)):
        bureau.on(day)
        told[day] = sweep(bureau)
    assert letters(bureau, "officer_a") == [
        "办案期限还剩 5 个工作日",
        "办案期限还剩 1 个工作日",
        "办案期限今日到期",
        "办案期限已逾期 1 个工作日",
        "办案期限已逾期 3 个工作日",
    ]
    assert letters(bureau, "officer_b") == letters(bureau, "officer_a")
    assert letters(bureau, "unit_head") == ["办案期限已逾期 1 个工作日", "办案期限已逾期 3 个工作日"]
    assert letters(bureau, "supervisor") == ["办案期限已逾期 3 个工作日"]
    assert list(told.values()) == [2, 2, 2, 3, 0, 4]


def test_after_the_last_rung_it_is_quiet(bureau: Bureau, case):
    bureau.on(date(2026, 7, 1))
    assert sweep(bureau) == 4
    for day in (date(2026, 7, 2), date(2026, 9, 1)):
        bureau.on(day)
        assert sweep(bureau) == 0
    assert bureau.sql("SELECT next_on FROM deadline WHERE key = 'CASE_DECIDE'") == [(None,)]


def test_between_rungs_and_on_days_off_nobody_is_disturbed(bureau: Bureau, case):
    bureau.on(date(2026, 6, 1))
    sweep(bureau)
    for day in (date(2026, 6, 2), date(2026, 6, 4), date(2026, 6, 6), date(2026, 6, 7)):
        bureau.on(day)
        bureau.read(queries.open_deadline, case, "CASE_DECIDE")
        assert sweep(bureau) == (0 if day != date(2026, 6, 6) else 2), "the Friday's rung, missed, is told once"


def test_E6_due_today_is_not_overdue(bureau: Bureau, case):
    bureau.on(DECIDE_BY, hour=23)
    sweep(bureau)
    told = bureau.read(messages.inbox, bureau.id("officer_a"))
    assert [(row.subject, row.urgent) for row in told] == [("办案期限今日到期", False)]


def test_weeks_of_silence_end_in_one_digest_not_a_flood(bureau: Bureau):
    for _ in range(5):
        bureau.filed()
    bureau.on(date(2026, 8, 3))
    assert sweep(bureau) == 4
    (letter,) = bureau.read(messages.inbox, bureau.id("officer_a"))
    assert (letter.subject, letter.urgent, letter.case_id) == ("5 项期限：已逾期 5 项", True, None)
    assert letter.text.count("办案期限已逾期") == 5
    assert sweep(bureau) == 0


def test_a_long_digest_is_cut_and_says_so(bureau: Bureau):
    for _ in range(33):
        bureau.clue()
    bureau.on(date(2026, 4, 20))
    sweep(bureau)
    (letter,) = bureau.read(messages.inbox, bureau.id("officer_a"))
    assert letter.text.endswith("另有 3 项，请登录系统查看。")


def test_an_ended_period_is_not_spoken_of(bureau: Bureau):
    case = bureau.clue()
    bureau.act("officer_a", cases.propose_filing, case, opinion="建议立案。")
    bureau.act("unit_head", cases.refuse_filing, case, opinion="不予立案。")
    bureau.on(date(2026, 8, 3))
    assert sweep(bureau) == 0
    assert bureau.sql("SELECT count(*) FROM deadline WHERE next_on IS NOT NULL") == [(0,)]


def test_a_person_who_left_hears_nothing_more(bureau: Bureau, case):
    assert letters(bureau, "supervisor") == []
    bureau.sql("UPDATE account SET active = (1 = 0) WHERE login = 'supervisor'")
    bureau.on(date(2026, 8, 3))
    assert sweep(bureau) == 3
    assert letters(bureau, "supervisor") == []


def test_the_clock_forward_and_back_repeats_nothing(bureau: Bureau, case, clock):
    bureau.on(DECIDE_BY)
    sweep(bureau)
    before = letters(bureau, "officer_a")
    clock.at += timedelta(days=1)
    bureau.act("system", cases.remind, stretch=NO_STRETCH)
    clock.at -= timedelta(days=1)
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        assert cases.due_reminders(work) == []
    with pytest.raises(RuleBroken) as refused:
        bureau.act("system", cases.remind, stretch=NO_STRETCH)
    assert refused.value.code == "CLOCK_WENT_BACK"
    assert letters(bureau, "officer_a") == before


def test_a_jump_over_new_year_tells_each_step_at_most_once(bureau: Bureau, case, clock):
    for moment in ((2026, 12, 31, 23, 59, 59), (2027, 1, 1, 0, 0, 1), (2028, 2, 29, 12, 0, 0)):
        clock.at = datetime(*moment, tzinfo=SHANGHAI)
        sweep(bureau)
    ((count,),) = bureau.sql("SELECT count(*) FROM deadline_reminder")
    assert count == 1
    assert len(letters(bureau, "officer_a")) == 1


def test_two_at_once_tell_each_person_once(bureau: Bureau, runtime):
    for _ in range(4):
        bureau.filed()
    bureau.on(date(2026, 8, 3))
    with runtime.work(SYSTEM, reading=True) as work:
        batches = cases.due_reminders(work)
    barrier, told = Barrier(2), []

    def race() -> None:
        barrier.wait()
        for batch in batches:
            with runtime.work(SYSTEM) as work:
                told.append(cases.remind(work, stretch=batch))

    racing = [Thread(target=race) for _ in range(2)]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    assert sorted(told) == [0, 4]
    assert bureau.sql("SELECT count(*) FROM deadline_reminder") == [(4,)]


def test_a_crash_before_the_commit_leaves_all_of_it_to_the_next(bureau: Bureau, runtime, case):
    bureau.on(DECIDE_BY)
    with runtime.work(SYSTEM, reading=True) as work:
        batches = cases.due_reminders(work)

    def torn() -> None:
        with runtime.work(SYSTEM) as work:
            assert cases.remind(work, stretch=batches[0]) == 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        torn()
    assert letters(bureau, "officer_a") == []
    assert sweep(bureau) == 2


def test_the_same_step_cannot_be_entered_twice(bureau: Bureau, case):
    bureau.on(DECIDE_BY)
    sweep(bureau)
    with pytest.raises(IntegrityError):
        bureau.sql("INSERT INTO deadline_reminder SELECT * FROM deadline_reminder")


def test_one_entry_keeps_the_number_and_the_digest_of_the_list(bureau: Bureau):
    for _ in range(3):
        bureau.filed()
    bureau.on(date(2026, 8, 3))
    sweep(bureau)
    ((body,),) = bureau.sql("SELECT body FROM journal_entry WHERE verb = 'deadlines.reminded'")
    facts = json.loads(body)["facts"]
    rows = bureau.sql("SELECT deadline_id, step, due_on, batch FROM deadline_reminder")
    listed = sorted(f"{str(key).replace('-', '')}:{step}:{due_on}" for key, step, due_on, _batch in rows)
    assert (facts["deadlines"], len(rows)) == (3, 3)
    assert facts["listed"] == sha256("\n".join(listed).encode()).hexdigest()
    assert {str(batch).replace("-", "") for *_line, batch in rows} == {facts["batch"].replace("-", "")}


def test_what_is_due_is_told_stretch_by_stretch(bureau: Bureau, monkeypatch):
    monkeypatch.setattr("enforcement.cases.service.sweeping.BATCH", 2)
    for _ in range(5):
        bureau.filed()
    bureau.on(date(2026, 8, 3))
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        assert len(cases.due_reminders(work)) == 3
    assert sweep(bureau) == 3 * 4
    assert bureau.sql("SELECT count(*) FROM deadline_reminder") == [(5,)]
    assert sweep(bureau) == 0


def test_the_sweep_reads_its_index(bureau: Bureau, runtime, case):
    """The plan, on a database that is full of open periods which are not due."""
    explain = "EXPLAIN QUERY PLAN" if runtime.settings.database_url.startswith("sqlite") else "EXPLAIN"
    query = "SELECT id FROM deadline WHERE next_on <= '2026-01-01' ORDER BY next_on, id"
    with runtime.reading() as session:
        if explain == "EXPLAIN":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(str(row) for row in session.execute(text(f"{explain} {query}")))
    assert "ix_deadline_next" in plan


def test_only_the_system_runs_the_sweep(bureau: Bureau):
    for login in ("officer_a", "unit_head", "audit_admin"):
        with pytest.raises(NotAllowed):
            bureau.act(login, cases.remind, stretch=NO_STRETCH)
        with pytest.raises(NotAllowed):
            bureau.act(login, cases.recount, reason="x")
