"""Acts that must be recorded: declared, recorded, closed, and refused (AV-1, REC-2, B7, B14)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from enforcement.audit import queries as audit
from enforcement.audit.verification import verify
from enforcement.duties import queries, service
from enforcement.duties.rules import GapCause, Outcome
from enforcement.duties.states import State
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.demands import RecordingLevel
from tests.bureau import Bureau
from tests.service.decisions.course import add_evidence
from tests.service.duties.course import (
    act_of,
    clock,
    close,
    declare,
    exempted,
    propose,
    recorded,
    refused_closing,
    seconds,
    step_of,
    tone,
)
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


def explain(bureau: Bureau, case: CaseId, gap: UUID, **changes: Any) -> None:
    said: dict[str, Any] = {"cause": GapCause.BATTERY, "reason": "更换电池，恢复后已口述原因和时间。"} | changes
    bureau.act("officer_a", service.explain_gap, case, gap_id=gap, **said)


@pytest.mark.parametrize("step", ["sealing", "preservation", "disposal", "left_service"])
def test_av_1_sealing_without_recording_is_not_closed(bureau: Bureau, case: CaseId, step: str) -> None:
    act = declare(bureau, case, step)
    assert refused_closing(bureau, case, act) == "RECORDING_MISSING"
    propose(bureau, case, act)
    assert refused_closing(bureau, case, act) == "EXEMPTION_PENDING", "unsigned is not approved"


def test_rec_2_with_an_approved_exemption_it_is_closed(bureau: Bureau, case: CaseId) -> None:
    act = exempted(bureau, case, "sealing")
    assert step_of(bureau, case, "sealing").state is State.EXEMPTED
    assert close(bureau, case, act) == Outcome.EXEMPTED
    assert bureau.read(queries.lacks, case) == ()
    assert bureau.read(audit.of_case, case)[-1].verb == "duties.act_closed"


def test_av_1_with_its_recording_it_is_closed_and_the_file_is_linked(
    bureau: Bureau, case: CaseId, tmp_path: Path
) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(9))
    item = recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(9))
    assert act_of(bureau, case, act).state is State.DONE
    assert close(bureau, case, act) == Outcome.RECORDED
    row = bureau.read(queries.act_in_case, case, act)
    assert (row.linked, row.level) == (frozenset({item.id}), RecordingLevel.FULL_COURSE)
    with bureau.runtime.reading() as session:
        report = verify(session, objects=bureau.runtime.objects)
    assert [finding.sentence for finding in report.findings] == []


def test_rec_2_a_picture_is_no_full_course_but_serves_where_any_recording_does(
    bureau: Bureau, case: CaseId, tmp_path: Path
) -> None:
    photo = clips.photograph(tmp_path / "封条.jpg")
    sealing, left = declare(bureau, case, "sealing"), declare(bureau, case, "left_service")
    recorded(bureau, case, photo, step="sealing", at=clock(9))
    recorded(bureau, case, photo, step="left_service", at=clock(9))
    assert refused_closing(bureau, case, sealing) == "RECORDING_MISSING"
    assert close(bureau, case, left) == Outcome.RECORDED


def test_another_steps_or_another_hours_recording_does_not_count(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(9))
    recorded(bureau, case, tone(tmp_path), step="scene_inspection", at=clock(9))
    far = recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(6))
    assert refused_closing(bureau, case, act) == "RECORDING_MISSING"
    assert [clip.item_id for clip in step_of(bureau, case, "sealing").loose] == [far.id]
    bureau.act("officer_a", service.link_recording, case, act_id=act, item_id=far.id, why="执法记录仪时钟慢三小时")
    assert step_of(bureau, case, "sealing").loose == ()
    assert refused_closing(bureau, case, act) == "GAP_UNEXPLAINED", "by its own clock it ends hours before the act"


def test_linking_asks_for_a_labelled_recording_once(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    act = declare(bureau, case, "sealing")
    text = add_evidence(bureau, case)
    item = recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(6))
    bureau.act("officer_a", service.link_recording, case, act_id=act, item_id=item.id, why="时钟不准")
    for wrong in (text, item.id):
        with pytest.raises(InvalidInput):
            bureau.act("officer_a", service.link_recording, case, act_id=act, item_id=wrong, why="时钟不准")
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.link_recording, case, act_id=act, item_id=uuid4(), why="时钟不准")


def test_b7_an_interruption_of_the_full_course_is_found_explained_and_kept(
    bureau: Bureau, case: CaseId, tmp_path: Path
) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(9))
    recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(9))
    recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(9, 0, 33))
    gap = act_of(bureau, case, act).gaps[0]
    assert (gap.gap.track, gap.gap.seconds, gap.gap.from_at) == ("DSJ-009", 30, clock(9, 0, 3))
    assert refused_closing(bureau, case, act, ended_at=clock(9, 1)) == "GAP_UNEXPLAINED"
    assert [lack.sentence for lack in bureau.read(queries.lacks, case)] != []
    explain(bureau, case, gap.gap.id)
    with pytest.raises(RuleBroken) as twice:
        explain(bureau, case, gap.gap.id)
    assert twice.value.code == "GAP_EXPLAINED"
    assert act_of(bureau, case, act).gaps[0].cause is GapCause.BATTERY
    assert close(bureau, case, act, ended_at=clock(9, 1)) == Outcome.RECORDED
    with pytest.raises(NotFound):
        explain(bureau, case, uuid4())


def test_b7_ten_seconds_are_no_interruption_and_other_levels_ask_for_none(
    bureau: Bureau, case: CaseId, tmp_path: Path
) -> None:
    for step, second in (("sealing", 13), ("left_service", 50)):
        act = declare(bureau, case, step)
        recorded(bureau, case, tone(tmp_path), step=step, at=clock(9))
        recorded(bureau, case, tone(tmp_path), step=step, at=clock(9, 0, second))
        assert act_of(bureau, case, act).gaps == ()


def test_b7_gaps_show_without_a_declared_act_too(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    for second in (0, 40):
        recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(9, 0, second))
    step = step_of(bureau, case, "sealing")
    assert (step.state, [gap.gap.seconds for gap in step.loose_gaps]) == (State.INTERRUPTED, [37])
    assert "尚未说明原因" in bureau.read(queries.lacks, case)[0].sentence
    explain(bureau, case, step.loose_gaps[0].gap.id)
    assert step_of(bureau, case, "sealing").state is State.DONE


def test_b14_an_act_that_may_be_written_only_says_why(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "interview")
    assert act_of(bureau, case, act).state is State.TEXT_SUFFICES
    with pytest.raises(InvalidInput) as refused:
        close(bureau, case, act)
    assert list(refused.value.fields) == ["note"]
    assert close(bureau, case, act, note="询问笔录全面有效记录。") == Outcome.TEXT
    assert bureau.read(queries.act_in_case, case, act).note == "询问笔录全面有效记录。"


def test_a_lesser_preservation_says_so_and_is_milder(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "preservation", lesser_reason="仅登记保存处方三份，不涉及重大财产权益。")
    assert act_of(bureau, case, act).act.level is RecordingLevel.AS_NEEDED
    with pytest.raises(InvalidInput):
        declare(bureau, case, "sealing", lesser_reason="账册")


def test_an_open_act_is_a_lack_and_a_closed_one_is_final(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "interview")
    assert "尚未办结" in bureau.read(queries.lacks, case)[0].sentence
    close(bureau, case, act, note="笔录足以记录。")
    assert bureau.read(queries.lacks, case) == ()
    assert_code = {"ended_at": clock(9, 1), "note": "再次"}
    with pytest.raises(RuleBroken) as refused:
        close(bureau, case, act, **assert_code)
    assert refused.value.code == "ACT_CLOSED"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"step": "unheard_of"}, "step"),
        ({"started_at": clock(9, day=10)}, "started_at"),
        ({"started_at": clock(9), "ended_at": clock(8)}, "ended_at"),
        ({"started_at": clock(9), "ended_at": clock(11)}, "ended_at"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    bureau: Bureau, case: CaseId, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        declare(bureau, case, **({"step": "sealing"} | changes))
    assert list(refused.value.fields) == [field]


def test_only_handlers_act_and_case_6_with_valid_certificates(bureau: Bureau, case: CaseId) -> None:
    given: dict[str, Any] = {"step": "sealing", "started_at": clock(9), "place": "药房"}
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.declare_act, case, **given)
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", service.declare_act, case, **given)
    with pytest.raises(RuleBroken) as refused:
        declare(bureau, case, "sealing", started_at=datetime(2019, 6, 3, 9, tzinfo=clock(9).tzinfo))
    assert refused.value.code == "TWO_OFFICERS"


def test_a_written_record_of_a_must_step_shows_what_is_missing(bureau: Bureau, case: CaseId) -> None:
    """A body that asks for recorded interviews finds the interview that was only written down."""
    bureau.act(
        "system_admin",
        service.list_duty,
        procedure="ordinary_penalty",
        step="interview",
        level=RecordingLevel.MANDATORY,
        basis="本局清单",
        in_force_from=date(2026, 3, 9),
    )
    add_evidence(bureau, case)
    step = step_of(bureau, case, "interview")
    assert (step.state, len(step.papers)) == (State.MISSING, 1)
    assert "“询问”缺少音像记录" in bureau.read(queries.lacks, case)[0].sentence


def test_steps_that_have_not_happened_are_not_due(bureau: Bureau, case: CaseId) -> None:
    states = {step.duty.step: step.state for step in bureau.read(queries.board, case)}
    assert states.pop("filing") is State.TEXT_SUFFICES
    assert set(states.values()) == {State.NOT_DUE}


def test_two_acts_of_one_step_share_recordings_by_time(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    early = declare(bureau, case, "sealing", started_at=clock(8), ended_at=clock(8) + seconds(30))
    late = declare(bureau, case, "sealing", started_at=clock(9), ended_at=clock(9) + seconds(30))
    first = recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(8))
    second = recorded(bureau, case, tone(tmp_path), step="sealing", at=clock(9))
    assert [clip.item_id for clip in act_of(bureau, case, early).clips] == [first.id]
    assert [clip.item_id for clip in act_of(bureau, case, late).clips] == [second.id]
