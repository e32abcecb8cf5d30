"""When whom: days of the rungs, the tightest one reached, and what a body may set."""

from datetime import date

import pytest

from enforcement.accounts.rules import Role
from enforcement.cases import ladder
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.workdays.rules import Calendar, seed_years

CALENDAR = Calendar(seed_years())
DUE = date(2026, 2, 26)  # a Thursday after Spring Festival; Saturday 28 February works
USUAL = ladder.read("3,1,0", ladder.DEFAULT_ESCALATION)


@pytest.mark.parametrize(
    ("step", "day"),
    [(3, date(2026, 2, 14)), (1, date(2026, 2, 25)), (0, DUE), (-1, date(2026, 2, 27)), (-3, date(2026, 3, 2))],
)
def test_rungs_fall_on_working_days(step, day):
    assert ladder.day_of(CALENDAR, DUE, step) == day
    assert CALENDAR.is_workday(day)


@pytest.mark.parametrize(
    ("today", "step", "next_on"),
    [
        (date(2026, 2, 13), None, date(2026, 2, 14)),
        (date(2026, 2, 14), 3, date(2026, 2, 25)),
        (date(2026, 2, 20), 3, date(2026, 2, 25)),
        (date(2026, 2, 25), 1, DUE),
        (DUE, 0, date(2026, 2, 27)),
        (date(2026, 2, 27), -1, date(2026, 3, 2)),
        (date(2026, 2, 28), -1, date(2026, 3, 2)),
        (date(2026, 8, 1), -3, None),
    ],
)
def test_only_the_last_rung_reached_counts(today, step, next_on):
    found = ladder.standing(CALENDAR, USUAL, due_on=DUE, today=today)
    assert (found.step, found.next_on) == (step, next_on)


def test_who_was_told_once_is_told_of_later_steps():
    assert USUAL.told_at(0) == frozenset()
    assert USUAL.told_at(-1) == USUAL.told_at(-2) == {Role.UNIT_HEAD}
    assert USUAL.told_at(-3) == {Role.UNIT_HEAD, Role.SUPERVISOR}


def test_a_ladder_is_read_as_it_was_written():
    made = ladder.checked([0, 5, 5, 2], unit_head_after=2, supervisor_after=2)
    assert ladder.read(*ladder.written(made)) == made
    assert made.steps == (5, 2, 0, -2)


@pytest.mark.parametrize(
    ("reminders", "head", "supervisor", "at"),
    [
        ([], 1, 3, "reminders"),
        ([61], 1, 3, "reminders"),
        ([-1], 1, 3, "reminders"),
        (range(9), 1, 3, "reminders"),
        ([1], 0, 3, "unit_head_after"),
        ([1], 11, 11, "unit_head_after"),
        ([1], 3, 2, "supervisor_after"),
        ([1], 3, 11, "supervisor_after"),
    ],
)
def test_a_ladder_nobody_could_climb_is_refused_at_its_field(reminders, head, supervisor, at):
    with pytest.raises(InvalidInput) as refused:
        ladder.checked(reminders, unit_head_after=head, supervisor_after=supervisor)
    assert list(refused.value.fields) == [at]


@pytest.mark.parametrize(
    ("key", "length", "code"),
    [
        ("PAY", 10, "RIGHT_OF_THE_PARTY"),
        ("CASE_DECIDE", 91, "LONGER_THAN_THE_LAW"),
        ("CASE_DECIDE", 0, "LONGER_THAN_THE_LAW"),
    ],
)
def test_the_law_is_neither_lengthened_nor_taken_from_the_party(key, length, code):
    with pytest.raises(RuleBroken) as refused:
        ladder.may_shorten(key, length, lawful=90, basis="《行政处罚法》第六十条")
    assert refused.value.code == code
    ladder.may_shorten("CASE_DECIDE", 60, lawful=90, basis="《行政处罚法》第六十条")
