"""Which due days a word of the list means."""

from datetime import date

import pytest

from enforcement.kernel.errors import InvalidInput
from enforcement.workdays.arrangements import seed_years
from enforcement.workdays.rules import Calendar
from enforcement.worklist.rules import DUE_NAMES, Due, room_for_one_more, window

CALENDAR = Calendar(seed_years())
FRIDAY = date(2026, 3, 13)


def asked(due: Due | None) -> tuple[date | None, date | None]:
    return window(due, today=FRIDAY, calendar=CALENDAR)


def test_what_is_due_today_is_not_overdue():
    assert asked(Due.OVERDUE) == (None, date(2026, 3, 12))
    assert asked(Due.TODAY) == (FRIDAY, FRIDAY)


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (Due.WITHIN_THREE, date(2026, 3, 18)),
        (Due.WITHIN_SEVEN, date(2026, 3, 24)),
        (Due.WITHIN_FIFTEEN, date(2026, 4, 3)),
    ],
)
def test_within_days_counts_workdays_and_leaves_the_overdue_out(due, last):
    assert asked(due) == (FRIDAY, last)


def test_nothing_asked_narrows_nothing():
    assert asked(None) == (None, None)
    assert set(DUE_NAMES) == set(Due)


def test_there_is_an_end_to_what_one_keeps():
    room_for_one_more(19, most=20, field="name", what="个视图")
    with pytest.raises(InvalidInput) as refused:
        room_for_one_more(20, most=20, field="name", what="个视图")
    assert refused.value.fields == {"name": ["每人最多保存 20 个视图，请先清理不用的。"]}
