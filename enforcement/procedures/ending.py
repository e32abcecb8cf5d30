"""How a case without penalty ends: its decision is served and published, then it is closed and put away."""

from collections.abc import Mapping
from dataclasses import replace

from enforcement.procedures.grammar import Milestone, Need, Stage, Step
from enforcement.procedures.ordinary_penalty.publishing import publishing_steps

RECORDED = "行政执法“三项制度”《指导意见》（国办发〔2018〕118号）"
DISCLOSED = "国办发〔2018〕118号；《政府信息公开条例》第二十条"
ENDED = frozenset({Milestone.CLOSED, Milestone.ARCHIVED})


def need(one: Milestone, *, sentence: str, basis: str, cure: str = "") -> Need:
    """What a step asks for, and where it is done: as a rule on the page of the declared step itself."""
    return Need(any_of=frozenset({one}), sentence=sentence, basis=basis, cure=cure or f"steps.{one}")


REGISTERED = need(Milestone.CLUE_REGISTERED, sentence="事项尚未登记。", basis=RECORDED, cure="cases.register_matter")


def ending(decided: Need, *, served: str) -> Mapping[Milestone, Step]:
    """`served`: the basis of service."""
    received = need(Milestone.DECISION_SERVED, sentence="文书尚未送达。", basis=served, cure="serving.tab")
    return {
        Milestone.DECISION_SERVED: Step(needs=(decided,), bars=ENDED, stage=Stage.SERVED),
        **{milestone: _rebased(step) for milestone, step in publishing_steps(decided).items()},
        Milestone.CLOSED: Step(needs=(decided, received), bars=ENDED, stage=Stage.CLOSED),
        Milestone.ARCHIVED: Step(
            needs=(need(Milestone.CLOSED, sentence="案件尚未办结。", basis=RECORDED, cure="execution.tab"),),
            bars=frozenset({Milestone.ARCHIVED}),
            stage=Stage.ARCHIVED,
        ),
    }


def _rebased(step: Step) -> Step:
    """The same course; where a penalty rests on its own law, another decision rests on the rules of disclosure."""
    return replace(step, needs=tuple(_asked(one) for one in step.needs))


def _asked(one: Need) -> Need:
    return replace(one, basis=DISCLOSED) if "行政处罚法" in one.basis else one
