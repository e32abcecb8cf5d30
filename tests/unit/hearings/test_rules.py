from dataclasses import replace
from datetime import date

import pytest

from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.hearings import rules
from enforcement.hearings.rules import Adoption, AnsweredPoint
from enforcement.kernel.errors import InvalidInput, RuleBroken
from tests.service.decisions.course import TEXT

DUE = date(2026, 3, 16)


def code_of(check, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        check(*args, **kwargs)
    assert refused.value.basis
    return refused.value.code


@pytest.mark.parametrize(("name", "code"), [("", "91340200"), ("芜湖安康医院", "")])
def test_g4_a_notice_names_its_party_beyond_doubt(name: str, code: str) -> None:
    rules.party_is_identified(name="芜湖安康医院", code="91340200")
    assert code_of(rules.party_is_identified, name=name, code=code) == "PARTY_UNIDENTIFIED"


def test_case_18_every_amount_is_one_figure() -> None:
    fine = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=1, text="")
    warning = PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text="")
    rules.amounts_are_single([fine, warning])
    assert code_of(rules.something_is_proposed, replace(TEXT, penalties=())) == "NOTHING_PROPOSED"
    for kind in (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS):
        missing = PenaltyItem(kind=kind, amount_fen=0, text="一千元至二千元")
        assert code_of(rules.amounts_are_single, [fine, missing]) == "AMOUNT_MISSING"


def test_case_30_recovery_is_told_apart_from_the_penalty() -> None:
    told = rules.burden_told("罚款人民币1.00元（大写：壹元整）", recovery_fen=1_000_000, correction="停止串换。")
    assert told == (
        "罚款人民币1.00元（大写：壹元整）。同时拟责令退回医疗保障基金人民币10,000.00元（大写：壹万元整），"
        "该款项退回基金专户，不属于行政处罚。同时责令改正：停止串换"
    )
    assert rules.burden_told("警告", recovery_fen=0, correction="") == "警告"


def test_the_same_content_is_told_twice_only_for_a_reason() -> None:
    rules.notice_says_something_new(None, substance="a", reason="")
    rules.notice_says_something_new("b", substance="a", reason="")
    rules.notice_says_something_new("a", substance="a", reason="联系电话有误")
    assert code_of(rules.notice_says_something_new, "a", substance="a", reason="") == "ALREADY_NOTIFIED"


def test_an_answer_of_the_party_comes_between_service_and_today() -> None:
    served, today = date(2026, 3, 9), date(2026, 3, 12)
    for day in (served, today):
        rules.happened_in_time("received_on", day, served_on=served, today=today)
    for day in (date(2026, 3, 8), date(2026, 3, 13)):
        with pytest.raises(InvalidInput) as refused:
            rules.happened_in_time("received_on", day, served_on=served, today=today)
        assert list(refused.value.fields) == ["received_on"]


def test_a_told_hearing_must_be_given_up_too() -> None:
    rules.waiver_is_whole(hearing_told=False, covers_hearing=False)
    rules.waiver_is_whole(hearing_told=True, covers_hearing=True)
    assert code_of(rules.waiver_is_whole, hearing_told=True, covers_hearing=False) == "HEARING_NOT_WAIVED"


def test_case_22_each_point_has_its_reason() -> None:
    whole = AnsweredPoint(point="已退款", adoption=Adoption.ADOPTED, reason="属实")
    rules.points_are_answered([whole])
    for points, field in (
        ([], "points"),
        ([whole, AnsweredPoint(point="", adoption=Adoption.REJECTED, reason="无据")], "points-1-point"),
        ([AnsweredPoint(point="处罚过重", adoption=Adoption.REJECTED, reason="")], "points-0-reason"),
    ):
        with pytest.raises(InvalidInput) as refused:
            rules.points_are_answered(points)
        assert list(refused.value.fields) == [field]


def test_case_19_the_term_runs_through_its_last_day() -> None:
    rules.term_is_over(DUE, provisional=False, today=date(2026, 3, 17))
    assert code_of(rules.term_is_over, DUE, provisional=False, today=DUE) == "DEFENCE_STILL_RUNNING"
    assert code_of(rules.term_is_over, DUE, provisional=True, today=date(2026, 3, 17)) == "TERM_PROVISIONAL"


def test_while_the_term_runs_the_party_may_add() -> None:
    rules.nothing_more_can_come(DUE, today=date(2026, 3, 17), nothing_further=False)
    rules.nothing_more_can_come(DUE, today=DUE, nothing_further=True)
    refused = code_of(rules.nothing_more_can_come, DUE, today=DUE, nothing_further=False)
    assert refused == "DEFENCE_MAY_BE_ADDED_TO"


def test_one_defence_one_answer() -> None:
    rules.defence_is_unanswered(answered=False)
    assert code_of(rules.defence_is_unanswered, answered=True) == "ALREADY_ANSWERED"
