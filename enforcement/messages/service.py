"""Telling people. Queued in the same transaction as the fact, so no fact goes untold and none is told twice."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.exchange import service as exchange
from enforcement.exchange.rules import Channel
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import queries, rules
from enforcement.messages.models import Message, NoticePreference


def tell(
    work: UnitOfWork,
    recipients: Iterable[AccountId],
    *,
    key: str,
    subject: str,
    text: str,
    case_id: CaseId | None = None,
    urgent: bool = False,
    outside: str = "",
) -> int:
    """Put one message to each recipient who has not yet received `key`; returns how many are new.

    `outside` is what a letter out of the house may say: case number and what is due, nothing else. Without it a
    letter says only that there is news.
    """
    wanted = {f"{key}:{recipient}": recipient for recipient in recipients}
    known = set(work.session.scalars(select(Message.natural_key).where(Message.natural_key.in_(wanted))))
    new = [
        Message(
            id=uuid4(),
            natural_key=natural_key,
            recipient_id=recipient,
            case_id=case_id,
            subject=subject,
            text=text,
            urgent=urgent,
            created_at=work.now,
        )
        for natural_key, recipient in wanted.items()
        if natural_key not in known
    ]
    work.session.add_all(new)
    work.session.flush()
    _send_out(work, new, outside=outside)
    return len(new)


def _send_out(work: UnitOfWork, new: Iterable[Message], *, outside: str) -> None:
    """Letters to those who asked for them, in the transaction of the message itself."""
    by_person = {AccountId(message.recipient_id): message for message in new}
    for person, preference in queries.preferences(work.session, set(by_person)).items():
        message = by_person[person]
        if preference.urgent_only and not message.urgent:
            continue
        ways = {Channel.MAIL: preference.mail_address if preference.by_mail else ""}
        if preference.by_webhook:
            known = accounts.person(work.session, person)
            ways[Channel.WEBHOOK] = known.login if known else ""
        for channel, address in ways.items():
            if address:
                exchange.queue(work, _letter(message, channel, address=address, outside=outside))


def _letter(message: Message, channel: Channel, *, address: str, outside: str) -> exchange.Outgoing:
    return exchange.Outgoing(
        key=f"{message.id}:{channel}",
        recipient_id=message.recipient_id,
        channel=channel,
        address=address,
        subject=rules.letter_subject(outside),
        text=rules.letter_text(outside),
    )


@use_case(Permission.READ_DESK, verb="messages.read")
def mark_read(work: UnitOfWork, *, message_id: UUID) -> None:
    message = work.session.get(Message, message_id)
    if message is None or message.recipient_id != work.actor.id:
        raise NotFound
    message.read_at = message.read_at or work.now
    work.about(message=message_id)


@use_case(Permission.READ_DESK, verb="messages.preferences_changed")
def set_preferences(work: UnitOfWork, *, mail_address: str, by_mail: bool, by_webhook: bool, urgent_only: bool) -> None:
    """One's own ways of being told. The inbox is always one of them."""
    rules.address_is_whole(mail_address, needed=by_mail)
    row = work.session.get(NoticePreference, work.actor.id)
    if row is None:
        row = NoticePreference(account_id=work.actor.id)
        work.session.add(row)
    row.mail_address, row.by_mail, row.by_webhook = mail_address, by_mail, by_webhook
    row.urgent_only, row.changed_at = urgent_only, work.now
    work.about(by_mail=by_mail, by_webhook=by_webhook, urgent_only=urgent_only)
