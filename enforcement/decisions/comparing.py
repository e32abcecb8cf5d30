"""Likeness and difference, shown and never acted upon: decided cases of one cause, and what the party was told."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.decisions.rules import DraftText
from enforcement.discretion.rules import GROUND_NAMES, Ground
from enforcement.documents.amounts import figures

SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
NEAR = 2  # sums no more than twice each other


@dataclass(frozen=True, kw_only=True)
class Match:
    """What cases are compared by."""

    category: PartyCategory
    base_fen: int
    tier: str
    grounds: frozenset[Ground]

    @property
    def category_name(self) -> str:
        return CATEGORY_NAMES[self.category]


def matches(ours: Match, other: Match) -> tuple[str, ...]:
    """Each reason why the other case is like ours, in words. The cause is the same in any case."""
    found = ["案由相同"]
    if ours.category is other.category:
        found.append(f"当事人同为{ours.category_name}")
    if (
        ours.base_fen
        and other.base_fen
        and max(ours.base_fen, other.base_fen) <= NEAR * min(ours.base_fen, other.base_fen)
    ):
        found.append(f"计罚基数相近（{figures(other.base_fen)}元）")
    if ours.tier and ours.tier == other.tier:
        found.append(f"同为“{ours.tier}”阶次")
    shared = ours.grounds & other.grounds
    return (*found, *(f"同有情节“{GROUND_NAMES[ground]}”" for ground in Ground if ground in shared))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One item as told and as decided. `told`: its change asks for a new notice (第四十四条)."""

    label: str
    notice: str
    decision: str
    told: bool

    @property
    def same(self) -> bool:
        return self.notice == self.decision

    @property
    def runs(self) -> tuple[tuple[str, str], ...]:
        """Pairs of mark and text: " " kept, "-" gone, "+" new."""
        old, new = _sentences(self.notice), _sentences(self.decision)
        found: list[tuple[str, str]] = []
        for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
            found += [(" ", gone)] if tag == "equal" else [pair for pair in (("-", gone), ("+", come)) if pair[1]]
        return tuple(found)


def _sentences(text: str) -> list[str]:
    return [found for found in SENTENCE.findall(text) if found]


def differences(notice: DraftText, decision: DraftText) -> tuple[Difference, ...]:
    """One data set for both papers, so that every difference shows."""
    told, decided = _items(notice), _items(decision)
    return tuple(
        Difference(label=label, notice=text, decision=decided[label][0], told=counts)
        for label, (text, counts) in told.items()
    )


def _items(draft: DraftText) -> dict[str, tuple[str, bool]]:
    return {
        "违法事实": (draft.facts, True),
        "证据": (draft.evidence_text, False),
        "违反的规定": (draft.violated, True),
        "处罚依据": (draft.applied, True),
        "处罚内容": (draft.penalty_text, True),
        "罚款合计": (f"{figures(draft.fine_fen)}元", True),
        "责令退回基金": (f"{figures(draft.recovery_fen)}元", True),
        "责令改正": (draft.correction or "无", False),
        "裁量理由": (draft.discretion, False),
        "偏离裁量基准的理由": (draft.leaving or "无", False),
        "减轻或者不予罚款的事由": (draft.mitigation or "无", False),
    }
