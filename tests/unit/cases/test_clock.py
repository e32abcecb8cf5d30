"""Days taken out of a period: merged, counted before the last day moves, and each one explained."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.cases import clock
from enforcement.cases.clock import Stop, Term
from enforcement.procedures.catalogue import procedure
from enforcement.workdays.rules import Calendar, Unit, seed_years

CALENDAR = Calendar(seed_years())
DAY = timedelta(days=1)
FILED = date(2026, 7, 3)


def stop(since: date, days: int | None, title: str = "听证") -> Stop:
    return Stop(since=since, until=None if days is None else since + days * DAY, title=title, basis="第四十五条")


def test_a_hearing_of_twelve_days_moves_the_last_day_before_it_rolls_over():
    """The ninetieth day is 1 October and would roll to the 8th; twelve days later is the 13th, a working day."""
    plain = clock.due(CALENDAR, Term(FILED, 90, Unit.CALENDAR))
    assert (plain.unrolled, plain.day) == (date(2026, 10, 1), date(2026, 10, 8))
    moved = clock.due(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=[stop(date(2026, 8, 3), 12)])
    assert (moved.unrolled, moved.day) == (date(2026, 10, 13), date(2026, 10, 13))


def test_working_days_taken_out_are_not_taken_out_twice():
    """From Monday 9 March fifteen working days end on the 30th; a week out, weekend included, is five of them."""
    assert clock.due(CALENDAR, Term(date(2026, 3, 9), 15, Unit.WORKDAY)).day == date(2026, 3, 30)
    week = [stop(date(2026, 3, 16), 7, "鉴定")]
    assert clock.due(CALENDAR, Term(date(2026, 3, 9), 15, Unit.WORKDAY), stops=week).day == date(2026, 4, 7)


def test_overlapping_and_adjoining_grounds_are_one_stop():
    first, inside, next_to = stop(date(2026, 8, 3), 10), stop(date(2026, 8, 5), 3, "鉴定"), stop(date(2026, 8, 13), 5)
    (whole,) = clock.merged([next_to, inside, first])
    assert (whole.since, whole.until, whole.title, whole.days) == (
        date(2026, 8, 3),
        date(2026, 8, 18),
        "听证、鉴定",
        15,
    )
    due = clock.due(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=[first, inside, next_to])
    assert due.unrolled == date(2026, 10, 16)
    assert len(clock.merged([first, stop(date(2026, 9, 1), 2)])) == 2


def test_an_open_ground_lasts_over_all_that_begin_after_it():
    (whole,) = clock.merged([stop(date(2026, 8, 3), None), stop(date(2026, 9, 1), 5, "鉴定")])
    assert (whole.since, whole.until) == (date(2026, 8, 3), None)


@pytest.mark.parametrize(
    ("since", "found"),
    [
        (date(2026, 8, 3), date(2026, 8, 3)),
        (date(2026, 6, 1), FILED),  # began before the period: it stands still from its first day
        (date(2026, 10, 8), date(2026, 10, 8)),
        (date(2026, 10, 9), None),  # the period was over already
    ],
)
def test_a_period_stands_still_only_if_it_was_stopped_while_it_ran(since, found):
    due = clock.due(CALENDAR, Term(FILED, 90, Unit.CALENDAR))
    assert clock.paused_since(FILED, due.day, [stop(since, None)]) == found


def test_what_is_left_is_counted_on_the_day_of_the_stop():
    past = [stop(date(2026, 7, 10), 5)]
    left = clock.days_left(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=past, paused_on=date(2026, 8, 3))
    assert left == 90 - (30 - 5)


def test_each_day_taken_out_is_told_with_its_ground():
    notes = clock.explain(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=[stop(date(2026, 8, 3), 12)])
    out = [note for note in notes if "听证" in note.reason]
    assert [note.day for note in out] == [date(2026, 8, 3) + n * DAY for n in range(12)]
    assert not any(note.counted for note in out)
    assert all("第四十五条" in note.reason for note in out)
    assert (notes[-1].day, notes[-1].number) == (date(2026, 10, 13), 90)


def test_the_last_day_rolls_over_in_the_same_words_as_ever():
    whole = [stop(date(2026, 7, 10), 2)]
    notes = clock.explain(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=whole)
    assert notes[-1].day == clock.due(CALENDAR, Term(FILED, 90, Unit.CALENDAR), stops=whole).day == date(2026, 10, 8)
    assert "顺延" in notes[-2].reason


def test_remedies_run_from_service_and_the_court_may_be_asked_after_them():
    """Served on Thursday 2 April 2026: sixty days end on 1 June, six months on 2 October and so after the holiday."""
    remedies = procedure("ordinary_penalty").clock.remedies_in_force(date(2026, 4, 2))
    found = {row.key: row for row in clock.lapses(CALENDAR, remedies, served_on=date(2026, 4, 2))}
    assert found["RECONSIDER"].due_on == date(2026, 6, 1)
    assert found["LITIGATE"].due_on == date(2026, 10, 8)
    assert found["COURT_APPLY"].started_on == date(2026, 10, 8)
    assert found["COURT_APPLY"].due_on == date(2027, 1, 8)
    assert found["COURT_APPLY"].provisional
    assert all(row.basis and row.note for row in found.values())


def stops_within() -> st.SearchStrategy[list[Stop]]:
    days = st.integers(0, 150).map(lambda n: FILED + n * DAY)
    return st.lists(st.builds(stop, days, st.integers(0, 40)), max_size=5)


@settings(max_examples=60, deadline=None)
@given(stops_within(), st.sampled_from([(90, Unit.CALENDAR), (15, Unit.WORKDAY)]))
def test_the_sum_is_that_of_a_day_by_day_count(stops, period):
    """A second reading: tick off days on a list, then move off the rest days."""
    length, unit = period
    day, ticked = FILED, 0
    while ticked < length:
        day += DAY
        out = any(one.since <= day < one.until for one in stops)
        ticked += not out and (unit is Unit.CALENDAR or CALENDAR.is_workday(day))
    due = clock.due(CALENDAR, Term(FILED, length, unit), stops=stops)
    assert due.unrolled == day
    assert due.day == CALENDAR.next_workday(day)
    notes = clock.explain(CALENDAR, Term(FILED, length, unit), stops=stops)
    assert [note.day for note in notes] == [FILED + n * DAY for n in range((due.day - FILED).days + 1)]
    assert max(note.number for note in notes) == length
    assert clock.due(CALENDAR, Term(FILED, length, unit), stops=clock.merged(stops)) == due
