"""F1 to F18, each passing and each failing, and what they say where there is nothing to judge yet."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.procedures.grammar import Milestone
from enforcement.scoring.casefile import Delivered, Discussed
from enforcement.scoring.checks import ASKED
from enforcement.scoring.rules import Severity, Verdict
from tests.unit.scoring.files import (
    AGREED,
    CLOSING,
    DECIDED,
    HANDLER,
    HEAD,
    HEARING,
    LINE,
    MEASURE,
    NOTICE,
    PAPER,
    PROPOSAL,
    RECORD,
    finding,
    line,
    terms_with,
    without,
)

M = Milestone
LATE = date(2026, 4, 15)
NO_SUM = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=0, text="")
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("F1", {"records": (replace(RECORD, officers=1, valid=1),)}, "只有1名执法人员"),
    ("F1", {"records": (replace(RECORD, valid=1),)}, "证件有效的执法人员只有1名"),
    ("F2", {"measures": (replace(MEASURE, day=date(2026, 3, 1)),)}, "在批准立案之前"),
    ("F2", {"filed_on": None}, "在批准立案之前"),
    ("F3", {"terms": terms_with("PRESERVE_DISPOSE", closed_on=LATE)}, "2026年4月15日才办结"),
    ("F3", {"terms": terms_with("PRESERVE_DISPOSE", closed_on=None)}, "至今没有办结"),
    ("F4", {"terms": terms_with("SEAL", extended=30)}, "延长了30日，卷内没有批准"),
    ("F5", {"line": line(M.FILED, M.DEFENCE_WAIVED, M.REPORTED, M.DECIDED)}, "没有送达事先告知书"),
    ("F5", {"line": line(M.FILED, M.DEFENCE_WAIVED, M.PRIOR_NOTICE_SERVED, M.DECIDED)}, "陈述申辩没有了结"),
    ("F5", {"proposal": replace(PROPOSAL, penalties=(NO_SUM,))}, "没有写明一个确定的数额"),
    ("F6", {"notice": replace(NOTICE, hearing_told=False)}, "没有告知听证权利"),
    ("F6", {"hearings": (replace(HEARING, in_time=False),)}, "没有在举行的七个工作日前通知"),
    ("F7", {"agreed": None}, "未经法制审核同意"),
    ("F7", {"agreed": replace(AGREED, digest="old")}, "不是所决定的一稿"),
    ("F7", {"agreed": replace(AGREED, by=HANDLER)}, "办理过本案"),
    ("F7", {"agreed": replace(AGREED, by=HEAD)}, "又作出了决定"),
    ("F7", {"agreed": replace(AGREED, qualified=False)}, "没有登记法律职业资格"),
    ("F8", {"discussed": None}, "没有讨论同意就作出了决定"),
    ("F8", {"discussed": Discussed(digest="d", spoken=1)}, "只有1名"),
    ("F8", {"discussed": Discussed(digest="old", spoken=2)}, "不是所决定的一稿"),
    ("F9", {"terms": terms_with("CASE_DECIDE", closed_on=LATE)}, "2026年4月15日才办结"),
    ("F9", {"terms": terms_with("CASE_DECIDE", extended=30)}, "卷内没有批准"),
    ("F10", {"decided": replace(DECIDED, paper=PAPER | {"court": " "})}, "提起行政诉讼的途径"),
    ("F11", {"deliveries": (Delivered(name="《决定书》", fault="没有见证人。"),)}, "没有见证人"),
    ("F11", {"terms": terms_with("SERVE_DECISION", closed_on=LATE)}, "才办结"),
    ("F12", {"terms": terms_with("PUBLISH_PENALTY_LICENCE", closed_on=None)}, "至今没有办结"),
    ("F12", {"line": line(M.DECIDED, M.NOT_PUBLISHED, note="（）")}, "没有写明理由"),
    ("F13", {"unrecorded": ("“留置送达”缺少音像记录。",)}, "留置送达"),
    ("F14", {"records": (replace(RECORD, place=" "),)}, "没有写明地点"),
    ("F14", {"unexplained": ("证据2《录像》",)}, "标注更正过"),
    ("F14", {"unsigned": ("复核意见尚未经负责人签批。",)}, "尚未经负责人签批"),
    ("F15", {"told": "other"}, "与告知的不一致"),
    ("F16", {"proposal": replace(PROPOSAL, range_fault="罚款超过法定上限。")}, "超过法定上限"),
    ("F17", {"line": line(*LINE, M.PAID)}, "登记了两次缴款"),
    ("F17", {"line": line(*LINE, note="")}, "没有票据号"),
    ("F17", {"closing": CLOSING | {"result": "警告"}}, "处理结果与决定书不一致"),
    ("F18", {"loose": ("证据3《照片》没有标注。",)}, "没有标注"),
]


@pytest.mark.parametrize("key", ASKED)
def test_a_whole_file_passes(key: str) -> None:
    found = finding(without(), key)
    assert (found.verdict, found.lost) == (Verdict.PASSED, 0), found.sentence
    assert found.sentence.endswith(("。", "！")), "a sentence a person can read"


@pytest.mark.parametrize(("key", "changed", "says"), BAD)
def test_a_faulty_file_fails(key: str, changed: dict[str, Any], says: str) -> None:
    found = finding(without(**changed), key)
    assert found.verdict is Verdict.FAILED
    assert says in found.sentence
    assert found.knocks_out if found.check.severity is Severity.KNOCK_OUT else found.lost == found.check.points


def test_every_check_has_a_failing_case() -> None:
    assert {key for key, _changed, _says in BAD} == set(ASKED)


@pytest.mark.parametrize("key", ["F5", "F7", "F8", "F10"])
def test_before_the_decision_nothing_is_held_against_it(key: str) -> None:
    found = finding(without(decided=None, agreed=None, discussed=None, line=line(M.FILED)), key)
    assert found.verdict is Verdict.NOT_YET


def test_an_open_draft_that_left_its_notice_shows_at_once() -> None:
    found = finding(without(decided=None, told="other"), "F15")
    assert found.sentence.startswith("当前文稿")


def test_a_running_case_is_not_late_before_its_last_day() -> None:
    running = without(decided=None, terms=terms_with("CASE_DECIDE", closed_on=None, due_on=date(2026, 4, 1)))
    assert finding(running, "F9").verdict is Verdict.NOT_YET
    assert finding(replace(running, today=date(2026, 4, 2)), "F9").failed
    stopped = terms_with("CASE_DECIDE", closed_on=None, due_on=date(2026, 3, 1), stands_still=True)
    assert not finding(without(decided=None, terms=stopped), "F9").failed, "the clock stands still"


def test_an_approved_extension_is_no_fault() -> None:
    assert finding(without(terms=terms_with("CASE_DECIDE", extended=30, approvals=1)), "F9").verdict is Verdict.PASSED


def test_a_measure_without_a_period_is_left_to_people() -> None:
    """Better no verdict than a wrong one: the day of disposal stands on paper only."""
    found = finding(without(terms=()), "F3")
    assert (found.verdict, found.lost) == (Verdict.BY_HAND, 0)
    assert finding(without(terms=(), measures=()), "F3").verdict is Verdict.NOT_ASKED


def test_withheld_with_its_reason_passes() -> None:
    found = finding(without(line=line(M.DECIDED, M.NOT_PUBLISHED, note="涉及个人隐私（第四十八条）")), "F12")
    assert found.verdict is Verdict.PASSED
    assert "个人隐私" in found.sentence


def test_no_right_to_a_hearing_no_fault() -> None:
    found = finding(without(notice=replace(NOTICE, hearing_told=False, hearing_due=()), hearings=()), "F6")
    assert found.verdict is Verdict.NOT_ASKED


def test_no_duty_to_discuss_no_fault() -> None:
    assert finding(without(discussion_due=False, discussed=None), "F8").verdict is Verdict.NOT_ASKED
