"""The gates of a case: at each of the great steps, what the law asks for and what of it is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from enforcement.procedures.grammar import Milestone, Need, Procedure
from enforcement.procedures.rules import can_reach, missing

GATES: Mapping[Milestone, str] = {
    Milestone.FILED: "立案",
    Milestone.INSPECTION_APPROVED: "检查审批",
    Milestone.INSPECTED: "现场检查",
    Milestone.LICENCE_ACCEPTED: "受理申请",
    Milestone.MEASURE_APPROVED: "批准强制措施",
    Milestone.REPORTED: "调查终结",
    Milestone.PRIOR_NOTICE_ISSUED: "事先告知",
    Milestone.REVIEW_SUBMITTED: "提交法制审核",
    Milestone.DECIDED: "作出决定",
    Milestone.INSPECTION_CONCLUDED: "作出检查结果",
    Milestone.LICENCE_DECIDED: "作出许可决定",
    Milestone.RESULT_DECIDED: "作出行政决定",
    Milestone.MEASURE_CONCLUDED: "作出处理决定",
    Milestone.DECISION_SERVED: "送达决定",
    Milestone.REPORTED_FOR_RECORD: "报本机关备案",
    Milestone.PUBLISHED: "对外公示",
    Milestone.CLOSED: "结案",
    Milestone.ARCHIVED: "归档",
}
# What was handed in no longer stands once it was answered.
ANSWERED: Mapping[Milestone, Milestone] = {Milestone.REVIEW_SUBMITTED: Milestone.REVIEW_AGREED}


@dataclass(frozen=True, kw_only=True)
class Gate:
    """One great step: behind us, open, or shut by what is missing or by what happened already."""

    step: Milestone
    title: str
    passed: bool
    open: bool
    missing: tuple[Need, ...]
    barred: str = ""


def gates(procedure: Procedure, stands: frozenset[Milestone]) -> tuple[Gate, ...]:
    """In the order of the procedure, those it has."""
    return tuple(_gate(procedure, stands, step) for step in GATES if step in procedure.steps)


def _gate(procedure: Procedure, stands: frozenset[Milestone], step: Milestone) -> Gate:
    barred = sorted(procedure.steps[step].bars & stands)
    return Gate(
        step=step,
        title=GATES[step],
        passed=step in stands or ANSWERED.get(step) in stands,
        open=can_reach(procedure, stands, step),
        missing=missing(procedure, stands, step),
        barred=procedure.name_of(barred[0]) if barred else "",
    )
