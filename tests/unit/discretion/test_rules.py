"""The sum a baseline suggests: reckoned in whole fen, shown step by step, never out of its tier or the law."""

from contextlib import suppress
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.discretion import rules
from enforcement.discretion.rules import Ground, Tier
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.matters.rules import FineRange, RangeKind

LOSS = FineRange(kind=RangeKind.MULTIPLE, low=100, high=200, base_name="造成的基金损失")
SUMS = FineRange(kind=RangeKind.AMOUNT, low=1_000_000, high=5_000_000, base_name="")
NO_FINE = FineRange(kind=RangeKind.NONE, low=0, high=0, base_name="")


def tier(name: str, low: int, high: int) -> Tier:
    return Tier(name=name, circumstances="情形", low=low, high=high)


MILD, USUAL, GRAVE = tier("较轻", 100, 130), tier("一般", 130, 170), tier("较重", 170, 200)


def test_the_tiers_of_the_law_are_sound_in_their_order_alone():
    sound = []
    for order in permutations((MILD, USUAL, GRAVE)):
        with suppress(InvalidInput):
            rules.tiers_are_sound(order, LOSS)
            sound.append(order)
    assert sound == [(MILD, USUAL, GRAVE)]


@pytest.mark.parametrize(
    ("tiers", "field"),
    [
        ((MILD, tier("一般", 140, 200)), "tiers-1-low"),
        ((MILD, tier("一般", 120, 200)), "tiers-1-low"),
        ((tier("较轻", 130, 100), GRAVE), "tiers-0-high"),
        ((MILD, tier("较轻", 130, 200)), "tiers-0-name"),
        ((MILD, USUAL), "tiers"),
        ((tier("较轻", 90, 130), tier("一般", 130, 200)), "tiers"),
        ((MILD, tier("一般", 130, 201)), "tiers"),
    ],
)
def test_tiers_with_gap_overlap_or_outside_the_law_are_refused(tiers, field):
    with pytest.raises(InvalidInput) as refused:
        rules.tiers_are_sound(tiers, LOSS)
    assert field in refused.value.fields


def test_a_cause_without_fine_has_nothing_to_divide():
    with pytest.raises(RuleBroken) as refused:
        rules.tiers_are_sound((MILD,), NO_FINE)
    assert refused.value.code == "NO_FINE_TO_DIVIDE"


def test_the_middle_of_the_tier_is_suggested_without_circumstances():
    found = rules.suggest(LOSS, USUAL, base_fen=10_000_000, grounds=())
    assert (found.low_fen, found.high_fen, found.suggested_fen) == (13_000_000, 17_000_000, 15_000_000)
    assert found.arithmetic[0] == "法定幅度：造成的基金损失100,000.00元 × 1倍至2倍 ＝ 100,000.00元至200,000.00元"
    assert "1.3倍至1.7倍" in found.arithmetic[1]
    assert found.arithmetic[-1].endswith("建议罚款150,000.00元")


def test_each_net_circumstance_moves_a_quarter_of_the_width():
    one = rules.suggest(LOSS, USUAL, base_fen=10_000_000, grounds={Ground.REMEDIED})
    both = rules.suggest(LOSS, USUAL, base_fen=10_000_000, grounds={Ground.REMEDIED, Ground.EMERGENCY})
    assert (one.suggested_fen, both.suggested_fen) == (14_000_000, 15_000_000)


def test_many_circumstances_do_not_leave_the_tier_and_are_shown():
    found = rules.suggest(SUMS, tier("较轻", 1_000_000, 1_000_400), base_fen=0, grounds=set(Ground))
    assert found.suggested_fen == 1_000_000
    assert "从重1项、从轻6项" in found.arithmetic[3]


def test_a_multiple_needs_its_base():
    with pytest.raises(InvalidInput) as refused:
        rules.suggest(LOSS, USUAL, base_fen=0, grounds=())
    assert "base" in refused.value.fields


def test_a_sum_nobody_can_write_out_is_refused():
    with pytest.raises(InvalidInput) as refused:
        rules.suggest(LOSS, USUAL, base_fen=10**15, grounds=())
    assert "base" in refused.value.fields


@given(
    base=st.integers(min_value=1, max_value=10**12),
    low=st.integers(min_value=100, max_value=200),
    width=st.integers(min_value=0, max_value=100),
    grounds=st.sets(st.sampled_from(list(Ground))),
)
def test_every_suggestion_lies_in_its_tier_and_every_step_is_shown(base, low, width, grounds):
    found = rules.suggest(LOSS, tier("某阶次", low, low + width), base_fen=base, grounds=grounds)
    assert found.low_fen <= found.suggested_fen <= found.high_fen
    assert len(found.arithmetic) == 5


def test_leaving_the_tier_asks_for_a_reason_and_staying_for_none():
    bounds = (13_000_000, 17_000_000)
    rules.leaving_is_explained(13_000_000, bounds=bounds, tier="一般", leaving="")
    rules.leaving_is_explained(10_000_000, bounds=bounds, tier="一般", leaving="当事人确有困难。")
    with pytest.raises(RuleBroken) as refused:
        rules.leaving_is_explained(17_000_001, bounds=bounds, tier="一般", leaving="")
    assert (refused.value.code, refused.value.basis) == ("BASELINE_LEFT", "《行政处罚法》第三十四条")
    with pytest.raises(InvalidInput):
        rules.leaving_is_explained(15_000_000, bounds=bounds, tier="一般", leaving="多余的理由。")
