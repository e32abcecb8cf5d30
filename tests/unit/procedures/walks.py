"""A second reading of the milestones, written apart from the one under test, and random walks along it."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from enforcement.procedures.grammar import Milestone, Procedure, Stage


def stands_after(procedure: Procedure, line: Sequence[Milestone]) -> set[Milestone]:
    """A milestone stands if nothing after its last occurrence takes it back."""
    return {
        reached
        for place, reached in enumerate(line)
        if not any(reached in procedure.steps[later].resets for later in line[place + 1 :])
    }


def allowed(procedure: Procedure, line: Sequence[Milestone], wanted: Milestone) -> bool:
    if wanted not in procedure.steps:
        return False
    step, stands = procedure.steps[wanted], stands_after(procedure, line)
    has_all = all(
        any(one in stands for one in need.any_of)
        for need in step.needs
        if not need.once or any(one in stands for one in need.once)
    )
    again = wanted in stands and not step.repeatable
    return has_all and not again and not any(bar in stands for bar in step.bars)


def stage_after(procedure: Procedure, line: Sequence[Milestone]) -> Stage:
    """Backwards: the first stage met that nothing behind it has lifted."""
    lifted: set[Milestone] = set()
    for one in reversed(line):
        step = procedure.steps[one]
        if step.stage is not None and one not in lifted:
            return step.stage
        lifted |= step.lifts
    return Stage.CLUE


def wishes(size: int) -> SearchStrategy[list[Milestone]]:
    """What people might try, in any order; most of it will be refused."""
    return st.lists(st.sampled_from(Milestone), min_size=1, max_size=size)


def walks(procedure: Procedure, size: int) -> SearchStrategy[list[Milestone]]:
    """Only what is allowed, chosen at random at each step."""

    def walk(choices: list[int]) -> list[Milestone]:
        line: list[Milestone] = []
        for choice in choices:
            open_now = [one for one in Milestone if allowed(procedure, line, one)]
            if open_now:
                line.append(open_now[choice % len(open_now)])
        return line

    return st.lists(st.integers(0, 200), min_size=1, max_size=size).map(walk)
