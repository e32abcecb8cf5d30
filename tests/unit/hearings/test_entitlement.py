from datetime import date
from uuid import uuid4

import pytest

from enforcement.cases.rules import PartyCategory
from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.hearings.entitlement import Threshold, begins_today_or_later, right_is_told, right_to_a_hearing
from enforcement.kernel.errors import InvalidInput, RuleBroken

AMOUNTS = Threshold(
    id=uuid4(),
    category=PartyCategory.ORGANISATION,
    fine_fen=10_000_000,
    confiscation_fen=5_000_000,
    basis="本机关听证标准",
    in_force_from=date(2026, 1, 1),
)


def item(kind: PenaltyKind, yuan: int = 0) -> PenaltyItem:
    return PenaltyItem(kind=kind, amount_fen=yuan * 100, text="一个月" if not yuan else "")


@pytest.mark.parametrize(
    ("items", "reasons"),
    [
        ([item(PenaltyKind.FINE, 99_999)], 0),
        ([item(PenaltyKind.FINE, 100_000)], 1),
        ([item(PenaltyKind.FINE, 60_000), item(PenaltyKind.FINE, 60_000)], 1),
        ([item(PenaltyKind.CONFISCATE_GAINS, 50_000)], 1),
        ([item(PenaltyKind.CONFISCATE_GAINS, 20_000), item(PenaltyKind.CONFISCATE_GOODS, 20_000)], 0),
        ([item(PenaltyKind.CONFISCATE_GAINS, 30_000), item(PenaltyKind.CONFISCATE_GOODS, 20_000)], 1),
        ([item(PenaltyKind.CONFISCATE_GOODS)], 1),
        ([item(PenaltyKind.STOP_BUSINESS)], 1),
        ([item(PenaltyKind.REVOKE_LICENCE), item(PenaltyKind.FINE, 100_000)], 2),
        ([item(PenaltyKind.WARNING)], 0),
    ],
)
def test_who_has_a_right_to_a_hearing(items: list[PenaltyItem], reasons: int):
    assert len(right_to_a_hearing(items, AMOUNTS)) == reasons


def test_without_amounts_only_the_kind_of_penalty_speaks():
    assert right_to_a_hearing([item(PenaltyKind.FINE, 10_000_000)], None) == ()
    assert right_to_a_hearing([item(PenaltyKind.CLOSE_DOWN)], None)


def test_the_right_must_be_told():
    with pytest.raises(RuleBroken) as refused:
        right_is_told(("罚款",), told=False)
    assert refused.value.code == "HEARING_MUST_BE_TOLD"
    right_is_told((), told=False)
    right_is_told(("罚款",), told=True)


def test_amounts_do_not_reach_back():
    with pytest.raises(InvalidInput):
        begins_today_or_later(date(2026, 3, 1), today=date(2026, 3, 2))
