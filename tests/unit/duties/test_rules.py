from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from enforcement.duties import rules
from enforcement.duties.rules import DutyInForce, ExemptionReason, ExemptionState, Raised
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RecordingLevel
from enforcement.procedures.grammar import Milestone

PENALTY = procedure("ordinary_penalty")
DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HANDLER, HEAD = UUID(int=1), UUID(int=2)
HEARING = Raised(
    step="hearing",
    level=RecordingLevel.MANDATORY,
    keep="永久",
    gap_seconds=30,
    basis="本局音像记录事项清单",
    in_force_from=DAY,
    in_force_until=None,
)


def duty(step: str, *raised: Raised, on: date = DAY) -> DutyInForce:
    found = rules.in_force(PENALTY.recording_in_force(on), raised, on)
    return next(one for one in found if one.step == step)


def code_of(check, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        check(*args, **kwargs)
    assert refused.value.basis
    return refused.value.code


def wrong_fields(check, *args, **kwargs) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        check(*args, **kwargs)
    return list(refused.value.fields)


def test_the_bodys_row_makes_a_step_stricter_from_its_day() -> None:
    before, after = duty("hearing", HEARING, on=DAY - timedelta(days=1)), duty("hearing", HEARING)
    assert (before.level, before.stricter, before.gap_seconds) == (RecordingLevel.AS_NEEDED, False, 10)
    assert (after.level, after.stricter, after.gap_seconds) == (RecordingLevel.MANDATORY, True, 30)
    assert after.keep == "永久"
    assert after.basis.endswith("本局音像记录事项清单")
    assert duty("interview", HEARING).level is RecordingLevel.AS_NEEDED


def test_of_the_bodys_rows_the_newest_counts_and_its_end_gives_the_law_back() -> None:
    later = replace(
        HEARING, level=RecordingLevel.FULL_COURSE, in_force_from=date(2026, 4, 1), in_force_until=date(2026, 4, 30)
    )
    assert duty("hearing", later, HEARING, on=date(2026, 4, 15)).level is RecordingLevel.FULL_COURSE
    assert duty("hearing", later, HEARING, on=date(2026, 5, 1)).level is RecordingLevel.AS_NEEDED
    back = replace(HEARING, level=RecordingLevel.AS_NEEDED, in_force_from=date(2026, 4, 1), keep="")
    assert duty("hearing", HEARING, back, on=date(2026, 4, 1)).stricter is False
    assert "随案卷" in duty("hearing", HEARING, back, on=date(2026, 4, 1)).keep


def test_a_milder_row_counts_for_nothing() -> None:
    milder = replace(HEARING, step="sealing", level=RecordingLevel.TEXT_ONLY)
    assert duty("sealing", milder).level is RecordingLevel.FULL_COURSE
    refused = code_of(rules.never_milder, RecordingLevel.FULL_COURSE, RecordingLevel.MANDATORY)
    assert refused == "MILDER_THAN_LAW"
    rules.never_milder(RecordingLevel.AS_NEEDED, RecordingLevel.AS_NEEDED)


def test_preservation_without_major_property_is_milder_unless_the_body_says_no() -> None:
    law = duty("preservation")
    assert law.level_of(condition_met=True) is RecordingLevel.FULL_COURSE
    assert law.level_of(condition_met=False) is RecordingLevel.AS_NEEDED
    assert duty("sealing").level_of(condition_met=False) is RecordingLevel.FULL_COURSE
    rules.condition_is_known(law, "仅登记账册三本")
    assert wrong_fields(rules.condition_is_known, duty("sealing"), "账册") == ["lesser_reason"]


def test_a_list_is_announced_beforehand() -> None:
    rules.announced_beforehand(DAY, None, today=DAY)
    early, ended = DAY - timedelta(days=1), DAY - timedelta(days=2)
    assert wrong_fields(rules.announced_beforehand, early, None, today=DAY) == ["in_force_from"]
    assert wrong_fields(rules.announced_beforehand, DAY, ended, today=DAY) == ["in_force_until"]


@pytest.mark.parametrize(("seconds", "fine"), [(None, True), (1, True), (600, True), (0, False), (601, False)])
def test_a_pause_may_be_seconds_not_hours(seconds: int | None, fine: bool) -> None:
    if fine:
        rules.gap_is_sensible(seconds)
    else:
        assert wrong_fields(rules.gap_is_sensible, seconds) == ["gap_seconds"]


@pytest.mark.parametrize("reason", [one for one in ExemptionReason if one is not ExemptionReason.EMERGENCY])
def test_av_3_what_is_asked_for_afterwards_is_late(reason: ExemptionReason) -> None:
    asked = {"ended_at": NOON, "returned_at": None}
    assert rules.exemption_is_late(reason, proposed_at=NOON, **asked) is False
    assert rules.exemption_is_late(reason, proposed_at=NOON + timedelta(seconds=1), **asked) is True


def test_av_2_an_emergency_has_a_day_after_the_return() -> None:
    asked = {"ended_at": NOON, "returned_at": NOON + HOUR}
    in_time, late = NOON + 25 * HOUR, NOON + 25 * HOUR + timedelta(seconds=1)
    assert rules.exemption_is_late(ExemptionReason.EMERGENCY, proposed_at=in_time, **asked) is False
    assert rules.exemption_is_late(ExemptionReason.EMERGENCY, proposed_at=late, **asked) is True
    assert rules.approval_is_overdue(NOON + HOUR, decided_at=in_time) is False
    assert rules.approval_is_overdue(NOON + HOUR, decided_at=late) is True
    assert rules.approval_is_overdue(None, decided_at=late) is False


def test_av_2_an_emergency_is_explained_after_the_return() -> None:
    emergency, weather = ExemptionReason.EMERGENCY, ExemptionReason.WEATHER
    span = {"started_at": NOON, "now": NOON + 2 * HOUR}
    rules.emergency_is_explained(emergency, NOON + HOUR, **span)
    rules.emergency_is_explained(weather, None, **span)
    for reason, returned in (
        (emergency, None),
        (emergency, NOON - HOUR),
        (emergency, NOON + 3 * HOUR),
        (weather, NOON),
    ):
        assert wrong_fields(rules.emergency_is_explained, reason, returned, **span) == ["returned_at"]


def test_av_1_one_request_at_a_time_and_only_where_one_is_needed() -> None:
    rules.one_exemption_at_a_time([])
    rules.one_exemption_at_a_time([ExemptionState.REFUSED])
    assert code_of(rules.one_exemption_at_a_time, [ExemptionState.PENDING]) == "EXEMPTION_PENDING"
    both = [ExemptionState.REFUSED, ExemptionState.APPROVED]
    assert code_of(rules.one_exemption_at_a_time, both) == "ALREADY_EXEMPT"
    rules.exemption_is_needed(RecordingLevel.MANDATORY)
    for level in (RecordingLevel.AS_NEEDED, RecordingLevel.TEXT_ONLY):
        assert code_of(rules.exemption_is_needed, level) == "NO_EXEMPTION_NEEDED"
    assert code_of(rules.exemption_is_open, ExemptionState.REFUSED) == "EXEMPTION_DECIDED"


def test_av_1_nobody_excuses_themselves() -> None:
    rules.approved_by_another(HEAD, proposed_by=HANDLER, handled_by={HANDLER})
    assert code_of(rules.approved_by_another, HANDLER, proposed_by=HANDLER, handled_by=set()) == "OWN_EXEMPTION"
    assert code_of(rules.approved_by_another, HEAD, proposed_by=HANDLER, handled_by={HEAD}) == "OWN_EXEMPTION"


def test_b14_that_nothing_was_recorded_needs_a_reason() -> None:
    assert wrong_fields(rules.reason_why_not, RecordingLevel.AS_NEEDED, "") == ["note"]
    rules.reason_why_not(RecordingLevel.AS_NEEDED, "询问笔录足以全面记录")
    rules.reason_why_not(RecordingLevel.TEXT_ONLY, "")


def test_an_act_happens_in_the_past_and_ends_after_it_began() -> None:
    rules.times_make_sense(started_at=NOON, ended_at=None, now=NOON)
    rules.times_make_sense(started_at=NOON - HOUR, ended_at=NOON, now=NOON)
    for began, ended, field in (
        (NOON + HOUR, None, "started_at"),
        (NOON, NOON - HOUR, "ended_at"),
        (NOON - HOUR, NOON + HOUR, "ended_at"),
    ):
        assert wrong_fields(rules.times_make_sense, started_at=began, ended_at=ended, now=NOON) == [field]


def test_an_archived_case_takes_no_more() -> None:
    rules.case_goes_on({Milestone.FILED, Milestone.CLOSED})
    for over in (Milestone.ARCHIVED, Milestone.NOT_FILED):
        assert code_of(rules.case_goes_on, {over}) == "CASE_OVER"
    assert code_of(rules.act_is_open, closed=True) == "ACT_CLOSED"
