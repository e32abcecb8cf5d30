from datetime import date

import pytest

from enforcement.statistics.card import Card, reported_by
from enforcement.statistics.rules import Quarter


def card(**more: int) -> Card:
    period = Quarter(2026, 3)
    plain = {"version": 0, "changed": 0, "total": 2}
    return Card(period=period, due_on=reported_by(period, day=15), amount_text="7.90", **plain | more)


@pytest.mark.parametrize(
    ("period", "due"), [(Quarter(2026, 3), date(2026, 10, 15)), (Quarter(2026, 4), date(2027, 1, 15))]
)
def test_it_is_reported_in_the_month_after_the_quarter(period, due):
    assert reported_by(period, day=15) == due


def test_the_card_says_whether_the_figures_stand():
    assert card().state_name == "尚未冻结"
    assert card(version=2).state_name == "已冻结第2版"
    assert card(version=1, changed=3).state_name == "第1版冻结后有 3 项变化"
    assert card().is_late(date(2026, 10, 16))
    assert not card().is_late(date(2026, 10, 15))
    assert not card(version=1).is_late(date(2026, 12, 1))
