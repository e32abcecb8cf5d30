"""The house's own checks: store, journal, head, calendar, and what the pages and probes say of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit import queries as audit
from enforcement.audit import service as audit_service
from enforcement.cases import service as cases
from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.operations import queries, service
from enforcement.operations.rules import Outcome
from enforcement.operations.service import Duty
from storage.port import LockPromise
from storage.selftest import LockReport, prove_locks
from tests.bureau import Bureau

DEADLINES = Duty(job="deadlines", title="期限提醒")


def due(bureau: Bureau, query):
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return query(work)


def beat(bureau: Bureau, job: str, *, failed: int = 0) -> None:
    duty = Duty(job=job, title=job)
    bureau.act("system", service.heartbeat_started, duty)
    bureau.act("system", service.heartbeat_finished, duty, done=1, failed=failed, note="")


def test_a_heartbeat_shows_the_last_run(bureau):
    bureau.act("system", service.heartbeat_started, DEADLINES)
    (row,) = bureau.read(queries.heartbeats)
    assert (row.outcome, row.finished_at, row.outcome_name) == (Outcome.RUNNING, None, "正在运行")
    bureau.act("system", service.heartbeat_finished, DEADLINES, done=3, failed=1, note="一件未成")
    (row,) = bureau.read(queries.heartbeats)
    assert (row.outcome, row.done, row.failed, row.note) == (Outcome.PARTLY, 3, 1, "一件未成")
    assert row.finished_at == bureau.clock.at


def test_scheduler_is_alive_for_five_minutes_after_a_sign(bureau):
    assert not bureau.read(queries.scheduler_is_alive, bureau.clock.at)
    bureau.act("system", service.heartbeat_started, DEADLINES)
    bureau.later(minutes=5)
    assert bureau.read(queries.scheduler_is_alive, bureau.clock.at)
    bureau.later(seconds=1)
    assert not bureau.read(queries.scheduler_is_alive, bureau.clock.at)


def test_readiness_tells_a_silent_scheduler_without_closing_the_house(bureau):
    told = bureau.read(queries.readiness, bureau.runtime.objects, bureau.clock.at)
    assert told.ready
    assert (told.parts["database"], told.parts["store"]) == ("正常", "正常")
    assert "五分钟" in told.parts["scheduler"]


def test_readiness_is_lost_with_the_store(bureau, tmp_path):
    (tmp_path / "objects").rename(tmp_path / "elsewhere")
    told = bureau.read(queries.readiness, bureau.runtime.objects, bureau.clock.at)
    assert not told.ready
    assert told.parts["store"] == "对象存储没有应答"


def test_store_test_is_recorded_and_final(bureau):
    (report,) = due(bureau, service.attacked_store)
    bureau.act("system", service.record_store_test, report=report)
    row = bureau.read(queries.last_store_report)
    assert (row.write_once_read_many, row.as_promised) == (False, True)
    assert len(row.findings) == len(report.findings)
    with pytest.raises(DatabaseError):
        bureau.sql("UPDATE store_report SET write_once_read_many = true")
    with pytest.raises(DatabaseError):
        bureau.sql("DELETE FROM store_report")


def test_C3_a_store_that_breaks_its_promise_alarms_both_administrators(bureau):
    seen = prove_locks(bureau.runtime.objects, now=bureau.clock.at)
    boast = LockPromise(write_once_read_many=True, enforced_by_store=True, sentence="声称锁定")
    lied = LockReport(promise=boast, findings=seen.findings, at=seen.at)
    for _ in range(2):
        bureau.act("system", service.record_store_test, report=lied)
    for login in ("audit_admin", "system_admin"):
        (letter,) = bureau.read(messages.inbox, bureau.id(login))
        assert letter.urgent
        assert "未通过" in letter.text


def test_head_is_due_once_a_day(bureau):
    sign = {"signer": bureau.runtime.signer}
    assert due(bureau, service.due_heads) == [date(2026, 3, 9)]
    bureau.act("system", audit_service.sign_head, **sign)
    assert due(bureau, service.due_heads) == []
    bureau.on(date(2026, 3, 10), hour=0)
    assert due(bureau, service.due_heads) == [date(2026, 3, 10)]


def test_T17_a_head_older_than_26_hours_is_told(bureau):
    assert bureau.read(queries.head_is_stale, bureau.clock.at)
    head = bureau.act("system", audit_service.sign_head, signer=bureau.runtime.signer)
    assert not bureau.read(queries.head_is_stale, head.at + timedelta(hours=26))
    assert bureau.read(queries.head_is_stale, head.at + timedelta(hours=26, seconds=1))


def test_verification_is_due_once_a_day_and_again_after_a_failure(bureau):
    (report,) = due(bureau, service.examined_journal)
    assert bureau.act("system", service.record_verification, report=report).endswith("未发现异常。")
    beat(bureau, "journal_verification", failed=2)
    assert len(due(bureau, service.examined_journal)) == 1
    beat(bureau, "journal_verification")
    assert due(bureau, service.examined_journal) == []
    bureau.later(days=1)
    assert len(due(bureau, service.examined_journal)) == 1


def test_findings_alarm_the_audit_administrator(bureau):
    bureau.sql("UPDATE body SET name = name")  # body is no sealed row: nothing to find yet
    (clean,) = due(bureau, service.examined_journal)
    assert clean.clean
    trigger = "journal_entry_no_delete"
    where = " ON journal_entry" if "postgresql" in bureau.runtime.settings.database_url else ""
    bureau.sql(f"DROP TRIGGER {trigger}{where}")
    (report,) = due(bureau, service.examined_journal)
    bureau.act("system", service.record_verification, report=report)
    (letter,) = bureau.read(messages.inbox, bureau.id("audit_admin"))
    assert trigger in letter.text
    last = bureau.read(audit.newest).rows[0]
    assert last.facts["findings"] == [f"trigger/{trigger}"]


def test_E2_missing_year_is_told_weekly_to_the_system_administrator(bureau):
    bureau.on(date(2026, 11, 2))
    for _ in range(2):
        (day,) = due(bureau, service.due_calendar_checks)
        assert "2027" in bureau.act("system", service.check_calendar, day=day)
    assert len(bureau.read(messages.inbox, bureau.id("system_admin"))) == 1
    beat(bureau, "calendar")
    assert due(bureau, service.due_calendar_checks) == []
    bureau.on(date(2026, 11, 9))
    bureau.act("system", service.check_calendar, day=date(2026, 11, 9))
    letters = bureau.read(messages.inbox, bureau.id("system_admin"))
    assert [letter.urgent for letter in letters] == [False, False]


def test_E2_loaded_calendar_is_said_to_be_loaded(bureau):
    assert bureau.act("system", service.check_calendar, day=date(2026, 3, 9)) == "法定节假日安排已载入至 2026 年。"
    assert bureau.read(messages.inbox, bureau.id("system_admin")) == []
    assert bureau.read(queries.coverage, date(2026, 3, 9)).missing is None


def test_E3_deadlines_are_recounted_after_a_year_was_loaded(bureau):
    bureau.later(minutes=10)
    (reason,) = due(bureau, service.due_recounts)
    assert "2026" in reason
    bureau.act("system", cases.recount, reason=reason)
    beat(bureau, "recount")
    assert due(bureau, service.due_recounts) == []


def test_an_officer_may_not_run_the_house_checks(bureau):
    (report,) = due(bureau, service.examined_journal)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.record_verification, report=report)


def test_disk_figures_are_of_the_data_folder(bureau, tmp_path):
    figures = queries.disk(tmp_path)
    assert 0 < figures.free <= figures.total
    assert 0 <= figures.percent_free <= 100


def test_outcomes_outside_the_list_are_refused_by_the_database(bureau):
    bureau.act("system", service.heartbeat_started, DEADLINES)
    with pytest.raises(DatabaseError):
        bureau.sql("UPDATE job_heartbeat SET outcome = 'FINE'")
