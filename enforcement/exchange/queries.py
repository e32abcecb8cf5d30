from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.exchange.models import Letter
from enforcement.exchange.rules import CHANNEL_NAMES, STATE_NAMES, Channel, LetterState


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    id: UUID
    channel: Channel
    address: str
    subject: str
    text: str
    created_at: datetime
    state: LetterState
    attempts: int
    settled_at: datetime | None
    receipt: str

    @property
    def channel_name(self) -> str:
        return CHANNEL_NAMES[self.channel]

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


def of_recipient(session: Session, recipient_id: UUID, *, limit: int = 50) -> Sequence[LetterRow]:
    found = select(Letter).where(Letter.recipient_id == recipient_id).order_by(Letter.created_at.desc(), Letter.id)
    return [letter_row(row) for row in session.scalars(found.limit(limit))]


def waiting(session: Session, now: datetime, *, limit: int) -> Sequence[UUID]:
    found = select(Letter.id).where(Letter.state == LetterState.QUEUED, Letter.next_at <= now)
    return session.scalars(found.order_by(Letter.next_at, Letter.id).limit(limit)).all()


def counts(session: Session, *, since: datetime) -> Mapping[LetterState, int]:
    """Letters by state: all that wait, and what was settled after `since`."""
    recent = (Letter.settled_at > since) | (Letter.state == LetterState.QUEUED)
    found = select(Letter.state, func.count()).where(recent).group_by(Letter.state)
    told = {LetterState(state): count for state, count in session.execute(found)}
    return {state: told.get(state, 0) for state in LetterState}


def letter_row(row: Letter) -> LetterRow:
    told = {name: getattr(row, name) for name in LetterRow.__dataclass_fields__}
    return LetterRow(**told | {"channel": Channel(row.channel), "state": LetterState(row.state)})
