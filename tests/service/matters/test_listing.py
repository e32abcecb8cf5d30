"""The matter list: which cause applied on the day of the act."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.kernel.errors import InvalidInput, NotAllowed
from enforcement.matters import queries, service
from enforcement.matters.rules import FineRange, RangeKind
from tests.bureau import Bureau

FACTS = {"title": "试验案由", "violated": "某条例第一条", "applied": "某条例第二条"}
OLD = FineRange(kind=RangeKind.MULTIPLE, low=100, high=200, base_name="损失")
NEW = FineRange(kind=RangeKind.MULTIPLE, low=200, high=500, base_name="损失")


def listed(bureau: Bureau, start: date, fine: FineRange = OLD, *, login: str = "system_admin") -> None:
    bureau.act(login, service.list_cause, code="99-1", fine=fine, in_force_from=start, **FACTS)


def test_a_cause_applies_from_its_first_day(bureau: Bureau) -> None:
    listed(bureau, date(2026, 3, 1))
    assert bureau.read(queries.cause, "99-1", day=date(2026, 3, 1)).title == "试验案由"
    with pytest.raises(InvalidInput) as refused:
        bureau.read(queries.cause, "99-1", day=date(2026, 2, 28))
    assert "cause" in refused.value.fields


def test_article_37_the_law_of_the_day_of_the_act_applies(bureau: Bureau) -> None:
    """A changed law is a new row: acts before it keep the old range, acts from its first day get the new one."""
    listed(bureau, date(2022, 1, 1), OLD)
    listed(bureau, date(2026, 1, 1), NEW)
    assert bureau.read(queries.cause, "99-1", day=date(2025, 12, 31)).range == OLD
    assert bureau.read(queries.cause, "99-1", day=date(2026, 1, 1)).range == NEW
    assert [row.code for row in bureau.read(queries.causes_in_force, date(2026, 3, 1))].count("99-1") == 1


def test_one_cause_does_not_begin_twice_on_one_day(bureau: Bureau) -> None:
    listed(bureau, date(2026, 3, 1))
    with pytest.raises(IntegrityError):
        listed(bureau, date(2026, 3, 1), NEW)


def test_a_range_is_written_from_low_to_high(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput):
        listed(bureau, date(2026, 3, 1), FineRange(kind=RangeKind.AMOUNT, low=2, high=1, base_name=""))


@pytest.mark.parametrize("login", ["officer_a", "agency_head", "security_admin"])
def test_only_the_system_administrator_lists(bureau: Bureau, login: str) -> None:
    with pytest.raises(NotAllowed):
        listed(bureau, date(2026, 3, 1), login=login)
