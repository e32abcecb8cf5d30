"""When the party has a right to be heard (《行政处罚法》第六十三条). Amounts are the body's own: none is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.decisions.rules import CONFISCATION, MONEY, PenaltyItem, PenaltyKind
from enforcement.documents.amounts import figures
from enforcement.kernel.errors import InvalidInput, RuleBroken

BASIS = "《行政处罚法》第六十三条"
# 通报批评 and 警告 are not named in article 63; everything else beside money is, whatever the amount.
MILD = frozenset({PenaltyKind.WARNING, PenaltyKind.PUBLIC_CRITICISM})


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """From this amount on a fine, or what is confiscated, is 较大数额 for this kind of party."""

    id: UUID
    category: PartyCategory
    fine_fen: int
    confiscation_fen: int
    basis: str
    in_force_from: date

    @property
    def category_name(self) -> str:
        return CATEGORY_NAMES[self.category]


def right_to_a_hearing(penalties: Sequence[PenaltyItem], threshold: Threshold | None) -> tuple[str, ...]:
    """Why a hearing must be offered, in sentences; none: it need not be.

    Where the body set no amounts,
    money is not judged here: the officer says so on the notice, and the page says that the amounts are missing.
    """
    found = [f"拟“{item.kind_name}”" for item in penalties if _weighs_by_its_kind(item)]
    fine = sum(item.amount_fen for item in penalties if item.kind is PenaltyKind.FINE)
    taken = sum(item.amount_fen for item in penalties if item.kind in CONFISCATION)
    if not fine and not taken:
        return tuple(found)
    if threshold is None:
        return tuple(found)
    said = f"达到对{threshold.category_name}的较大数额标准"
    if fine >= threshold.fine_fen:
        found.append(f"罚款{figures(fine)}元，{said}（{figures(threshold.fine_fen)}元）")
    if taken >= threshold.confiscation_fen:
        found.append(f"没收{figures(taken)}元，{said}（{figures(threshold.confiscation_fen)}元）")
    return tuple(found)


def _weighs_by_its_kind(item: PenaltyItem) -> bool:
    """Goods are 较大价值 by their value; where none is stated nobody can say that it is small."""
    return item.kind not in MONEY | MILD and not (item.kind in CONFISCATION and item.amount_fen)


def right_is_told(reasons: Sequence[str], *, told: bool) -> None:
    """CASE-23: whoever has the right must be told of it before the penalty."""
    if reasons and not told:
        raise RuleBroken(
            "HEARING_MUST_BE_TOLD",
            f"{'；'.join(reasons)}，应当告知当事人有要求听证的权利，请勾选“告知听证权利”。",
            basis="《行政处罚法》第四十四条、第六十三条",
            cure="hearings.issue_prior_notice",
        )


def begins_today_or_later(day: date, *, today: date) -> None:
    """What was told under the old amounts stays as it was."""
    if day < today:
        raise InvalidInput({"in_force_from": ["起始日期不能早于今天。"]})
