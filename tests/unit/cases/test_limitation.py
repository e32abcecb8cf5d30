from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.cases.limitation import check, years_later

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("act_ended", "discovered", "harm", "within", "expires"),
    [
        ("2024-11-22", "2026-11-22", False, True, "2026-11-22"),
        ("2024-11-22", "2026-11-23", False, False, "2026-11-22"),
        ("2024-11-22", "2026-11-23", True, True, "2029-11-22"),
        ("2021-11-22", "2026-11-22", True, True, "2026-11-22"),
        ("2021-11-22", "2026-11-23", True, False, "2026-11-22"),
        ("2024-02-29", "2026-02-28", False, True, "2026-02-28"),
        ("2024-02-29", "2026-03-01", False, False, "2026-02-28"),
        ("2024-02-29", "2029-02-28", True, True, "2029-02-28"),
        ("2022-02-28", "2024-02-29", False, False, "2024-02-28"),
    ],
)
def test_last_day_of_the_period(act_ended, discovered, harm, within, expires):
    verdict = check(act_ended=date.fromisoformat(act_ended), discovered=date.fromisoformat(discovered), harmful=harm)

    assert (verdict.within, verdict.expires) == (within, date.fromisoformat(expires))


@pytest.mark.parametrize("act_ended", [None, date(2026, 11, 23), date(2026, 12, 1)])
def test_an_act_still_going_on_is_in_time(act_ended):
    verdict = check(act_ended=act_ended, discovered=date(2026, 11, 22))

    assert verdict.within
    assert verdict.expires is None
    assert "尚未终了" in verdict.sentence


def test_the_sentence_names_days_and_article():
    verdict = check(act_ended=date(2023, 3, 1), discovered=date(2026, 11, 22))

    assert verdict.sentence == (
        "二年追责时效至2025年3月1日届满，2026年11月22日才发现，不再给予行政处罚，应当不予立案"
        "（《中华人民共和国行政处罚法》第三十六条）。"
    )
    assert verdict.basis == "《中华人民共和国行政处罚法》第三十六条"


@given(DAYS, st.integers(0, 4000), st.booleans())
def test_discovery_is_in_time_up_to_the_last_day_and_not_after(act_ended, later, harm):
    verdict = check(act_ended=act_ended, discovered=act_ended + timedelta(days=later), harmful=harm)

    assert verdict.expires
    assert verdict.within == (act_ended + timedelta(days=later) <= verdict.expires)


@given(DAYS, st.sampled_from([2, 5]))
def test_years_keep_the_day_except_on_leap_days(day, years):
    later = years_later(day, years)

    assert later.year == day.year + years
    assert (later.month, later.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))
