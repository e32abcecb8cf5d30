"""当事人历次案件: everything this body has had with one party, on one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.execution import queries as execution
from enforcement.kernel.identity import Actor, CaseId
from enforcement.publication import queries as publication
from enforcement.publication.rules import STATE_NAMES
from enforcement.steps import queries as steps


@dataclass(frozen=True, kw_only=True)
class PastCase:
    """`outstanding_fen`: of fine and confiscated gains, what is not yet paid; None before a decision."""

    case: cases.CaseRow
    decision: decisions.DecisionRow | None
    ruling: steps.RulingRow | None
    outstanding_fen: int | None
    notice_state: str


@dataclass(frozen=True, kw_only=True)
class PartyHistory:
    """Sums over what is listed. Fines and fund recovery are never one figure
    (《医疗保障基金使用监督管理条例》第四十五条)."""

    rows: Sequence[PastCase]

    @property
    def fined_fen(self) -> int:
        return sum(row.decision.fine_fen for row in self.rows if row.decision)

    @property
    def recovery_fen(self) -> int:
        return sum(row.decision.recovery_fen for row in self.rows if row.decision)

    @property
    def decided(self) -> int:
        return sum(bool(row.decision or row.ruling) for row in self.rows)


def of_party(session: Session, actor: Actor, case: cases.CaseRow) -> PartyHistory:
    """The case itself among them, even where its party bears no code to find others by."""
    found = cases.of_same_party(session, actor, case.party) or [case.id]
    return PartyHistory(rows=[_past(session, key) for key in found])


def _past(session: Session, case_id: CaseId) -> PastCase:
    decision = decisions.decision(session, case_id)
    notices = publication.of_case(session, case_id)
    return PastCase(
        case=cases.get(session, case_id),
        decision=decision,
        ruling=steps.ruling(session, case_id),
        outstanding_fen=execution.balance(session, decision).left_fen if decision else None,
        notice_state=STATE_NAMES[notices[0].state] if notices else "",
    )
