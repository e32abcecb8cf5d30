from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.review import rules
from enforcement.review.rules import Finding, Material, Point

ALL_OK = [Point(number=number, finding=Finding.OK, text="", item=None) for number in range(1, 9)]


def test_missing_materials_are_named_in_one_sentence() -> None:
    given_materials = [
        Material(key="final_report", present=True),
        Material(key="prior_notice", present=False, lacks="尚未送达"),
        Material(key="evidence", present=False, lacks="待补标签：现场录像"),
    ]
    with pytest.raises(RuleBroken) as refused:
        rules.materials_are_complete(given_materials)
    assert refused.value.code == "MATERIALS_INCOMPLETE"
    assert "尚未送达" in refused.value.sentence
    assert "现场录像" in refused.value.sentence
    assert "调查终结报告" not in refused.value.sentence


def test_an_unqualified_reviewer_is_refused() -> None:
    rules.reviewer_is_qualified("A20193402000001")
    for missing in (None, ""):
        with pytest.raises(RuleBroken, match="法律职业资格"):
            rules.reviewer_is_qualified(missing)


def test_a_colleagues_review_is_taken_over_with_a_reason() -> None:
    mine, theirs = UUID(int=1), UUID(int=2)
    rules.review_is_taken(None, actor_id=mine, reason="")
    rules.review_is_taken(mine, actor_id=mine, reason="")
    rules.review_is_taken(theirs, actor_id=mine, reason="原审核人病假")
    with pytest.raises(RuleBroken) as refused:
        rules.review_is_taken(theirs, actor_id=mine, reason="")
    assert refused.value.code == "REVIEW_CLAIMED"


def test_every_head_is_answered_once() -> None:
    rules.all_points_answered(ALL_OK, wanted=8)
    for wrong in (ALL_OK[:7], [*ALL_OK, ALL_OK[0]], []):
        with pytest.raises(InvalidInput) as refused:
            rules.all_points_answered(wrong, wanted=8)
        assert "points" in refused.value.fields


def test_the_unanswered_head_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.all_points_answered([point for point in ALL_OK if point.number != 6], wanted=8)
    assert refused.value.fields["points"][0].endswith("6。")


def test_a_problem_says_what_it_is() -> None:
    silent = [replace(ALL_OK[0], finding=Finding.PROBLEM), *ALL_OK[1:]]
    with pytest.raises(InvalidInput) as refused:
        rules.all_points_answered(silent, wanted=8)
    assert list(refused.value.fields) == ["points-0-text"]


def test_agreement_and_problem_exclude_each_other() -> None:
    broken = [*ALL_OK[:7], replace(ALL_OK[7], finding=Finding.PROBLEM, text="涉嫌犯罪")]
    rules.agreement_has_no_problem(ALL_OK)
    rules.return_names_a_problem(broken)
    with pytest.raises(RuleBroken, match="第8项"):
        rules.agreement_has_no_problem(broken)
    with pytest.raises(RuleBroken) as refused:
        rules.return_names_a_problem(ALL_OK)
    assert refused.value.code == "NO_REASON_TO_RETURN"


def test_only_changed_fields_are_shown_sentence_by_sentence() -> None:
    before = {"违法事实": "甲。乙。丙。", "拟处罚": "罚款一万元"}
    after = {"违法事实": "甲。丁。丙。", "拟处罚": "罚款一万元"}
    (change,) = rules.changes(before, after)
    assert change.label == "违法事实"
    assert change.runs == ((" ", "甲。"), ("-", "乙。"), ("+", "丁。"), (" ", "丙。"))


@given(st.text(alphabet="甲乙。；\n", max_size=30), st.text(alphabet="甲乙。；\n", max_size=30))
def test_both_texts_can_be_read_back_from_the_changes(before: str, after: str) -> None:
    for change in rules.changes({"x": before}, {"x": after}):
        assert "".join(text for mark, text in change.runs if mark != "+") == before
        assert "".join(text for mark, text in change.runs if mark != "-") == after
