"""当场收缴罚款: only where the law lets an officer take money at all (《行政处罚法》第六十七条至第七十一条). Pure."""

from collections.abc import Mapping
from enum import StrEnum

from enforcement.documents.amounts import figures
from enforcement.execution.rules import Balance
from enforcement.kernel.errors import InvalidInput, RuleBroken

SMALL_FEN = 100_00  # 第六十八条第一项
SPOT = "spot_penalty"


class CashGround(StrEnum):
    SMALL = "SMALL"
    HARD_LATER = "HARD_LATER"
    REMOTE = "REMOTE"


CASH_GROUND_NAMES: Mapping[CashGround, str] = {
    CashGround.SMALL: "当场处罚，罚款一百元以下（第六十八条第一项）",
    CashGround.HARD_LATER: "当场处罚，不当场收缴事后难以执行（第六十八条第二项）",
    CashGround.REMOTE: "边远、水上、交通不便地区，当事人提出（第六十九条）",
}


def may_be_collected(ground: CashGround, *, procedure: str, balance: Balance, amount_fen: int) -> None:
    """Only the fine itself: confiscated gains are never taken in cash."""
    if ground is not CashGround.REMOTE and procedure != SPOT:
        raise RuleBroken(
            "NOT_DECIDED_ON_THE_SPOT",
            "本案不是当场处罚，罚款由当事人到银行或者电子支付系统缴纳；"
            "只有边远、水上、交通不便地区经当事人提出，才可以当场收缴。",
            basis="《行政处罚法》第六十七条、第六十九条",
        )
    if ground is CashGround.SMALL and balance.fine_fen > SMALL_FEN:
        raise RuleBroken(
            "FINE_NOT_SMALL",
            f"罚款{figures(balance.fine_fen)}元超过一百元，不能按此项当场收缴。",
            basis="《行政处罚法》第六十八条第一项",
        )
    if amount_fen > balance.fine_fen:
        raise InvalidInput({"amount": ["当场收缴的只能是罚款，不能超过罚款数额（《行政处罚法》第六十八条）。"]})


def is_explained(ground: CashGround | None, note: str) -> None:
    """第六十九条 asks for the party's own request; what was hard about a later execution must be said too."""
    if ground is not None and ground is not CashGround.SMALL and not note:
        asked = "当事人当场缴纳的书面请求" if ground is CashGround.REMOTE else "不当场收缴事后难以执行的情形"
        raise InvalidInput({"cash_note": [f"请写明{asked}。"]})
    if ground is None and note:
        raise InvalidInput({"cash_ground": ["填写了当场收缴的说明，请选择当场收缴的情形，或者删去说明。"]})
