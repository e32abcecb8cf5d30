"""Telling people. Queued in the same transaction as the fact, so no fact goes untold and none is told twice."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages.models import Message


def tell(
    work: UnitOfWork,
    recipients: Iterable[AccountId],
    *,
    key: str,
    subject: str,
    text: str,
    case_id: CaseId | None = None,
    urgent: bool = False,
) -> int:
    """Put one message to each recipient who has not yet received `key`; returns how many are new."""
    told = 0
    for recipient in recipients:
        natural_key = f"{key}:{recipient}"
        known = work.session.scalar(select(Message.id).where(Message.natural_key == natural_key))
        if known is None:
            work.session.add(
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
            )
            told += 1
    work.session.flush()
    return told


@use_case(Permission.READ_DESK, verb="messages.read")
def mark_read(work: UnitOfWork, *, message_id: UUID) -> None:
    message = work.session.get(Message, message_id)
    if message is None or message.recipient_id != work.actor.id:
        raise NotFound
    message.read_at = message.read_at or work.now
    work.about(message=message_id)
