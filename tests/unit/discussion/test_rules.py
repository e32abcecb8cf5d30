"""Who sits, who speaks when, and what the opinions come to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from enforcement.discussion import rules
from enforcement.discussion.rules import Stance
from enforcement.kernel.errors import InvalidInput, RuleBroken

CHIEF, SECOND, THIRD, STRANGER = (UUID(int=number) for number in range(1, 5))
HEADS = {CHIEF, SECOND, THIRD}
AGREE, AMEND, DISAGREE = Stance.AGREE, Stance.AMEND, Stance.DISAGREE
NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("members", "chief", "field"),
    [([CHIEF], CHIEF, "members"), ([SECOND, THIRD], CHIEF, "chief"), ([CHIEF, STRANGER], CHIEF, "members")],
)
def test_two_heads_at_least_and_the_chief_among_them(members, chief, field):
    rules.members_may_sit([CHIEF, SECOND], heads=HEADS, chief=CHIEF)
    with pytest.raises(InvalidInput) as refused:
        rules.members_may_sit(members, heads=HEADS, chief=chief)
    assert field in refused.value.fields


@pytest.mark.parametrize(("handlers", "reviewers"), [({SECOND}, set()), (set(), {SECOND})])
def test_whoever_handled_or_reviewed_does_not_sit(handlers, reviewers):
    with pytest.raises(RuleBroken) as refused:
        rules.hands_are_clean([CHIEF, SECOND], handlers=handlers, reviewers=reviewers)
    assert refused.value.code == "MEMBER_HAD_A_HAND"


def test_the_chief_speaks_last():
    with pytest.raises(RuleBroken) as refused:
        rules.chief_is_last(CHIEF, chief=CHIEF)
    assert refused.value.code == "CHIEF_IS_LAST"


@pytest.mark.parametrize(("least", "members"), [(1, 2), (1, 3), (1, 4), (2, 5), (2, 6), (3, 7)])
def test_half_with_the_chief_is_a_quorum_and_one_less_is_none(least, members):
    """Those who spoke are counted without the chief, who speaks last."""
    refusals = []
    for spoken in range(members):
        try:
            rules.enough_are_present(spoken, members=members)
        except RuleBroken as refused:
            refusals.append((spoken, refused.code))
    assert refusals == [(spoken, "NO_QUORUM") for spoken in range(least)]


@pytest.mark.parametrize(
    ("stances", "members", "agreed"),
    [
        ((AGREE, AGREE), 2, True),
        ((AGREE, DISAGREE), 2, False),
        ((AGREE, AGREE, DISAGREE), 3, True),
        ((AGREE, AGREE), 4, False),
        ((AGREE, AMEND, AMEND), 3, False),
    ],
)
def test_more_than_half_of_all_members_agree(stances, members, agreed):
    assert rules.has_agreed(stances, members=members) is agreed


@pytest.mark.parametrize("begun", [NOON - timedelta(minutes=1), NOON + timedelta(hours=2)])
def test_a_meeting_is_held_after_its_call_and_before_now(begun):
    with pytest.raises(InvalidInput):
        rules.held_in_time(begun, called_at=NOON, now=NOON + timedelta(hours=1))
