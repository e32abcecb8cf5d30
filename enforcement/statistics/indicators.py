"""The counting rules of the penalty table, each a function with its legal note. They decide; queries only fetch."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from enforcement.decisions.rules import PENALTY_NAMES, PenaltyKind
from enforcement.kernel.clock import chinese_day

OTHER = "other"
DEFAULT_ORDER = "datong"
SEVERITY: Mapping[str, Mapping[str, object]] = tomllib.loads(
    (Path(__file__).parent / "severity.toml").read_text(encoding="utf-8")
)

COLUMN_OF = {
    PenaltyKind.WARNING: "warning",
    PenaltyKind.PUBLIC_CRITICISM: "criticism",
    PenaltyKind.FINE: "fine",
    PenaltyKind.CONFISCATE_GAINS: "confiscation",
    PenaltyKind.CONFISCATE_GOODS: "confiscation",
    PenaltyKind.SUSPEND_LICENCE: "suspend",
    PenaltyKind.LOWER_QUALIFICATION: "lower",
    PenaltyKind.RESTRICT_BUSINESS: "restrict",
    PenaltyKind.STOP_BUSINESS: "stop",
    PenaltyKind.CLOSE_DOWN: "close",
    PenaltyKind.BAN_OCCUPATION: "close",
    PenaltyKind.REVOKE_LICENCE: "revoke",
    PenaltyKind.OTHER: OTHER,
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A decision as far as statistics ask."""

    id: UUID
    case_id: UUID
    number: str
    party: str
    decided_on: date
    kinds: tuple[PenaltyKind, ...]
    fine_fen: int
    confiscated_fen: int


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One decision in one column, and why there (G4)."""

    decision_id: UUID
    case_id: UUID
    number: str
    party: str
    decided_on: date
    kinds: str
    column: str
    amount_fen: int
    reason: str


def order_of(province: str) -> tuple[str, ...]:
    """ST-4: the severity order a province prescribes, lightest first, 其他 below all."""
    order = SEVERITY[province]["order"]
    return (OTHER, *order) if isinstance(order, list) else (OTHER,)


def made_between(decisions: Iterable[Made], first: date, last: date) -> list[Made]:
    """ST-1: by the day the decision was made, whenever it was filed or served."""
    return [one for one in decisions if first <= one.decided_on <= last]


def heaviest(kinds: Sequence[PenaltyKind], order: Sequence[str]) -> str:
    """ST-3: one decision counts once, under its heaviest kind; a specific kind beats 其他."""
    return max((COLUMN_OF[kind] for kind in kinds), key=order.index, default=OTHER)


def amount(decision: Made) -> int:
    """ST-5, ST-6: fines and confiscation as decided; never the recovered fund, never the surcharge."""
    return decision.fine_fen + decision.confiscated_fen


def count(decision: Made, order: Sequence[str]) -> Counted:
    column = heaviest(decision.kinds, order)
    return Counted(
        decision_id=decision.id,
        case_id=decision.case_id,
        number=decision.number,
        party=decision.party,
        decided_on=decision.decided_on,
        kinds="、".join(PENALTY_NAMES[kind] for kind in decision.kinds),
        column=column,
        amount_fen=amount(decision),
        reason=_reason(decision, column),
    )


def _reason(decision: Made, column: str) -> str:
    day = f"{chinese_day(decision.decided_on)}作出决定"
    if len({COLUMN_OF[kind] for kind in decision.kinds}) == 1:
        return f"{day}；只有一类处罚，计入该栏。"
    name = "、".join(PENALTY_NAMES[kind] for kind in decision.kinds if COLUMN_OF[kind] == column)
    return f"{day}；一案并处多种处罚只计一件，按其中最重的“{name}”计入。"
