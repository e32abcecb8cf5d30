"""Sends what waits, outside any unit of work: a slow mail server holds up nobody's writing.

Taken, sent, recorded. Whoever is killed in between leaves the letter to be sent again under the same id, which the
receiver can recognise; a letter is never lost and never counted as sent unless a server said so.
"""

import logging
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from enforcement.exchange import queries, service
from enforcement.exchange.channels import mail, webhook
from enforcement.exchange.rules import Channel
from enforcement.exchange.service import Outcome
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import SYSTEM, Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.settings import Settings

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
NOT_SET_UP = Outcome(sent=False, final=True, receipt="本系统没有开通这一发送方式。")


class Runtime(Protocol):
    @property
    def settings(self) -> Settings: ...

    def work(self, actor: Actor, *, reading: bool = False) -> AbstractContextManager[UnitOfWork]: ...


def send_waiting(runtime: Runtime) -> str:
    """One round. A channel that does not answer is left alone until the next."""
    with runtime.work(SYSTEM, reading=True) as work:
        waiting = queries.waiting(work.session, work.now, limit=MOST_AT_ONCE)
    silent: set[Channel] = set()
    sent = sum(_send_one(runtime, letter_id, silent) for letter_id in waiting)
    return f"送出 {sent} 封。" if waiting else ""


def _send_one(runtime: Runtime, letter_id: UUID, silent: set[Channel]) -> bool:
    try:
        with runtime.work(SYSTEM) as work:
            letter, now = service.take(work, letter_id), work.now
            if letter.channel in silent:
                raise Stale  # rolls back: this attempt was none
    except Stale:
        return False
    outcome = _tried(runtime.settings, letter, now=now, silent=silent)
    with runtime.work(SYSTEM) as work:
        service.record_attempt(work, letter_id=letter_id, outcome=outcome)
    return outcome.sent


def _tried(settings: Settings, letter: queries.LetterRow, *, now: datetime, silent: set[Channel]) -> Outcome:
    try:
        if letter.channel is Channel.MAIL and settings.mail:
            return mail.send(settings.mail, letter)
        if letter.channel is Channel.WEBHOOK and settings.webhook:
            return webhook.send(settings.webhook, letter, now=now)
    except OSError as trouble:
        log.warning("letter %s could not be handed over: %s", letter.id, type(trouble).__name__)
        silent.add(letter.channel)
        return Outcome(sent=False, final=False, receipt=f"服务器没有应答（{type(trouble).__name__}），稍后重试。")
    return NOT_SET_UP
