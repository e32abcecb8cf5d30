"""How often a letter is tried, and when it is given up."""

from datetime import timedelta
from enum import StrEnum

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
AT_WORK = timedelta(minutes=10)  # a letter taken by a sender that was killed is free again after this


class Channel(StrEnum):
    MAIL = "MAIL"
    WEBHOOK = "WEBHOOK"


class LetterState(StrEnum):
    QUEUED = "QUEUED"
    SENT = "SENT"
    FAILED = "FAILED"


CHANNEL_NAMES = {Channel.MAIL: "电子邮件", Channel.WEBHOOK: "消息推送"}
STATE_NAMES = {LetterState.QUEUED: "等待发送", LetterState.SENT: "已发送", LetterState.FAILED: "未能送出"}


def pause_after(attempts: int) -> timedelta | None:
    """None once it has been tried often enough: a reminder a day late reminds nobody."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


class Outlet(StrEnum):
    """Where else a notice is shown: the province's platform, the credit platform's file, the host portal's pages."""

    PROVINCE = "PROVINCE"
    CREDIT = "CREDIT"
    PORTAL = "PORTAL"


class Act(StrEnum):
    SHOW = "SHOW"
    TAKE_DOWN = "TAKE_DOWN"


class DeliveryState(StrEnum):
    """HANDED_OVER: it left the house, but the other side has not said yet that it has it."""

    QUEUED = "QUEUED"
    HANDED_OVER = "HANDED_OVER"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


OUTLET_NAMES = {
    Outlet.PROVINCE: "省级执法公示平台",
    Outlet.CREDIT: "信用平台（双公示）",
    Outlet.PORTAL: "门户网站静态包",
}
ACT_NAMES = {Act.SHOW: "公示", Act.TAKE_DOWN: "撤下"}
DELIVERY_STATE_NAMES = {
    DeliveryState.QUEUED: "等待报送",
    DeliveryState.HANDED_OVER: "已报送，未回执",
    DeliveryState.ACCEPTED: "已接收",
    DeliveryState.REFUSED: "被退回",
    DeliveryState.CANCELLED: "已取消",
}
OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.HANDED_OVER, DeliveryState.REFUSED)


def pause_before_next(attempts: int) -> timedelta:
    """A notice or its withdrawal is owed until it is accepted: tried for ever, in the end once a day."""
    return pause_after(attempts) or PAUSES[-1]
