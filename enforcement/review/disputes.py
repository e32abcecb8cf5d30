"""分歧协调 (LR-12): the undertaking unit does not share an opinion, and how that ends. The opinion stays as written."""

from enum import StrEnum

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.review.rules import ReviewResult

DISPUTE_BASIS = "《医疗保障行政处罚程序暂行规定》第四十条；《行政处罚法》第五十八条"


class Settlement(StrEnum):
    """How a disagreement ended (分歧协调). None of them is an agreement: a new round must still end in one."""

    OPINION_STANDS = "OPINION_STANDS"
    UNIT_FOLLOWED = "UNIT_FOLLOWED"
    DISCUSSED = "DISCUSSED"


SETTLEMENT_NAMES = {
    Settlement.OPINION_STANDS: "维持审核意见，承办机构修改后再次送审",
    Settlement.UNIT_FOLLOWED: "采纳承办机构意见，再次送审",
    Settlement.DISCUSSED: "提请负责人集体讨论，按讨论决定再次送审",
}


def opinion_may_be_disputed(result: ReviewResult | None, *, latest: bool, disputed: bool) -> None:
    """LR-12: the undertaking unit may dispute what came back, once, while it is the last word."""
    if result is None or result is ReviewResult.APPROVE or not latest:
        raise RuleBroken("NOTHING_TO_DISPUTE", "只能对最近一轮退回的审核意见提出异议。", basis=DISPUTE_BASIS)
    if disputed:
        raise RuleBroken("ALREADY_DISPUTED", "对本轮审核意见已经提出过异议。", basis=DISPUTE_BASIS)


def dispute_waits(*, open_objection: bool) -> None:
    if not open_objection:
        raise RuleBroken("NO_DISPUTE", "没有待协调的分歧。", basis=DISPUTE_BASIS)


def dispute_is_settled(*, open_objection: bool) -> None:
    if open_objection:
        raise RuleBroken(
            "DISPUTE_OPEN",
            "对上一轮审核意见的异议正在协调，协调有结果后再次送审。",
            basis=DISPUTE_BASIS,
            cure="review.tab",
        )


def minutes_are_named(outcome: Settlement, *, minutes: str) -> None:
    if outcome is Settlement.DISCUSSED and not minutes:
        raise InvalidInput({"minutes": ["提请集体讨论的，请写明讨论日期和集体讨论记录的文号。"]})


def text_is_mended(outcome: Settlement | None, *, disputed_digest: str, digest: str) -> None:
    """Where the opinion stands after coordination, sending the same text again is no answer to it."""
    if outcome is Settlement.OPINION_STANDS and disputed_digest == digest:
        raise RuleBroken(
            "TEXT_NOT_MENDED",
            "协调结果为维持审核意见，文稿尚未修改；请按审核意见修改后再次送审。",
            basis=DISPUTE_BASIS,
            cure="decisions.save_draft",
        )
