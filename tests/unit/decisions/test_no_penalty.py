"""不予处罚: what each ground asks for, and what the file knows that speaks against it."""

from dataclasses import replace

import pytest

from enforcement.cases.rules import PartyCategory
from enforcement.decisions.discussing import Scope
from enforcement.decisions.no_penalty import GROUND_BASES, GROUND_NAMES, Ground, Standing, ground_fits, is_whole
from enforcement.decisions.rules import Outcome
from enforcement.kernel.errors import InvalidInput, RuleBroken
from tests.unit.decisions.test_rules import TEXT

PERSON = Standing(category=PartyCategory.NATURAL_PERSON, age=None, fined_before=False)
SPARED = replace(TEXT, penalties=(), base_fen=0, ground="FIRST_MINOR", education="教育。")


def test_every_ground_has_its_name_and_article() -> None:
    assert set(GROUND_NAMES) == set(GROUND_BASES) == set(Ground)
    assert all("第五十七条" in basis for basis in GROUND_BASES.values())


@pytest.mark.parametrize("ground", [one for one in Ground if one is not Ground.NOT_ESTABLISHED])
def test_whoever_is_not_punished_for_an_act_is_taught(ground: Ground) -> None:
    is_whole(ground, violated="甲法第一条", education="已教育。", recovery_fen=0, correction="")
    with pytest.raises(InvalidInput) as refused:
        is_whole(ground, violated="甲法第一条", education="", recovery_fen=0, correction="")
    assert "第三十三条第三款" in refused.value.fields["education"][0]
    with pytest.raises(InvalidInput) as refused:
        is_whole(ground, violated="", education="已教育。", recovery_fen=0, correction="")
    assert list(refused.value.fields) == ["violated"]


def test_an_act_not_established_leaves_nothing_to_correct_or_give_back() -> None:
    is_whole(Ground.NOT_ESTABLISHED, violated="", education="", recovery_fen=0, correction="")
    with pytest.raises(InvalidInput) as refused:
        is_whole(Ground.NOT_ESTABLISHED, violated="", education="", recovery_fen=1, correction="改正")
    assert list(refused.value.fields) == ["recovery", "correction"]


def spoken_against(ground: Ground, party: Standing) -> tuple[str, str | None] | None:
    try:
        ground_fits(ground, party)
    except RuleBroken as refused:
        return refused.code, refused.basis
    return None


@pytest.mark.parametrize(
    ("ground", "party"),
    [
        (Ground.UNDER_FOURTEEN, replace(PERSON, age=14)),
        (Ground.UNDER_FOURTEEN, replace(PERSON, category=PartyCategory.ORGANISATION)),
        (Ground.INCAPABLE, replace(PERSON, category=PartyCategory.SOLE_TRADER)),
        (Ground.FIRST_MINOR, replace(PERSON, fined_before=True)),
    ],
)
def test_a_ground_the_file_knows_to_be_wrong_is_refused(ground: Ground, party: Standing) -> None:
    assert spoken_against(ground, party) == ("GROUND_UNFIT", GROUND_BASES[ground])


@pytest.mark.parametrize("ground", Ground)
def test_a_ground_nothing_speaks_against_is_left_to_its_people(ground: Ground) -> None:
    assert [spoken_against(ground, replace(PERSON, age=age)) for age in (13, None)] == [None, None]


def test_what_burdens_nobody_is_not_told_beforehand() -> None:
    assert (TEXT.outcome, TEXT.burdens) == (Outcome.PENALTY, True)
    assert (SPARED.outcome, SPARED.burdens) == (Outcome.NO_PENALTY, False)
    assert replace(SPARED, recovery_fen=1).burdens, "CASE-19a: a bare recovery is told too"
    assert SPARED.penalty_text == "不予行政处罚（初次违法且危害后果轻微并及时改正）"


def test_ground_and_teaching_are_part_of_what_the_reviewer_agrees_to() -> None:
    texts = [SPARED, replace(SPARED, ground="MINOR_CORRECTED"), replace(SPARED, education="另一种教育。")]
    assert len({text.digest for text in texts}) == len(texts)


def test_the_heads_need_not_discuss_a_penalty_nobody_gives() -> None:
    scope = Scope(person_fen=0, organisation_fen=0, kinds=frozenset())
    assert scope.reached_by(TEXT, PartyCategory.ORGANISATION)
    assert not scope.reached_by(SPARED, PartyCategory.ORGANISATION)
