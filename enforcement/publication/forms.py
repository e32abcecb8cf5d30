"""What a notice says of a decision: a penalty in its own fields, every other act in the words of its document."""

from dataclasses import dataclass

from enforcement.decisions.queries import DecisionRow
from enforcement.decisions.rules import PENALTY_NAMES
from enforcement.publication.content import PENALTY
from enforcement.steps.queries import RulingRow

NAMES = {
    "category": "类别",
    "measures_taken": "采取的措施",
    "task_source": "任务来源",
    "inspected_on": "检查日期",
    "licence_category": "许可类别",
    "certificate_name": "许可证件名称",
    "certificate_no": "许可证件编号",
    "valid_from": "有效期自",
    "valid_until": "有效期至",
}


@dataclass(frozen=True, kw_only=True)
class PublicForm:
    action_type: str
    kinds: str
    content: str
    violated: str
    applied: str
    fine_fen: int = 0
    confiscated_fen: int = 0
    particulars: str = ""

    @property
    def legal_basis(self) -> str:
        return f"违反：{self.violated}\n依据：{self.applied}" if self.action_type == PENALTY else self.applied

    @property
    def grounded(self) -> bool:
        return bool(self.applied) and (bool(self.violated) or self.action_type != PENALTY)


def public_form(decision: DecisionRow | RulingRow) -> PublicForm:
    if isinstance(decision, RulingRow):
        return PublicForm(
            action_type=decision.action_type,
            kinds=decision.outcome,
            content=decision.content,
            violated="",
            applied=decision.basis,
            particulars="；".join(f"{NAMES[name]}：{words}" for name, words in decision.particulars.items()),
        )
    return PublicForm(
        action_type=PENALTY,
        kinds="、".join(PENALTY_NAMES[item.kind] for item in decision.penalties),
        content=decision.penalty_text,
        violated=decision.violated,
        applied=decision.applied,
        fine_fen=decision.fine_fen,
        confiscated_fen=decision.confiscated_fen,
    )
