from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.decisions import rules
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.matters.rules import FineRange, RangeKind

FINE = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=15_000_000, text="")
TEXT = DraftText(
    facts="事实。",
    evidence_text="证据。",
    violated="甲法第一条",
    applied="甲法第二条",
    discretion="裁量。",
    mitigation="",
    penalties=(FINE,),
    base_fen=10_000_000,
    recovery_fen=0,
    correction="",
)
ONE_TO_TWO = FineRange(kind=RangeKind.MULTIPLE, low=100, high=200, base_name="损失")
FIXED = FineRange(kind=RangeKind.AMOUNT, low=1_000_000, high=5_000_000, base_name="")
NONE = FineRange(kind=RangeKind.NONE, low=0, high=0, base_name="")


WARNING = PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text="")


def of(fen: int, **changes: object) -> DraftText:
    penalties = (
        (replace(FINE, amount_fen=fen),) if fen else (PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text=""),)
    )
    return replace(TEXT, penalties=penalties, **changes)


def lawful(allowed: FineRange, fen: int) -> bool:
    try:
        rules.fine_is_lawful(allowed, of(fen))
    except RuleBroken:
        return False
    return True


def test_a_fine_within_one_and_two_times_the_loss_needs_no_reason() -> None:
    tried = (9_999_999, 10_000_000, 15_000_000, 20_000_000, 20_000_001)
    assert [fen for fen in tried if lawful(ONE_TO_TWO, fen)] == [10_000_000, 15_000_000, 20_000_000]


@pytest.mark.parametrize(
    ("allowed", "fen", "code"),
    [
        (ONE_TO_TWO, 9_999_999, "FINE_BELOW_RANGE"),
        (ONE_TO_TWO, 0, "FINE_BELOW_RANGE"),
        (ONE_TO_TWO, 20_000_001, "FINE_ABOVE_RANGE"),
        (FIXED, 999_999, "FINE_BELOW_RANGE"),
        (FIXED, 5_000_001, "FINE_ABOVE_RANGE"),
        (NONE, 1, "FINE_ABOVE_RANGE"),
    ],
)
def test_a_fine_outside_the_range_is_refused(allowed: FineRange, fen: int, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.fine_is_lawful(allowed, of(fen))
    assert refused.value.code == code


def test_mitigation_justifies_less_and_never_more() -> None:
    rules.fine_is_lawful(ONE_TO_TWO, of(1, mitigation="主动消除危害后果。"))
    with pytest.raises(RuleBroken):
        rules.fine_is_lawful(ONE_TO_TWO, of(20_000_001, mitigation="主动消除危害后果。"))


def test_a_multiple_needs_its_base() -> None:
    with pytest.raises(InvalidInput, match="更正") as refused:
        rules.fine_is_lawful(ONE_TO_TWO, of(15_000_000, base_fen=0))
    assert "base" in refused.value.fields


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (PenaltyItem(kind=PenaltyKind.FINE, amount_fen=0, text=""), "penalties-0-amount"),
        (PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=5, text=""), "penalties-0-amount"),
        (PenaltyItem(kind=PenaltyKind.SUSPEND_LICENCE, amount_fen=0, text=""), "penalties-0-text"),
        (PenaltyItem(kind=PenaltyKind.OTHER, amount_fen=0, text=""), "penalties-0-text"),
    ],
)
def test_each_kind_of_penalty_carries_what_it_needs(item: PenaltyItem, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.penalties_are_sound([item])
    assert list(refused.value.fields) == [field]


def test_one_act_is_not_fined_twice() -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.penalties_are_sound([FINE, FINE])
    assert (refused.value.code, refused.value.basis) == ("ONE_FINE", "《行政处罚法》第二十九条")


def test_penalties_are_told_in_figures_and_capitals() -> None:
    other = PenaltyItem(kind=PenaltyKind.OTHER, amount_fen=0, text="暂停医药服务六个月")
    assert rules.penalty_sentences([FINE]) == "罚款人民币150,000.00元（大写：壹拾伍万元整）"
    assert rules.penalty_sentences([WARNING, other]) == "1．警告；2．暂停医药服务六个月"


def test_recovery_and_confiscation_are_no_fine() -> None:
    gains = PenaltyItem(kind=PenaltyKind.CONFISCATE_GAINS, amount_fen=7, text="")
    text = replace(TEXT, penalties=(FINE, gains), recovery_fen=9)
    assert (text.fine_fen, text.confiscated_fen, text.recovery_fen) == (15_000_000, 7, 9)


SUBSTANCE = {"facts": "x", "violated": "x", "applied": "x", "recovery_fen": 5, "penalties": ()}
MANNER = {"evidence_text": "x", "discretion": "x", "mitigation": "x", "base_fen": 5, "correction": "x"}


@pytest.mark.parametrize(("name", "value"), [*SUBSTANCE.items(), *MANNER.items()])
def test_every_field_changes_the_digest_and_substance_asks_for_a_new_notice(name: str, value: object) -> None:
    changed = replace(TEXT, **{name: value})
    assert changed.digest != TEXT.digest
    assert (changed.substance_digest != TEXT.substance_digest) is (name in SUBSTANCE)


@given(st.integers(min_value=1, max_value=10**15))
def test_no_two_fines_share_a_digest(fen: int) -> None:
    assert of(fen).digest == of(fen).digest
    assert of(fen).digest != of(fen + 1).digest


def test_the_decider_neither_handled_nor_reviewed() -> None:
    somebody = UUID(int=3)
    rules.decider_never_reviewed(somebody, [UUID(int=4)])
    with pytest.raises(RuleBroken) as refused:
        rules.decider_never_reviewed(somebody, [UUID(int=4), somebody])
    assert refused.value.code == "DECIDER_REVIEWED"


def test_lateness_is_a_stamp_and_not_a_bar() -> None:
    due = date(2026, 6, 8)
    assert rules.lateness_is_explained(due, today=due, reason="") is False
    assert rules.lateness_is_explained(None, today=due, reason="") is False
    assert rules.lateness_is_explained(due, today=date(2026, 6, 9), reason="鉴定") is True
    with pytest.raises(RuleBroken, match="2026-06-08"):
        rules.lateness_is_explained(due, today=date(2026, 6, 9), reason="")
