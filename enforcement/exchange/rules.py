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
