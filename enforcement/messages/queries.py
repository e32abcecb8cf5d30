from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.kernel.identity import AccountId
from enforcement.messages.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    id: UUID
    case_id: UUID | None
    subject: str
    text: str
    urgent: bool
    created_at: datetime
    read_at: datetime | None


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
