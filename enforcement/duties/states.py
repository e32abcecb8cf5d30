"""How an act, a step and a case stand towards their recording: one table, read aloud by the board and the gates."""

from collections.abc import Iterable
from enum import StrEnum

from enforcement.duties.rules import ExemptionState
from enforcement.procedures.demands import RecordingLevel


class State(StrEnum):
    """The worst first: a step is as good as its worst act."""

    MISSING = "MISSING"
    WAITING = "WAITING"
    INTERRUPTED = "INTERRUPTED"
    EXEMPTED = "EXEMPTED"
    DONE = "DONE"
    TEXT_SUFFICES = "TEXT_SUFFICES"
    NOT_DUE = "NOT_DUE"


STATE_NAMES = {
    State.MISSING: "缺少音像记录",
    State.WAITING: "免录待审批",
    State.INTERRUPTED: "记录有中断，待说明",
    State.EXEMPTED: "已批准免录",
    State.DONE: "已有音像记录",
    State.TEXT_SUFFICES: "文字记录即可",
    State.NOT_DUE: "尚未发生",
}

BLOCKING = frozenset({State.MISSING, State.WAITING, State.INTERRUPTED})


def of_act(
    level: RecordingLevel, *, recorded: bool, unexplained: int = 0, exemption: ExemptionState | None = None
) -> State:
    """AV-1: a recording, or an approved exemption; for the full course also every interruption explained."""
    if exemption is ExemptionState.APPROVED:
        return State.EXEMPTED
    if recorded:
        broken = level is RecordingLevel.FULL_COURSE and unexplained
        return State.INTERRUPTED if broken else State.DONE
    if not level.must:
        return State.TEXT_SUFFICES
    return State.WAITING if exemption is ExemptionState.PENDING else State.MISSING


def of_rest(level: RecordingLevel, *, recorded: bool | None, unexplained: int = 0, happened: bool) -> State:
    """What belongs to no declared act. `recorded` is None where there is no such recording.

    `happened`: a milestone says the step took place, and no act was declared for it.
    """
    if recorded is not None:
        return of_act(level, recorded=recorded, unexplained=unexplained)
    return of_act(level, recorded=False) if happened else State.NOT_DUE


def worst(found: Iterable[State]) -> State:
    return min(found, key=list(State).index)
