"""Telling people. Queued in the same transaction as the fact, so no fact goes untold and none is told twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from enforcement.accounts import queries as accounts
from enforcement.exchange import service as exchange
from enforcement.exchange.rules import Channel
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import queries, rules
from enforcement.messages.models import Message, NoticePreference

AT_ONCE = 500  # keys asked for in one statement


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One message to one person. `key` names the fact told: no one hears of it twice.

    `outside` is what a letter out of the house may say: case number and what is due, nothing else. Without it a
    letter says only that there is news.
    """

    recipient: AccountId
    key: str
    subject: str
    text: str
    case_id: CaseId | None = None
    urgent: bool = False
    outside: str = ""

    @property
    def natural_key(self) -> str:
        return f"{self.key}:{self.recipient}"


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
    """The same words to each recipient who has not yet received `key`; returns how many are new."""
    said = Notice(
        recipient=AccountId(UUID(int=0)),
        key=key,
        subject=subject,
        text=text,
        case_id=case_id,
        urgent=urgent,
        outside=outside,
    )
    return tell_each(work, [replace(said, recipient=recipient) for recipient in recipients])


def tell_each(work: UnitOfWork, notices: Iterable[Notice]) -> int:
    """To each person words of their own, all of them in a few statements; returns how many are new."""
    wanted = {notice.natural_key: notice for notice in notices}
    known: set[str] = set()
    for part in _parts(list(wanted)):
        known.update(work.session.scalars(select(Message.natural_key).where(Message.natural_key.in_(part))))
    new = {uuid4(): notice for key, notice in wanted.items() if key not in known}
    if new:
        work.session.execute(insert(Message), [_row(work, key, notice) for key, notice in new.items()])
        _send_out(work, new)
    return len(new)


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _row(work: UnitOfWork, message_id: UUID, notice: Notice) -> dict[str, object]:
    return {
        "id": message_id,
        "natural_key": notice.natural_key,
        "recipient_id": notice.recipient,
        "case_id": notice.case_id,
        "subject": notice.subject,
        "text": notice.text,
        "urgent": notice.urgent,
        "created_at": work.now,
    }


def _send_out(work: UnitOfWork, new: Mapping[UUID, Notice]) -> None:
    """Letters to those who asked for them, in the transaction of the message itself."""
    wishes = queries.preferences(work.session, {notice.recipient for notice in new.values()})
    pushed = {person for person, wish in wishes.items() if wish.by_webhook}
    logins = {person.id: person.login for person in accounts.people(work.session, ids=pushed)} if pushed else {}
    letters = []
    for message_id, notice in new.items():
        wish = wishes.get(notice.recipient)
        if wish is None or (wish.urgent_only and not notice.urgent):
            continue
        ways = (
            (Channel.MAIL, wish.mail_address if wish.by_mail else ""),
            (Channel.WEBHOOK, logins.get(notice.recipient, "")),
        )
        letters += [_letter(message_id, notice, way) for way in ways if way[1]]
    exchange.queue(work, letters)


def _letter(message_id: UUID, notice: Notice, way: tuple[Channel, str]) -> exchange.Outgoing:
    channel, address = way
    return exchange.Outgoing(
        key=f"{message_id}:{channel}",
        recipient_id=notice.recipient,
        channel=channel,
        address=address,
        subject=rules.letter_subject(notice.outside),
        text=rules.letter_text(notice.outside),
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
