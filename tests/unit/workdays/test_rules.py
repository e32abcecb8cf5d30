import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.workdays.rules import Calendar, CalendarYear, Unit, YearStatus, months_later, seed_years

SEEDED = Calendar(seed_years())
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
LENGTHS = st.integers(1, 120)
UNITS = st.sampled_from([unit for unit in Unit if unit is not Unit.HOUR])


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_hours_run_through_days_off_and_their_end_does_not_move() -> None:
    """24 hours from the eve of Labour Day end on it (《行政强制法》第十九条)."""
    due = SEEDED.due(day("2026-04-30"), 24, Unit.HOUR)
    assert (due.day, due.unrolled, due.provisional) == (day("2026-05-01"), day("2026-05-01"), False)
    assert SEEDED.due(day("2026-04-30"), 25, Unit.HOUR).day == day("2026-05-02")
    notes = SEEDED.explain(day("2026-04-30"), 24, Unit.HOUR)
    assert [(note.day, note.number) for note in notes] == [(day("2026-04-30"), 0), (day("2026-05-01"), 24)]
    assert "不顺延" in notes[0].reason


WORKDAY_VECTORS = {
    "crosses Spring Festival, Sat 02-14 works": ("2026-02-10", 7, "2026-02-26"),
    "Sat 02-28 works": ("2026-02-10", 20, "2026-03-16"),
    "two shift Saturdays": ("2026-02-13", 7, "2026-03-02"),
    "trigger on a shift Saturday": ("2026-02-28", 3, "2026-03-04"),
    "Labour Day and Sat 05-09 works": ("2026-04-30", 7, "2026-05-13"),
    "Dragon Boat Festival": ("2026-06-17", 5, "2026-06-25"),
    "trigger on a holiday, two holidays, Sat 10-10 works": ("2026-09-25", 7, "2026-10-12"),
    "National Day": ("2026-09-28", 7, "2026-10-13"),
    "twenty days over National Day": ("2026-09-28", 20, "2026-10-30"),
    "year boundary, Sun 2026-01-04 works": ("2025-12-29", 7, "2026-01-08"),
    "Sun 01-26 and Sat 02-08 work": ("2025-01-24", 7, "2025-02-10"),
    "no holiday": ("2026-11-20", 20, "2026-12-18"),
}
ROLLING_VECTORS = {
    "last day in a holiday": ("2026-09-18", 15, "2026-10-03", "2026-10-08"),
    "case time limit rolls": ("2026-07-05", 90, "2026-10-03", "2026-10-08"),
    "ends on Labour Day": ("2026-04-01", 30, "2026-05-01", "2026-05-06"),
    "ends in Spring Festival": ("2026-01-20", 30, "2026-02-19", "2026-02-24"),
    "case filed 2026-07-03 is overdue on 10-09": ("2026-07-03", 90, "2026-10-01", "2026-10-08"),
    "ends on a working Sunday": ("2026-09-10", 10, "2026-09-20", "2026-09-20"),
}
MONTH_VECTORS = {
    "same number": ("2026-03-18", 3, "2026-06-18", "2026-06-18"),
    "no 31st": ("2026-01-31", 1, "2026-02-28", "2026-02-28"),
    "leap February": ("2023-12-29", 2, "2024-02-29", "2024-02-29"),
    "rolls out of National Day": ("2026-04-03", 6, "2026-10-03", "2026-10-08"),
    "over the year's end": ("2025-08-31", 6, "2026-02-28", "2026-02-28"),
}


@pytest.mark.parametrize(("start", "length", "due"), WORKDAY_VECTORS.values(), ids=WORKDAY_VECTORS)
def test_workday_periods(start, length, due):
    found = SEEDED.due(day(start), length, Unit.WORKDAY)

    assert (found.day, found.unrolled, found.provisional) == (day(due), day(due), False)


@pytest.mark.parametrize(("start", "length", "unrolled", "due"), ROLLING_VECTORS.values(), ids=ROLLING_VECTORS)
def test_calendar_periods_roll(start, length, unrolled, due):
    found = SEEDED.due(day(start), length, Unit.CALENDAR)

    assert (found.unrolled, found.day, found.provisional) == (day(unrolled), day(due), False)


@pytest.mark.parametrize(("start", "length", "unrolled", "due"), MONTH_VECTORS.values(), ids=MONTH_VECTORS)
def test_month_periods_roll(start, length, unrolled, due):
    found = SEEDED.due(day(start), length, Unit.MONTH)

    assert (found.unrolled, found.day, found.provisional) == (day(unrolled), day(due), False)


def test_a_year_without_notice_is_estimated_and_says_so():
    """2027-01-01 is a Friday and a day off by regulation whatever the notice says: the seventh day is 01-06."""
    found = SEEDED.due(day("2026-12-25"), 7, Unit.WORKDAY)

    assert found.day == day("2027-01-06")
    assert found.provisional
    assert SEEDED.status(2027) is YearStatus.MISSING
    assert not SEEDED.is_workday(day("2027-01-01"))


def test_the_last_days_of_december_wait_for_the_next_notice():
    assert not SEEDED.is_provisional(day("2026-12-28"))
    assert SEEDED.is_provisional(day("2026-12-29"))
    assert not SEEDED.is_provisional(day("2025-12-31"))
    assert SEEDED.due(day("2026-12-16"), 15, Unit.CALENDAR).provisional


def test_a_provisional_table_is_not_used():
    guess = CalendarYear(
        year=2027, days_off=frozenset({day("2027-01-04")}), status=YearStatus.PROVISIONAL, notice="尚未印发"
    )
    calendar = Calendar([*seed_years(), guess])

    assert calendar.is_workday(day("2027-01-04"))
    assert calendar.due(day("2026-12-25"), 7, Unit.WORKDAY).provisional


@pytest.mark.parametrize("length", [0, -1])
def test_a_period_has_a_length(length):
    with pytest.raises(ValueError, match="正整数"):
        SEEDED.due(day("2026-01-05"), length, Unit.WORKDAY)
    with pytest.raises(ValueError, match="正整数"):
        SEEDED.explain(day("2026-01-05"), length, Unit.CALENDAR)


def test_days_left_turn_negative_the_day_after_even_on_a_weekend():
    due = day("2026-11-20")
    told = {text: SEEDED.workdays_left(day(text), due) for text in ("2026-11-18", "2026-11-20", "2026-11-21")}

    assert told == {"2026-11-18": 2, "2026-11-20": 0, "2026-11-21": -1}
    assert SEEDED.workdays_left(day("2026-11-23"), due) == -1
    assert SEEDED.workdays_left(day("2026-11-24"), due) == -2


def test_explanation_names_the_notice_of_every_unusual_day():
    notes = SEEDED.explain(day("2026-02-13"), 7, Unit.WORKDAY)
    told = {note.day: note for note in notes}

    assert "不计入" in notes[0].reason
    assert told[day("2026-02-14")].reason == "星期六，春节调休上班，计为工作日"
    assert told[day("2026-02-14")].notice == "国办发明电〔2025〕7号"
    assert not told[day("2026-02-17")].counted
    assert told[day("2026-02-17")].reason == "星期二，春节放假"
    assert notes[-1].number == 7


def test_explanation_of_a_rolled_period_shows_each_day_passed_over():
    notes = SEEDED.explain(day("2026-09-18"), 15, Unit.CALENDAR)

    assert [note.day.day for note in notes if note.number == 15] == [3, 4, 5, 6, 7, 8]
    assert "第八十五条" in notes[15].reason
    assert notes[-1].reason.endswith("期间届满")


def test_a_day_changed_by_a_later_notice_names_that_notice():
    notes = SEEDED.explain(day("2020-01-23"), 1, Unit.WORKDAY)
    notices = {note.day: note.notice for note in notes}

    assert notices[day("2020-01-30")] == "国办发明电〔2019〕16号"
    assert notices[day("2020-01-31")] == "国办发明电〔2020〕1号"
    assert notes[-1].day == day("2020-02-03")


def test_an_estimated_day_says_that_the_notice_is_not_out():
    last = SEEDED.explain(day("2026-12-25"), 7, Unit.WORKDAY)[-1]

    assert last.provisional
    assert "2027年放假安排尚未公布" in last.reason


@given(DAYS, LENGTHS, UNITS)
def test_explanation_agrees_with_the_due_day(start, length, unit):
    notes = SEEDED.explain(start, length, unit)
    due = SEEDED.due(start, length, unit)

    assert notes[-1].day == due.day
    assert sum(note.counted for note in notes) == length == notes[-1].number
    assert [note.day for note in notes] == sorted({note.day for note in notes})
    if unit is not Unit.MONTH:
        assert all(later.day - earlier.day == timedelta(days=1) for earlier, later in itertools.pairwise(notes))


@given(DAYS, LENGTHS)
def test_bisection_agrees_with_counting_day_by_day(start, length):
    current, left = start, length
    while left:
        current += timedelta(days=1)
        left -= SEEDED.is_workday(current)

    assert SEEDED.due(start, length, Unit.WORKDAY).day == current


@given(DAYS, DAYS)
def test_days_between_agree_with_counting_day_by_day(one, other):
    earlier, later = sorted((one, other))
    counted = sum(SEEDED.is_workday(earlier + timedelta(days=after)) for after in range(1, (later - earlier).days + 1))

    assert SEEDED.workdays_between(earlier, later) == counted
    assert SEEDED.workdays_between(later, earlier) == -counted


@given(DAYS, LENGTHS, UNITS, st.integers(0, 40), st.integers(0, 40))
def test_later_starts_and_longer_periods_never_end_earlier(start, length, unit, later, longer):
    base = SEEDED.due(start, length, unit)
    moved = SEEDED.due(start + timedelta(days=later), length + longer, unit)

    assert moved.day >= base.day
    assert moved.unrolled >= base.unrolled


@given(DAYS, LENGTHS, UNITS)
def test_every_period_ends_on_a_workday_not_before_its_unrolled_end(start, length, unit):
    due = SEEDED.due(start, length, unit)

    assert SEEDED.is_workday(due.day)
    assert start < due.unrolled <= due.day


@given(DAYS, LENGTHS)
def test_provisional_exactly_when_some_counted_day_is(start, length):
    due = SEEDED.due(start, length, Unit.WORKDAY)
    touched = (start + timedelta(days=after) for after in range(1, (due.day - start).days + 1))

    assert due.provisional == any(SEEDED.is_provisional(each) for each in touched)


@given(DAYS, st.integers(1, 60))
def test_months_keep_the_day_or_take_the_last(start, months):
    end = months_later(start, months)

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
