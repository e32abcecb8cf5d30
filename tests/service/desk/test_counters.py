"""What waits for whom: every role its own counters, and administrators no case content."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from enforcement.audit.service import sign_head
from enforcement.cases import service as case_service
from enforcement.desk import counters as counting
from enforcement.desk import queries
from enforcement.kernel.identity import CaseId
from enforcement.operations import service as operations
from enforcement.procedures.grammar import Stage
from tests.bureau import Bureau
from tests.service.decisions.course import agreed, send_back, submitted
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import opened
from tests.service.execution.course import decided
from tests.storage import clips


def counters(bureau: Bureau, login: str) -> dict[str, int]:
    with bureau.runtime.work(bureau.actor(login), reading=True) as work:
        found = counting.counters(work.session, work.actor, today=work.today)
    return {counter.title: counter.count for counter in found}


def waiting(bureau: Bureau, ask: object, login: str, **more: date) -> list[CaseId]:
    with bureau.runtime.work(bureau.actor(login), reading=True) as work:
        return [row.case_id for row in ask(work.session, work.actor, **more)]  # type: ignore[operator]


def health(bureau: Bureau) -> queries.Health:
    now = bureau.clock.now()
    return bureau.read(queries.health, now=now, today=now.date())


def test_an_officer_sees_what_came_back_and_what_runs_out(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert counters(bureau, "officer_a") == {"退回待改": 0, "待补标签": 0, "上传中或停滞": 0, "将到期": 0}
    send_back(bureau, case)
    assert counters(bureau, "officer_a")["退回待改"] == 1
    assert counters(bureau, "officer_c")["退回待改"] == 0


def test_an_officer_sees_deadlines_of_own_cases_three_workdays_ahead(bureau: Bureau) -> None:
    case = bureau.clue()
    bureau.on(date(2026, 3, 24))
    today = date(2026, 3, 24)
    assert counters(bureau, "officer_a")["将到期"] == 0
    bureau.on(date(2026, 3, 25))
    assert waiting(bureau, queries.due_soon, "officer_b", today=today + timedelta(days=1)) == [case]
    assert waiting(bureau, queries.due_soon, "officer_c", today=today + timedelta(days=1)) == []


def test_an_officer_sees_uploads_left_lying(bureau: Bureau) -> None:
    case = bureau.filed()
    opened(bureau, case, size=4096)
    assert counters(bureau, "officer_a")["上传中或停滞"] == 1
    assert waiting(bureau, queries.uploading, "officer_b") == [case]
    assert waiting(bureau, queries.uploading, "officer_c") == []


def test_an_officer_sees_recordings_without_labels(bureau: Bureau, tmp_path: Path) -> None:
    case = bureau.filed()
    sent(bureau, case, clips.tone(tmp_path / "录音.mp3"))
    assert counters(bureau, "officer_a")["待补标签"] == 1
    assert waiting(bureau, queries.unlabelled, "officer_b") == [case]
    assert waiting(bureau, queries.unlabelled, "officer_c") == []


def test_a_reviewer_sees_the_queue_and_what_is_late(bureau: Bureau) -> None:
    submitted(bureau)
    assert counters(bureau, "reviewer") == {"待审核": 1, "审核已逾期": 0}
    bureau.on(date(2026, 4, 15))
    assert counters(bureau, "reviewer") == {"待审核": 1, "审核已逾期": 1}


def test_heads_see_filings_and_decisions_waiting(bureau: Bureau) -> None:
    bureau.act("officer_a", case_service.propose_filing, bureau.clue(), opinion="建议立案")
    agreed(bureau)
    assert counters(bureau, "unit_head") == {"待审核处理决定": 0, "待批立案": 1, "待批免录": 0}
    assert counters(bureau, "agency_head") == {
        "待批立案": 1,
        "待批期限事项": 0,
        "待批免录": 0,
        "待决定": 1,
        "待批准不予公示": 0,
    }


def test_clerks_see_what_is_to_be_published(bureau: Bureau) -> None:
    decided(bureau)
    found = counters(bureau, "clerk")
    assert list(found) == ["待拟定公示", "待复核", "待公示", "待撤下", "将到期停止公示", "上报回执异常"]
    assert found["待拟定公示"] == 1


def test_the_supervisor_sees_every_overdue_period(bureau: Bureau) -> None:
    bureau.clue()
    bureau.on(date(2026, 3, 30))
    assert counters(bureau, "supervisor") == {"逾期": 0}
    bureau.on(date(2026, 3, 31))
    assert counters(bureau, "supervisor") == {"逾期": 1}


@pytest.mark.parametrize("login", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_have_no_case_counters(bureau: Bureau, login: str) -> None:
    bureau.clue()
    assert counters(bureau, login) == {}


def test_my_cases_leaves_out_what_is_over(bureau: Bureau) -> None:
    open_case, refused = bureau.filed(), bureau.clue()
    bureau.act("unit_head", case_service.refuse_filing, refused, opinion="不属本机关管辖。")
    with bureau.runtime.work(bureau.actor("officer_a"), reading=True) as work:
        lines = queries.my_cases(work.session, work.actor).rows
    assert [(line.id, line.stage) for line in lines] == [(open_case, Stage.INVESTIGATING)]


def test_a_silent_timetable_is_known_after_five_minutes(bureau: Bureau) -> None:
    assert not health(bureau).alive
    duty = operations.Duty(job="deadlines", title="期限提醒")
    with bureau.runtime.work(bureau.actor("system")) as work:
        operations.heartbeat_started(work, duty)
    assert health(bureau).alive
    bureau.later(minutes=6)
    assert not health(bureau).alive


def test_the_age_of_the_signed_head_is_shown(bureau: Bureau) -> None:
    assert health(bureau).head_at is None
    bureau.act("system", sign_head, signer=bureau.runtime.signer)
    assert health(bureau).head_at == bureau.clock.now()
