"""How a line of milestones is read: what stands, and which stage that is."""

from collections.abc import Iterable

from enforcement.kernel.errors import RuleBroken
from enforcement.procedures.grammar import Milestone, Need, Procedure, Stage
from enforcement.workdays.rules import UNIT_NAMES


def standing(procedure: Procedure, line: Iterable[Milestone]) -> frozenset[Milestone]:
    """The milestones that count now: each new one takes back what its step resets."""
    stands: set[Milestone] = set()
    for reached in line:
        stands -= procedure.steps[reached].resets
        stands.add(reached)
    return frozenset(stands)


def stage(procedure: Procedure, line: Iterable[Milestone]) -> Stage:
    """The stage the last stage-giving milestone put the case in, if none since has lifted it."""
    given = [(Milestone.CLUE_REGISTERED, Stage.CLUE)]
    for reached in line:
        step = procedure.steps[reached]
        given = [one for one in given if one[0] not in step.lifts]
        if step.stage is not None:
            given.append((reached, step.stage))
    return given[-1][1]


def may_reach(procedure: Procedure, stands: frozenset[Milestone], wanted: Milestone) -> None:
    """Refuse an out-of-order step with the sentence and article of what is missing."""
    step = procedure.steps.get(wanted)
    if step is None:
        raise RuleBroken(
            "NO_SUCH_STEP", f"{procedure.title}没有“{procedure.name_of(wanted)}”这一步骤。", basis="程序法定"
        )
    for need in missing(procedure, stands, wanted):
        raise RuleBroken("OUT_OF_ORDER", need.sentence, basis=need.basis, cure=need.cure)
    barred = step.bars & stands
    if barred or (wanted in stands and not step.repeatable):
        done = procedure.name_of(min(barred) if barred else wanted)
        sentence = f"案件已经“{done}”，不能再办理“{procedure.name_of(wanted)}”。"
        cure = "cases.clock" if Milestone.SUSPENDED in barred else "cases.overview"
        raise RuleBroken("ALREADY_PAST", sentence, basis="《行政处罚法》第五章程序规定", cure=cure)


def missing(procedure: Procedure, stands: frozenset[Milestone], wanted: Milestone) -> tuple[Need, ...]:
    """What the law asks for before this step and is not there yet, the first to do first."""
    return tuple(need for need in procedure.steps[wanted].needs if not need.met_by(stands))


def next_steps(procedure: Procedure, stands: frozenset[Milestone]) -> frozenset[Milestone]:
    """What could be reached now; pages use it to show only buttons that would not be refused."""
    return frozenset(wanted for wanted in procedure.steps if can_reach(procedure, stands, wanted))


def can_reach(procedure: Procedure, stands: frozenset[Milestone], wanted: Milestone) -> bool:
    try:
        may_reach(procedure, stands, wanted)
    except RuleBroken:
        return False
    return True


def unit_of_extension(law: Procedure, key: str) -> str:
    """In what a period is lengthened: in what it is counted."""
    period = next(row.period for row in law.clock.extensions if row.key == key)
    return UNIT_NAMES[next(row.unit for row in law.periods if row.key == period)]
