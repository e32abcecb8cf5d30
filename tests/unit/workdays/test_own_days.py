"""A body's own days, counting backwards, and many starts at once; and the shipped years held against another source."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.workdays.crosscheck import differences
from enforcement.workdays.rules import Calendar, OwnDay, Unit, YearStatus, seed_years

PLAIN = Calendar(seed_years())
CLOSED = OwnDay(day=date(2026, 3, 11), is_off=True, name="防汛停工", basis="市防指〔2026〕3号")
OPEN = OwnDay(day=date(2026, 3, 14), is_off=False, name="补班", basis="市府办〔2026〕8号")
OWN = Calendar(seed_years(), [CLOSED, OPEN])
DAYS = st.dates(min_value=date(2019, 1, 5), max_value=date(2026, 12, 20))


def test_a_closure_is_skipped_and_an_extra_day_counted():
    assert PLAIN.due(date(2026, 3, 9), 5, Unit.WORKDAY).day == date(2026, 3, 16)
    assert OWN.due(date(2026, 3, 9), 5, Unit.WORKDAY).day == date(2026, 3, 16), "one day lost, one Saturday won"
    assert OWN.due(date(2026, 3, 9), 2, Unit.WORKDAY).day == date(2026, 3, 12)
    assert OWN.workdays_between(date(2026, 3, 9), date(2026, 3, 16)) == 5


def test_the_explanation_names_the_notice_of_the_body():
    notes = {note.day: note for note in OWN.explain(date(2026, 3, 9), 5, Unit.WORKDAY)}
    assert (notes[CLOSED.day].counted, notes[CLOSED.day].notice) == (False, "市防指〔2026〕3号")
    assert (notes[OPEN.day].counted, notes[OPEN.day].notice) == (True, "市府办〔2026〕8号")
    assert "防汛停工" in notes[CLOSED.day].reason


@given(day=DAYS, count=st.integers(min_value=1, max_value=300))
def test_counting_back_undoes_counting_on(day, count):
    workday = PLAIN.next_workday(day)
    assert PLAIN.workday_before(PLAIN.workday_after(workday, count), count) == workday


@given(day=DAYS, count=st.integers(min_value=1, max_value=60))
def test_the_day_found_by_counting_back_leaves_that_many(day, count):
    due = PLAIN.next_workday(day)
    before = PLAIN.workday_before(due, count)
    assert PLAIN.is_workday(before)
    assert PLAIN.workdays_left(before, due) == count


@pytest.mark.parametrize(
    ("length", "unit"), [(7, Unit.WORKDAY), (20, Unit.WORKDAY), (90, Unit.CALENDAR), (3, Unit.MONTH)]
)
def test_many_starts_give_what_each_gives_alone(length, unit):
    starts = [date(2019, 1, 1) + timedelta(days=number % 2900) for number in range(6000)]
    assert OWN.due_days(starts, length, unit) == [OWN.due(start, length, unit).day for start in starts]


@pytest.mark.parametrize("year", [row.year for row in seed_years()])
def test_every_shipped_year_agrees_with_a_kept_library(year):
    assert PLAIN.status(year) is YearStatus.OFFICIAL
    assert list(differences(PLAIN, year, chinese_calendar.is_workday)) == []


def test_a_difference_is_named_with_its_day():
    found = list(differences(OWN, 2026, chinese_calendar.is_workday))
    assert [row.day for row in found] == [CLOSED.day, OPEN.day]
    assert found[0].sentence == "2026-03-11：本系统为休息日，对照数据为工作日"
