"""What may be decided on the spot, and what must have been done before (《行政处罚法》第五十一条、第五十二条). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from enforcement.cases.rules import PartyCategory
from enforcement.decisions.rules import PENALTY_NAMES, PenaltyItem, PenaltyKind, sum_of
from enforcement.documents.amounts import figures
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.demands import SpotLimit

ORDINARY_INSTEAD = "cases.turn_ordinary"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """How it went on the spot, as the form states it. `defence`: what the party said, or that it said nothing."""

    place: str
    certificates_shown: bool
    rights_told: bool
    defence: str
    defence_answer: str


def is_light_enough(penalties: Sequence[PenaltyItem], limit: SpotLimit | None, category: PartyCategory) -> None:
    """SIMP-1: a warning, or a fine up to the sum for this kind of party, and nothing else."""
    if limit is None:
        raise RuleBroken(
            "NO_SPOT_LIMIT", "今日没有施行中的当场处罚限额，不能当场处罚。", basis="《行政处罚法》第五十一条"
        )
    heavier = [item.kind for item in penalties if item.kind not in limit.kinds]
    if heavier:
        named = "、".join(PENALTY_NAMES[kind] for kind in dict.fromkeys(heavier))
        raise RuleBroken(
            "TOO_GRAVE_FOR_SPOT",
            f"当场只能给予警告或者罚款，不能给予{named}，请转为普通程序办理。",
            basis=limit.basis,
            cure=ORDINARY_INSTEAD,
        )
    highest = limit.organisation_fen if category is PartyCategory.ORGANISATION else limit.person_fen
    fine = sum_of(penalties, {PenaltyKind.FINE})
    if fine > highest:
        who = "法人或者其他组织" if category is PartyCategory.ORGANISATION else "公民（含个体工商户）"
        raise RuleBroken(
            "ABOVE_SPOT_LIMIT",
            f"罚款{figures(fine)}元超过对{who}当场处罚的限额{figures(highest)}元，请转为普通程序办理。",
            basis=limit.basis,
            cure=ORDINARY_INSTEAD,
        )


def party_was_heard(scene: Scene) -> None:
    """The short way shortens the papers, never the rights (第四十四条、第四十五条、第六十二条)."""
    if not scene.certificates_shown:
        raise InvalidInput({"certificates_shown": ["当场处罚须先向当事人出示执法证件（《行政处罚法》第五十二条）。"]})
    if not scene.rights_told:
        raise InvalidInput(
            {
                "rights_told": [
                    "作出决定前须告知拟处罚的内容、事实、理由、依据和陈述申辩的权利（《行政处罚法》第四十四条、第六十二条）。"
                ]
            }
        )
    if scene.defence and not scene.defence_answer:
        raise InvalidInput(
            {"defence_answer": ["当事人提出陈述申辩的，须当场复核并写明是否采纳及理由（《行政处罚法》第四十五条）。"]}
        )


def course(scene: Scene, officers: str) -> str:
    """As the form says it."""
    told = f"执法人员{officers}向当事人出示执法证件，当场告知拟作出的行政处罚内容及事实、理由、依据和依法享有的权利。"
    if not scene.defence:
        return f"{told}当事人未提出陈述、申辩。"
    return f"{told}当事人陈述、申辩：{scene.defence.rstrip('。')}。复核意见：{scene.defence_answer.rstrip('。')}。"
