"""What a penalty may be: its kinds, one single amount, the statutory range, and whose hand may decide."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.audit.rules import canonical
from enforcement.decisions.no_penalty import GROUND_NAMES, Ground
from enforcement.documents.amounts import capitals, figures
from enforcement.kernel.errors import InvalidInput, RuleBroken, Stale
from enforcement.matters.rules import FineRange, RangeKind


class PenaltyKind(StrEnum):
    """《行政处罚法》第九条. 行政拘留 is left out: only the police may impose it (第十八条)."""

    WARNING = "WARNING"
    PUBLIC_CRITICISM = "PUBLIC_CRITICISM"
    FINE = "FINE"
    CONFISCATE_GAINS = "CONFISCATE_GAINS"
    CONFISCATE_GOODS = "CONFISCATE_GOODS"
    SUSPEND_LICENCE = "SUSPEND_LICENCE"
    LOWER_QUALIFICATION = "LOWER_QUALIFICATION"
    REVOKE_LICENCE = "REVOKE_LICENCE"
    RESTRICT_BUSINESS = "RESTRICT_BUSINESS"
    STOP_BUSINESS = "STOP_BUSINESS"
    CLOSE_DOWN = "CLOSE_DOWN"
    BAN_OCCUPATION = "BAN_OCCUPATION"
    OTHER = "OTHER"


PENALTY_NAMES = {
    PenaltyKind.WARNING: "警告",
    PenaltyKind.PUBLIC_CRITICISM: "通报批评",
    PenaltyKind.FINE: "罚款",
    PenaltyKind.CONFISCATE_GAINS: "没收违法所得",
    PenaltyKind.CONFISCATE_GOODS: "没收非法财物",
    PenaltyKind.SUSPEND_LICENCE: "暂扣许可证件",
    PenaltyKind.LOWER_QUALIFICATION: "降低资质等级",
    PenaltyKind.REVOKE_LICENCE: "吊销许可证件",
    PenaltyKind.RESTRICT_BUSINESS: "限制开展生产经营活动",
    PenaltyKind.STOP_BUSINESS: "责令停产停业",
    PenaltyKind.CLOSE_DOWN: "责令关闭",
    PenaltyKind.BAN_OCCUPATION: "限制从业",
    PenaltyKind.OTHER: "法律、行政法规规定的其他行政处罚",
}

MONEY = frozenset({PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS})
CONFISCATION = frozenset({PenaltyKind.CONFISCATE_GAINS, PenaltyKind.CONFISCATE_GOODS})
MILD = frozenset({PenaltyKind.WARNING, PenaltyKind.PUBLIC_CRITICISM, PenaltyKind.FINE})
SAYS_ENOUGH = MONEY | {PenaltyKind.WARNING, PenaltyKind.PUBLIC_CRITICISM}


# Only some texts have these; the digests of all others are as they were before each of them existed.
BESIDE = frozenset({"leaving", "assessment", "ground", "education"})
# Kept in a table of their own, or made from the penalties; everything else of a text is a column of its draft.
ELSEWHERE = BESIDE | {"penalties"}


class Outcome(StrEnum):
    """《行政处罚法》第五十七条. What leaves the house (移送) is no decision and stands in a room of its own."""

    PENALTY = "PENALTY"
    NO_PENALTY = "NO_PENALTY"


OUTCOME_NAMES = {Outcome.PENALTY: "行政处罚", Outcome.NO_PENALTY: "不予行政处罚"}


@dataclass(frozen=True, kw_only=True)
class PenaltyItem:
    """One penalty of a draft. `amount_fen` is 0 where the kind carries no money."""

    kind: PenaltyKind
    amount_fen: int
    text: str

    @property
    def kind_name(self) -> str:
        return PENALTY_NAMES[self.kind]

    @property
    def sentence(self) -> str:
        """As the prior notice and the decision say it; both must say the same (F15)."""
        name = self.kind_name if self.kind is not PenaltyKind.OTHER else ""
        money = f"人民币{figures(self.amount_fen)}元（大写：{capitals(self.amount_fen)}）" if self.amount_fen else ""
        detail = f"（{self.text}）" if self.text and name else self.text
        return f"{name}{money}{detail}"


def penalty_sentences(penalties: Sequence[PenaltyItem]) -> str:
    if len(penalties) == 1:
        return penalties[0].sentence
    return "；".join(f"{number}．{item.sentence}" for number, item in enumerate(penalties, start=1))


def sum_of(penalties: Sequence[PenaltyItem], kinds: Collection[PenaltyKind]) -> int:
    return sum(item.amount_fen for item in penalties if item.kind in kinds)


@dataclass(frozen=True, kw_only=True)
class DraftText:
    """A proposed decision as typed. Fund recovery is no penalty and no fine: a total of its own (CASE-30).

    `ground`: why no penalty is given; empty where one is.
    """

    facts: str
    evidence_text: str
    violated: str
    applied: str
    discretion: str
    mitigation: str
    penalties: tuple[PenaltyItem, ...]
    base_fen: int
    recovery_fen: int
    correction: str
    leaving: str = ""
    assessment: str = ""
    ground: str = ""
    education: str = ""

    @property
    def outcome(self) -> Outcome:
        return Outcome.NO_PENALTY if self.ground else Outcome.PENALTY

    @property
    def burdens(self) -> bool:
        """Whether the party must be told and heard beforehand: of a penalty, and of a bare recovery (CASE-19a)."""
        return not self.ground or bool(self.recovery_fen)

    @property
    def fine_fen(self) -> int:
        return sum_of(self.penalties, {PenaltyKind.FINE})

    @property
    def confiscated_fen(self) -> int:
        return sum_of(self.penalties, CONFISCATION)

    @property
    def penalty_text(self) -> str:
        if self.ground:
            return f"{OUTCOME_NAMES[self.outcome]}（{GROUND_NAMES[Ground(self.ground)]}）"
        return penalty_sentences(self.penalties)

    @property
    def digest(self) -> str:
        """Of everything: what the reviewer agreed to is this and nothing else (《行政处罚法》第五十八条)."""
        whole = asdict(self)
        told = [name for name in DraftText.__dataclass_fields__ if name not in BESIDE or whole[name]]
        return _digest({name: whole[name] for name in told})

    @property
    def substance_digest(self) -> str:
        """Of what the party must have been told: facts, basis, burden (第四十四条). A change asks for a new notice."""
        told = ("facts", "violated", "applied", "penalties", "recovery_fen")
        whole = asdict(self)
        return _digest({name: whole[name] for name in told})


def _digest(values: dict[str, object]) -> str:
    return hashlib.sha256(canonical(values)).hexdigest()


def penalties_are_sound(penalties: Sequence[PenaltyItem]) -> None:
    """Each item carries what its kind needs; one act is fined once (《行政处罚法》第二十九条)."""
    for index, item in enumerate(penalties):
        _item_is_sound(item, f"penalties-{index}")
    if sum(item.kind is PenaltyKind.FINE for item in penalties) > 1:
        raise RuleBroken(
            "ONE_FINE",
            "对同一违法行为不得给予两次以上罚款；触犯多个规范的，按罚款数额高的规定处罚，请合并为一项罚款。",
            basis="《行政处罚法》第二十九条",
            cure="decisions.save_draft",
        )


def _item_is_sound(item: PenaltyItem, name: str) -> None:
    if item.kind in MONEY and not item.amount_fen:
        raise InvalidInput({f"{name}-amount": [f"{item.kind_name}须写明一个确定的数额（《行政处罚法》第四十四条）。"]})
    if item.amount_fen and item.kind not in MONEY | CONFISCATION:
        raise InvalidInput({f"{name}-amount": [f"{item.kind_name}没有数额，请留空。"]})
    if item.kind not in SAYS_ENOUGH and not item.text:
        raise InvalidInput({f"{name}-text": [f"请写明{item.kind_name}的具体内容和期限。"]})


def fine_is_lawful(allowed: FineRange, draft: DraftText) -> None:
    """PEN-1. Below the range the law asks for a ground of mitigation; above it nothing can justify the fine."""
    if allowed.kind is RangeKind.MULTIPLE and not draft.base_fen:
        raise InvalidInput({"base": [f"本案由按“{allowed.base_name}”的倍数处罚，请填写该数额。"]})
    low, high = allowed.bounds(draft.base_fen)
    if draft.fine_fen > high:
        raise RuleBroken(
            "FINE_ABOVE_RANGE",
            f"罚款{figures(draft.fine_fen)}元超过法定上限{figures(high)}元，不得作出。",
            basis=f"《行政处罚法》第四条、第十六条；{draft.applied}",
            cure="decisions.save_draft",
        )
    if draft.fine_fen < low and not draft.mitigation:
        raise RuleBroken(
            "FINE_BELOW_RANGE",
            f"罚款{figures(draft.fine_fen)}元低于法定幅度{figures(low)}元至{figures(high)}元，须写明减轻或者不予罚款的事由。",
            basis="《行政处罚法》第三十二条、第三十三条",
            cure="decisions.save_draft",
        )


def decider_never_reviewed(actor_id: UUID, reviewers: Collection[UUID]) -> None:
    """The third hand: review and decision are apart too, over all rounds."""
    if actor_id in reviewers:
        raise RuleBroken(
            "DECIDER_REVIEWED",
            "您审核过本案，不能再作出决定（办案、审核、决定须由不同人员承担）。",
            basis="《行政处罚法》第五十八条；《医疗保障行政处罚程序暂行规定》第三十七条",
            cure="review.tab",
        )


def review_covers(agreed: str, *, digest: str) -> None:
    """LR-1: the agreement stands for one text; another text has not been reviewed."""
    if agreed != digest:
        raise RuleBroken(
            "REVIEW_OF_ANOTHER_TEXT",
            "法制审核同意的不是当前这一稿，不得作出决定；请将当前文稿重新送审。",
            basis="《行政处罚法》第五十八条",
            cure="review.submit",
        )


def is_the_text_read(read: str, *, digest: str) -> None:
    """A page left open over lunch must not carry an opinion onto a text its reader never saw."""
    if read and read != digest:
        raise Stale("您打开页面之后文稿已有新版本，您的意见没有提交；请阅读新版后再提交。")


def notice_covers(told: str, *, substance: str) -> None:
    """CASE-20, CASE-21: facts, basis or burden other than those notified need a new notice."""
    if told != substance:
        raise RuleBroken(
            "RENOTIFY",
            "拟处罚的事实、依据或者内容在告知之后有变化，须重新告知并重新听取陈述申辩，方可作出决定。",
            basis="《行政处罚法》第四十四条、第四十五条、第六十二条",
            cure="hearings.issue_prior_notice",
        )


def lateness_is_explained(due_on: date | None, *, today: date, reason: str) -> bool:
    """G5: the law does not void a late decision, so it is not refused; but it is never late in silence."""
    late = due_on is not None and today > due_on
    if late and not reason:
        raise RuleBroken(
            "LATE_DECISION",
            f"办案期限已于{due_on:%Y-%m-%d}届满，请写明超期原因；超期将记入案卷并报告监督机构。",
            basis="《行政处罚法》第六十条",
            cure="decisions.decide",
        )
    return late
