from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.execution.surcharge import Stay, days_late, first_surcharge_day, surcharge, surcharge_on
from enforcement.workdays.rules import Calendar, Unit, seed_years

DUE = date(2026, 10, 8)
FINES = st.integers(0, 10**15)
LATE = st.integers(0, 400)


def test_the_cap_is_the_fine_itself():
    assert surcharge(1_000_000, 40) == 1_000_000  # not 1,200,000


@pytest.mark.parametrize(
    ("fine", "days", "owed"),
    [
        (1_000_000, 0, 0),
        (1_000_000, 1, 30_000),
        (1_000_000, 33, 990_000),
        (1_000_000, 34, 1_000_000),
        (0, 9, 0),
        (33, 1, 0),
    ],
)
def test_three_percent_a_day(fine, days, owed):
    assert surcharge(fine, days) == owed


def test_a_decision_received_on_2026_09_18_costs_from_10_09():
    pay_due = Calendar(seed_years()).due(date(2026, 9, 18), 15, Unit.CALENDAR).day

    assert first_surcharge_day(pay_due) == date(2026, 10, 9)
    assert days_late(pay_due=pay_due, until=date(2026, 10, 8)) == 0
    assert days_late(pay_due=pay_due, until=date(2026, 10, 9)) == 1
    assert surcharge_on(date(2026, 10, 9), fine=1_000_000, pay_due=pay_due) == 30_000


@pytest.mark.parametrize(
    ("stays", "late"),
    [
        ([], 20),
        ([Stay(date(2026, 10, 11), date(2026, 10, 15))], 15),
        ([Stay(date(2026, 10, 11), date(2026, 10, 15)), Stay(date(2026, 10, 13), date(2026, 10, 17))], 13),
        ([Stay(date(2026, 9, 1), date(2026, 10, 9))], 19),
        ([Stay(date(2026, 10, 11))], 2),
        ([Stay(date(2026, 9, 1))], 0),
        ([Stay(date(2026, 11, 11), date(2026, 12, 1))], 20),
    ],
    ids=["none", "one", "overlapping", "before", "still running", "from the start", "after"],
)
def test_days_of_review_and_suit_are_not_counted(stays, late):
    assert days_late(pay_due=DUE, until=date(2026, 10, 28), stays=stays) == late


@given(FINES, LATE, LATE)
def test_it_grows_with_the_days_and_never_passes_the_fine(fine, one, more):
    assert surcharge(fine, one) <= surcharge(fine, one + more) <= fine


@given(FINES, LATE)
def test_it_never_exceeds_three_percent_a_day(fine, days):
    owed = surcharge(fine, days)

    assert owed * 100 <= fine * 3 * days
    assert owed == fine or fine * 3 * days - owed * 100 < 100


@given(st.integers(-30, 60), st.integers(0, 30), st.integers(0, 60))
def test_a_stay_only_takes_days_away(begin, length, until):
    last_day = DUE + timedelta(days=until)
    stay = Stay(DUE + timedelta(days=begin), DUE + timedelta(days=begin + length))

    with_stay = days_late(pay_due=DUE, until=last_day, stays=[stay])

    assert until - (length + 1) <= with_stay <= until


@pytest.mark.parametrize(("fine", "days"), [(-1, 1), (1, -1)])
def test_negative_figures_are_refused(fine, days):
    with pytest.raises(ValueError, match="不能是负数"):
        surcharge(fine, days)


def test_a_stay_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="早于开始日"):
        days_late(pay_due=DUE, until=date(2026, 10, 28), stays=[Stay(date(2026, 10, 12), date(2026, 10, 11))])
