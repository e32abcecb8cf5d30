"""The terms, the ten points and the ways an item leaves, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.measures import rules
from enforcement.measures.names import MeasureKind, Signing, Way
from enforcement.measures.rules import Leaving, Scene

PRESERVATION, SEIZURE = MeasureKind.PRESERVATION, MeasureKind.SEIZURE
NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)
DAY = date(2026, 3, 9)
WHOLE = Scene(
    held_at=NOON,
    place="药房",
    ids_shown=True,
    rights_told=True,
    party_present=True,
    defence="未提出。",
    signing=Signing.SIGNED,
    signed_by="韩立民",
)


def changed(**changes: object) -> Scene:
    return Scene(**({name: getattr(WHOLE, name) for name in Scene.__dataclass_fields__} | changes))


@pytest.mark.parametrize(("kind", "days", "term"), [(PRESERVATION, None, 7), (SEIZURE, 30, 30), (SEIZURE, 1, 1)])
def test_the_law_fixes_seven_days_and_bounds_thirty(kind, days, term):
    assert rules.term_of(kind, days) == term


@pytest.mark.parametrize(("kind", "days"), [(PRESERVATION, 8), (SEIZURE, None), (SEIZURE, 31), (SEIZURE, 0)])
def test_other_terms_are_refused(kind, days):
    with pytest.raises(InvalidInput) as refused:
        rules.term_of(kind, days)
    assert "days" in refused.value.fields


@pytest.mark.parametrize(("hours", "late"), [(24, False), (24.001, True)])
def test_twenty_four_hours_to_the_second(hours, late):
    assert rules.made_up_late(NOON, ruled_at=NOON + timedelta(hours=hours)) is late
    assert not rules.made_up_late(None, ruled_at=NOON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signing": Signing.REFUSED}, "refusal"),
        ({"signing": Signing.ABSENT, "party_present": False}, "witness"),
        ({"signing": Signing.ABSENT}, "signing"),
        ({"party_present": False}, "signing"),
        ({"signed_by": ""}, "signed_by"),
        ({"held_at": NOON + timedelta(hours=1)}, "held_at"),
        ({"held_at": NOON - timedelta(days=1)}, "held_at"),
    ],
)
def test_a_record_of_the_scene_shows_who_signed_or_why_not(changes, field):
    rules.scene_is_whole(WHOLE, kind=SEIZURE, has_record=True, started_on=DAY, now=NOON)
    with pytest.raises(InvalidInput) as refused:
        rules.scene_is_whole(changed(**changes), kind=SEIZURE, has_record=True, started_on=DAY, now=NOON)
    assert field in refused.value.fields


def test_only_coercion_needs_a_scene_record_on_file():
    rules.scene_is_whole(WHOLE, kind=PRESERVATION, has_record=False, started_on=DAY, now=NOON)
    with pytest.raises(InvalidInput):
        rules.scene_is_whole(WHOLE, kind=SEIZURE, has_record=False, started_on=DAY, now=NOON)


def test_what_was_not_done_is_told_with_its_point():
    assert list(rules.faults(WHOLE, ended=True, approval_late=False)) == []
    bare = changed(ids_shown=False, rights_told=False, defence="")
    found = list(rules.faults(bare, ended=True, approval_late=True))
    assert len(found) == 4
    assert "第十九条" in found[0]
    assert "第三项" in found[1]
    assert "第五项" in found[2]
    assert "第六项" in found[3]
    assert len(list(rules.faults(None, ended=True, approval_late=False))) == 1
    assert list(rules.faults(None, ended=False, approval_late=False)) == [], "there is time yet to record it"


@pytest.mark.parametrize(
    ("kind", "leaving"),
    [
        (PRESERVATION, []),
        (PRESERVATION, [Leaving(position=3, way=Way.COPIED)]),
        (PRESERVATION, [Leaving(position=1, way=Way.COPIED), Leaving(position=1, way=Way.RETURNED)]),
        (PRESERVATION, [Leaving(position=1, way=Way.CONFISCATED, detail="罚1号")]),
        (SEIZURE, [Leaving(position=1, way=Way.SEALED)]),
        (SEIZURE, [Leaving(position=1, way=Way.TRANSFERRED)]),
    ],
)
def test_each_item_leaves_once_in_a_way_the_measure_knows(kind, leaving):
    rules.leave_lawfully([Leaving(position=1, way=Way.RETURNED)], kind=kind, open_items=[1, 2])
    with pytest.raises(InvalidInput):
        rules.leave_lawfully(leaving, kind=kind, open_items=[1, 2])


def test_a_late_disposal_gives_its_reason_and_a_timely_one_has_none():
    rules.lateness_is_explained("", last_day=DAY, today=DAY)
    rules.lateness_is_explained("通知不到当事人", last_day=DAY, today=DAY + timedelta(days=1))
    for reason, today in (("", DAY + timedelta(days=1)), ("不必", DAY)):
        with pytest.raises(InvalidInput):
            rules.lateness_is_explained(reason, last_day=DAY, today=today)


@pytest.mark.parametrize(("answers", "code"), [([None], "ALREADY_ASKED"), ([False, True], "EXTENDED_ONCE")])
def test_one_extension_and_one_question_at_a_time(answers, code):
    rules.extension_may_be_asked([False], due_on=DAY, today=DAY)
    with pytest.raises(RuleBroken) as refused:
        rules.extension_may_be_asked(answers, due_on=DAY, today=DAY)
    assert refused.value.code == code
    with pytest.raises(RuleBroken):
        rules.extension_may_be_asked([], due_on=DAY, today=DAY + timedelta(days=1))


def test_a_test_stops_the_term_of_its_measure_alone():
    one, other = UUID(int=1), UUID(int=2)
    assert rules.testing_of(one).periods == {f"SEAL:{one}"}
    assert rules.testing_of(one).periods.isdisjoint(rules.testing_of(other).periods)
