"""许可听证 (《行政许可法》第四十七、四十八条): no decision before those told have answered, or before it was held."""

from datetime import date, timedelta

import pytest

from enforcement.cases import queries
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.service.procedures import rulings

TOLD = {"told_to": "芜湖安康医院、邻近诊所", "interests": "定点资格名额有限。", "paper": "听证权利告知书〔2026〕1号"}
ASKED = {"asked_by": "邻近诊所", "paper": "书面申请"}
CALLED = {
    "held_on": "2026-03-19",
    "place": "上午九时，本局三楼",
    "host": "法规科人员",
    "paper": "听证通知书〔2026〕1号",
}
HEARD = {"host": "法规科人员", "heard": "双方陈述并质证。", "paper": "听证笔录，共5页"}


def decide(bureau: Bureau, case: CaseId) -> None:
    rulings.step(bureau, case, Milestone.LICENCE_DECIDED, by="agency_head", **rulings.GRANT)


def told(bureau: Bureau) -> CaseId:
    case = rulings.examined(bureau)
    rulings.step(bureau, case, Milestone.LICENCE_HEARING_TOLD, **TOLD)
    return case


def due(bureau: Bureau, case: CaseId) -> dict[str, date]:
    return {row.key: row.due_on for row in bureau.read(queries.deadlines, case) if row.closed_on is None}


def test_a_hearing_asked_for_is_called_in_time_and_held_before_the_decision(bureau: Bureau) -> None:
    case = told(bureau)
    assert due(bureau, case)["LICENCE_HEARING_REQUEST"] == date(2026, 3, 16)
    with pytest.raises(RuleBroken, match="申请期限届满后方可作出决定"):
        decide(bureau, case)
    rulings.step(bureau, case, Milestone.LICENCE_HEARING_ASKED, **ASKED)
    assert due(bureau, case)["LICENCE_HEARING"] == date(2026, 4, 7)
    assert "LICENCE_HEARING_REQUEST" not in due(bureau, case)
    with pytest.raises(RuleBroken, match="根据听证笔录作出决定"):
        decide(bureau, case)
    with pytest.raises(RuleBroken, match="尚未通知举行听证"):
        rulings.step(bureau, case, Milestone.LICENCE_HEARD, **HEARD)
    rulings.step(bureau, case, Milestone.LICENCE_HEARING_CALLED, **CALLED)
    bureau.clock.at += timedelta(days=9)  # the seventh workday after
    with pytest.raises(RuleBroken, match="7个工作日前通知"):
        rulings.step(bureau, case, Milestone.LICENCE_HEARD, **HEARD)
    bureau.clock.at += timedelta(days=1)
    rulings.step(bureau, case, Milestone.LICENCE_HEARD, **HEARD)
    assert "LICENCE_HEARING" not in due(bureau, case)
    with pytest.raises(RuleBroken, match="尚未提出审查意见"):
        decide(bureau, case)
    rulings.step(bureau, case, Milestone.LICENCE_EXAMINED, examination="听证后核对。", proposal="建议准予许可")
    decide(bureau, case)
    assert bureau.read(queries.last_day_of, case, Milestone.LICENCE_DECIDED) == date(2026, 3, 19)


def test_silence_counts_only_after_the_five_days_and_no_longer_once_somebody_asked(bureau: Bureau) -> None:
    case = told(bureau)
    silent = {"checked": "收文登记中没有听证申请。"}
    with pytest.raises(RuleBroken, match="届满，须在其后办理"):
        rulings.step(bureau, case, Milestone.LICENCE_HEARING_LAPSED, **silent)
    bureau.clock.at += timedelta(days=8)
    rulings.step(bureau, case, Milestone.LICENCE_HEARING_LAPSED, **silent)
    with pytest.raises(RuleBroken):
        rulings.step(bureau, case, Milestone.LICENCE_HEARING_ASKED, **ASKED)
    decide(bureau, case)
    assert set(due(bureau, case)) == {"LICENCE_ISSUE", "PUBLISH_PENALTY_LICENCE"}


def test_who_waives_in_writing_need_not_wait(bureau: Bureau) -> None:
    case = told(bureau)
    rulings.step(bureau, case, Milestone.LICENCE_HEARING_WAIVED, waived_by="各方", paper="书面声明")
    decide(bureau, case)
    assert "LICENCE_HEARING_REQUEST" not in due(bureau, case)
