"""G-table of the recording duties: each level against each state of what there is (AV-1, REC-2)."""

import pytest

from enforcement.duties import states
from enforcement.duties.rules import ExemptionState
from enforcement.duties.states import BLOCKING, STATE_NAMES, State
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES, RecordingLevel

PENALTY = procedure("ordinary_penalty")
STEPS = [duty.step for duty in PENALTY.recording]
FULL, MUST, NEEDED, TEXT = (
    RecordingLevel.FULL_COURSE,
    RecordingLevel.MANDATORY,
    RecordingLevel.AS_NEEDED,
    RecordingLevel.TEXT_ONLY,
)
PENDING, APPROVED, REFUSED = ExemptionState.PENDING, ExemptionState.APPROVED, ExemptionState.REFUSED

# level: (recorded, unexplained gaps, exemption) -> state
TABLE = [
    (FULL, True, 0, None, State.DONE),
    (FULL, True, 1, None, State.INTERRUPTED),
    (FULL, True, 1, PENDING, State.INTERRUPTED),
    (FULL, True, 1, APPROVED, State.EXEMPTED),
    (FULL, False, 0, None, State.MISSING),
    (FULL, False, 0, PENDING, State.WAITING),
    (FULL, False, 0, REFUSED, State.MISSING),
    (FULL, False, 0, APPROVED, State.EXEMPTED),
    (MUST, True, 0, None, State.DONE),
    (MUST, True, 3, None, State.DONE),
    (MUST, False, 0, None, State.MISSING),
    (MUST, False, 0, PENDING, State.WAITING),
    (MUST, False, 0, REFUSED, State.MISSING),
    (MUST, False, 0, APPROVED, State.EXEMPTED),
    (NEEDED, True, 0, None, State.DONE),
    (NEEDED, True, 2, None, State.DONE),
    (NEEDED, False, 0, None, State.TEXT_SUFFICES),
    (TEXT, True, 0, None, State.DONE),
    (TEXT, False, 0, None, State.TEXT_SUFFICES),
]


@pytest.mark.parametrize(("level", "recorded", "gaps", "exemption", "state"), TABLE)
def test_av_1_rec_2_an_act_by_its_level(
    level: RecordingLevel, recorded: bool, gaps: int, exemption: ExemptionState | None, state: State
) -> None:
    assert states.of_act(level, recorded=recorded, unexplained=gaps, exemption=exemption) is state


@pytest.mark.parametrize("level", RecordingLevel)
def test_what_blocks_is_what_must_be_and_is_not(level: RecordingLevel) -> None:
    nothing = states.of_act(level, recorded=False)
    assert (nothing in BLOCKING) == level.must
    assert states.of_act(level, recorded=True) not in BLOCKING


@pytest.mark.parametrize("level", RecordingLevel)
def test_a_step_without_declared_act(level: RecordingLevel) -> None:
    assert states.of_rest(level, recorded=None, happened=False) is State.NOT_DUE
    told = states.of_rest(level, recorded=None, happened=True)
    assert told is (State.MISSING if level.must else State.TEXT_SUFFICES)
    assert states.of_rest(level, recorded=True, happened=False) is State.DONE
    assert states.of_rest(level, recorded=False, happened=False) is told, "pictures alone do not make a full course"


def test_a_step_is_as_good_as_its_worst_act() -> None:
    assert states.worst([State.DONE, State.MISSING, State.EXEMPTED]) is State.MISSING
    assert states.worst([State.NOT_DUE, State.TEXT_SUFFICES]) is State.TEXT_SUFFICES
    assert states.worst([State.DONE, State.WAITING, State.INTERRUPTED]) is State.WAITING
    assert set(STATE_NAMES) == set(State)


LAW = {
    TEXT: {"filing", "legal_review", "discussion", "decision", "suspension", "closing", "other"},
    NEEDED: {
        *("complaint", "identification", "scene_inspection", "interview", "inquest_sampling", "electronic_data"),
        *("rectification_check", "oral_defence", "hearing"),
        *("direct_service", "announcement_service", "electronic_service"),
    },
    MUST: {"left_service"},
    FULL: {"interview_in_room", "preservation", "sealing", "coercion", "disposal"},
}


@pytest.mark.parametrize("step", STEPS)
def test_rec_2_each_step_has_its_level_basis_and_both_ends(step: str) -> None:
    duty = next(duty for duty in PENALTY.recording if duty.step == step)
    assert step in LAW[duty.level]
    assert all((duty.title, duty.basis, duty.starts, duty.ends, duty.text_record, duty.manner, duty.keep))
    assert (duty.condition != "") == (duty.otherwise is not None)


def test_the_matrix_is_whole() -> None:
    assert set().union(*LAW.values()) == set(STEPS)
    assert len(STEPS) == len(set(STEPS)) == 25
    assert set(RECORDING_LEVEL_NAMES) == set(RecordingLevel)
    assert [level.rank for level in (TEXT, NEEDED, MUST, FULL)] == [0, 1, 2, 3]
