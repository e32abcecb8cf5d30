"""What may leave the house about a message, and to what address."""

import re

from enforcement.kernel.errors import InvalidInput

ADDRESS = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[^@\s<>\"',;:.]+", re.ASCII)
SUBJECT = "行政执法案件管理：{}"
ANY_NEWS, DUE_NEWS = "您有新消息", "期限提醒"
CLOSING = "请登录系统查看和办理。本消息由系统自动发送，不含案件内容，请勿回复。"


def address_is_whole(address: str, *, needed: bool) -> None:
    if needed and not address:
        raise InvalidInput({"mail_address": ["要发电子邮件，请填写邮箱地址。"]})
    if address and not ADDRESS.fullmatch(address):
        raise InvalidInput({"mail_address": ["邮箱地址的格式不正确。"]})


def letter_subject(outside: str) -> str:
    return SUBJECT.format(DUE_NEWS if outside else ANY_NEWS)


def letter_text(outside: str) -> str:
    """Without words meant for outside only that there is news: names and facts of a case stay in the house."""
    return f"{outside}\n\n{CLOSING}" if outside else CLOSING
