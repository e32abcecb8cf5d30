from datetime import date
from uuid import UUID

import pytest

from enforcement.cases.rules import PartyCategory
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import PublicationRule
from enforcement.publication import rules
from enforcement.publication.rules import Policy, Withholding
from tests.bureau import resident_id_with_check_digit

RULE = procedure("ordinary_penalty").publication
DRAFTER, HANDLER, CLERK = UUID(int=2), UUID(int=3), UUID(int=4)


@pytest.mark.parametrize(
    ("kinds", "minor", "policy", "withholding"),
    [
        ({"FINE"}, False, Policy.FULL_TEXT, None),
        ({"WARNING", "FINE"}, False, Policy.FULL_TEXT, None),
        ({"WARNING"}, False, Policy.NOT_PUBLISHED, Withholding.LIGHT_PENALTY),
        ({"PUBLIC_CRITICISM"}, False, Policy.NOT_PUBLISHED, Withholding.LIGHT_PENALTY),
        ({"WARNING", "PUBLIC_CRITICISM"}, False, Policy.NOT_PUBLISHED, Withholding.LIGHT_PENALTY),
        ({"FINE"}, True, Policy.NOT_PUBLISHED, Withholding.MINOR_PERSON),
        (set(), False, Policy.NOT_PUBLISHED, Withholding.NO_PENALTY),
    ],
)
def test_the_policy_follows_penalty_and_person(
    kinds: set[str], minor: bool, policy: Policy, withholding: Withholding | None
) -> None:
    found = rules.verdict(RULE, kinds=kinds, minor=minor)
    assert (found.policy, found.withholding) == (policy, withholding)
    assert found.reason
    assert found.basis


def test_a_body_may_choose_summaries() -> None:
    summary = PublicationRule(policy="SUMMARY", days=7, months_shown=12, basis="本机关规定")
    assert rules.verdict(summary, kinds={"FINE"}, minor=False).policy is Policy.SUMMARY


@pytest.mark.parametrize(
    ("born", "minor"), [("20080112", False), ("20080113", True), ("20100101", True), ("19790303", False)]
)
def test_who_turned_eighteen_that_day_is_no_minor(born: str, minor: bool) -> None:
    number = resident_id_with_check_digit(f"340202{born}101")
    assert rules.is_minor(number, date(2026, 1, 12)) is minor


def test_an_organisation_has_no_age() -> None:
    assert rules.is_minor(None, date(2026, 1, 12)) is False


@pytest.mark.parametrize(
    ("kinds", "until"),
    [
        ({"FINE"}, date(2027, 2, 28)),
        ({"FINE", "REVOKE_LICENCE"}, date(2029, 2, 28)),
        ({"WARNING", "FINE"}, date(2027, 2, 28)),
    ],
)
def test_publicity_counts_from_the_decision(kinds: set[str], until: date) -> None:
    assert rules.shown_until(date(2026, 2, 28), rule=RULE, kinds=kinds) == until


@pytest.mark.parametrize(
    ("category", "name", "public"),
    [
        (PartyCategory.NATURAL_PERSON, "钱大江", "钱某某"),
        (PartyCategory.NATURAL_PERSON, "欧阳明", "欧阳某"),
        (PartyCategory.ORGANISATION, "芜湖安康医院", "芜湖安康医院"),
        (PartyCategory.SOLE_TRADER, "镜湖区钱大江药店", "镜湖区钱大江药店"),
    ],
)
def test_only_natural_persons_are_masked(category: PartyCategory, name: str, public: str) -> None:
    assert rules.public_name(category, name) == public


@pytest.mark.parametrize("actor", [DRAFTER, HANDLER])
def test_neither_drafter_nor_handler_confirms(actor: UUID) -> None:
    with pytest.raises(RuleBroken) as caught:
        rules.another_person(actor, drafted_by=DRAFTER, handled_by={HANDLER})
    assert caught.value.code == "SECOND_PERSON"
    rules.another_person(CLERK, drafted_by=DRAFTER, handled_by={HANDLER})


def test_hits_are_listed_at_the_field_they_stand_in() -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.nothing_private({"facts": "电话13805531234", "cause": "串换药品"}, names=(), allowed=())
    assert list(caught.value.fields) == ["facts"]
    assert "13805531234" in caught.value.fields["facts"][0]


def test_the_last_day_is_still_shown() -> None:
    rules.still_to_be_shown(date(2026, 3, 9), today=date(2026, 3, 9))
    with pytest.raises(RuleBroken):
        rules.still_to_be_shown(date(2026, 3, 9), today=date(2026, 3, 10))
