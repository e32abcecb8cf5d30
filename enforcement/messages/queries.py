from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.kernel.identity import AccountId
from enforcement.messages.models import Message, NoticePreference


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    id: UUID
    case_id: UUID | None
    subject: str
    text: str
    urgent: bool
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Preference:
    mail_address: str = ""
    by_mail: bool = False
    by_webhook: bool = False
    urgent_only: bool = False


def preference(session: Session, account_id: AccountId) -> Preference:
    row = session.get(NoticePreference, account_id)
    return _preference(row) if row else Preference()


def preferences(session: Session, account_ids: Collection[AccountId]) -> Mapping[AccountId, Preference]:
    """Of those who want more than the inbox."""
    wants_more = NoticePreference.by_mail | NoticePreference.by_webhook
    found = select(NoticePreference).where(NoticePreference.account_id.in_(account_ids), wants_more)
    return {AccountId(row.account_id): _preference(row) for row in session.scalars(found)}


def _preference(row: NoticePreference) -> Preference:
    return Preference(**{name: getattr(row, name) for name in Preference.__dataclass_fields__})


def inbox(session: Session, account_id: AccountId, *, limit: int = 50) -> Sequence[MessageRow]:
    """Unread first, then newest first."""
    found = (
        select(Message)
        .where(Message.recipient_id == account_id)
        .order_by(Message.read_at.is_not(None), Message.created_at.desc(), Message.id)
        .limit(limit)
    )
    return [_row(message) for message in session.scalars(found)]


def unread_count(session: Session, account_id: AccountId) -> int:
    unread = select(func.count()).where(Message.recipient_id == account_id, Message.read_at.is_(None))
    return session.execute(unread).scalar_one()


def _row(message: Message) -> MessageRow:
    return MessageRow(**{name: getattr(message, name) for name in MessageRow.__dataclass_fields__})
