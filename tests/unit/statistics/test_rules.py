from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.statistics.rules import (
    Quarter,
    quarter_has_ended,
    restatement_is_explained,
    something_changed,
)


def test_ST_12_natural_quarters():
    quarter = Quarter.parse("2026Q4")
    assert (quarter.first, quarter.last, quarter.title) == (date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度")


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_quarter(day):
    quarter = Quarter.holding(day)
    assert quarter.first <= day <= quarter.last
    assert Quarter.parse(quarter.key) == quarter == quarter.shifted(3).shifted(-3)


@pytest.mark.parametrize("wrong", ["", "2026", "2026Q5", "2026q1", "26Q1", "2026Q1 ", "２０２６Q1", "2026-Q1"])
def test_a_period_is_written_one_way(wrong):
    with pytest.raises(InvalidInput):
        Quarter.parse(wrong)


def test_a_running_quarter_is_not_frozen_on_its_last_day():
    quarter_has_ended(Quarter(2026, 3), date(2026, 10, 1))
    with pytest.raises(RuleBroken) as refused:
        quarter_has_ended(Quarter(2026, 3), date(2026, 9, 30))
    assert refused.value.code == "QUARTER_RUNNING"


def test_ST_9_only_a_difference_makes_a_version():
    something_changed(None, "a")
    something_changed("a", "b")
    with pytest.raises(RuleBroken) as refused:
        something_changed("a", "a")
    assert refused.value.code == "NO_CHANGE"


def test_ST_9_a_restatement_has_a_reason():
    restatement_is_explained(1, "")
    restatement_is_explained(2, "补录")
    with pytest.raises(InvalidInput):
        restatement_is_explained(2, "")
