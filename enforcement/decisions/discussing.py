"""Which decisions one head does not make alone (《行政处罚法》第五十七条第二款). Pure: values in, verdict out."""

from dataclasses import dataclass

from enforcement.cases.rules import PartyCategory
from enforcement.decisions.rules import DraftText, Outcome, PenaltyKind
from enforcement.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Scope:
    """集体讨论范围 as this body has set it. None: no sum is set for that kind of party."""

    person_fen: int | None
    organisation_fen: int | None
    kinds: frozenset[PenaltyKind]

    def reached_by(self, draft: DraftText, category: PartyCategory) -> bool:
        least = self.person_fen if category is PartyCategory.NATURAL_PERSON else self.organisation_fen
        if draft.outcome is not Outcome.PENALTY:  # 第五十七条第二款 speaks of penalties alone
            return False
        heavy = self.kinds & {item.kind for item in draft.penalties}
        return bool(heavy) or (least is not None and draft.fine_fen >= least)


def discussion_is_over(*, required: bool, called: bool, agreed: str, digest: str) -> None:
    """CASE-26: where the heads must discuss, or have begun to, one of them does not decide before they agreed."""
    if agreed == digest:
        return
    if called:
        raise RuleBroken(
            "DISCUSSION_OPEN",
            "本案已提请负责人集体讨论，讨论尚未形成同意当前文稿的结论，不得作出决定。",
            basis="《行政处罚法》第五十七条第二款",
            cure="discussion.tab",
        )
    if required:
        raise RuleBroken(
            "NOT_DISCUSSED",
            "本案在本机关规定的集体讨论范围内，须由负责人集体讨论同意后方可作出决定。",
            basis="《行政处罚法》第五十七条第二款",
            cure="discussion.call",
        )
