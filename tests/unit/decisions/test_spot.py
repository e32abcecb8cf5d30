"""SIMP-1: what is light enough to be decided on the spot, by kind of party; and that rights are not shortened."""

from dataclasses import replace
from datetime import date

import pytest

from enforcement.cases.rules import PartyCategory
from enforcement.decisions import spot
from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.catalogue import procedure

LIMIT = procedure("spot_penalty").spot_limit(date(2026, 3, 9))
SCENE = spot.Scene(place="药店", certificates_shown=True, rights_told=True, defence="", defence_answer="")
PERSON, SHOP, FIRM = PartyCategory.NATURAL_PERSON, PartyCategory.SOLE_TRADER, PartyCategory.ORGANISATION
CONFISCATION = PenaltyItem(kind=PenaltyKind.CONFISCATE_GAINS, amount_fen=100, text="")
WARNING = PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text="")


def fine(yuan: float) -> PenaltyItem:
    return PenaltyItem(kind=PenaltyKind.FINE, amount_fen=round(yuan * 100), text="")


@pytest.mark.parametrize(("who", "yuan"), [(PERSON, 200), (SHOP, 200), (FIRM, 3000)])
def test_SIMP_1_up_to_the_sum_and_not_a_fen_more(who: PartyCategory, yuan: int) -> None:
    spot.is_light_enough([fine(yuan), WARNING], LIMIT, who)
    with pytest.raises(RuleBroken) as refused:
        spot.is_light_enough([fine(yuan + 0.01)], LIMIT, who)
    assert (refused.value.code, refused.value.basis) == ("ABOVE_SPOT_LIMIT", "《行政处罚法》第五十一条")
    assert refused.value.cure == "cases.turn_ordinary"


def test_SIMP_1_nothing_but_a_warning_or_a_fine() -> None:
    with pytest.raises(RuleBroken, match="没收违法所得"):
        spot.is_light_enough([WARNING, CONFISCATION], LIMIT, FIRM)


def test_SIMP_1_without_a_limit_in_force_nothing_is_light() -> None:
    assert procedure("spot_penalty").spot_limit(date(2021, 7, 14)) is None
    assert procedure("ordinary_penalty").spot_limit(date(2026, 3, 9)) is None
    with pytest.raises(RuleBroken, match="不能当场处罚"):
        spot.is_light_enough([WARNING], None, FIRM)


@pytest.mark.parametrize("name", ["certificates_shown", "rights_told"])
def test_the_short_way_does_not_shorten_rights(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        spot.party_was_heard(replace(SCENE, **{name: False}))
    assert list(refused.value.fields) == [name]


def test_what_the_party_says_is_answered() -> None:
    said = replace(SCENE, defence="只有一笔。")
    with pytest.raises(InvalidInput) as refused:
        spot.party_was_heard(said)
    assert list(refused.value.fields) == ["defence_answer"]
    answered = replace(said, defence_answer="已在裁量时考虑。")
    spot.party_was_heard(answered)
    assert spot.course(answered, "林远").endswith("当事人陈述、申辩：只有一笔。复核意见：已在裁量时考虑。")
    assert spot.course(SCENE, "林远").endswith("当事人未提出陈述、申辩。")
