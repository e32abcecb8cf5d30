"""Letters out of the house: queued in the transaction of the fact they tell, sent by a job, receipts kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from enforcement.exchange import queries
from enforcement.exchange.models import Letter
from enforcement.exchange.rules import AT_WORK, Channel, LetterState, pause_after
from enforcement.kernel.errors import NotFound, Stale
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

LONGEST_RECEIPT = 300
AT_ONCE = 500  # keys asked for in one statement


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What is to be sent. `key` makes a repeated request harmless; `text` carries no case content."""

    key: str
    recipient_id: UUID
    channel: Channel
    address: str
    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one attempt ended. `final`: trying again would end the same way."""

    sent: bool
    final: bool
    receipt: str


def queue(work: UnitOfWork, letters: Iterable[Outgoing]) -> None:
    """Hatch: in the caller's transaction, once per key, all of them in a few statements."""
    wanted = {letter.key: letter for letter in letters}
    keys = list(wanted)
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        known = set(work.session.scalars(select(Letter.natural_key).where(Letter.natural_key.in_(part))))
        new = [_row(work, wanted[key]) for key in part if key not in known]
        if new:
            work.session.execute(insert(Letter), new)


def _row(work: UnitOfWork, letter: Outgoing) -> dict[str, object]:
    return {
        "id": uuid4(),
        "natural_key": letter.key,
        "recipient_id": letter.recipient_id,
        "channel": letter.channel,
        "address": letter.address,
        "subject": letter.subject,
        "text": letter.text,
        "created_at": work.now,
        "state": LetterState.QUEUED,
        "attempts": 0,
        "next_at": work.now,
        "receipt": "",
    }


def take(work: UnitOfWork, letter_id: UUID) -> queries.LetterRow:
    """Hatch: one sender at a time. Bookkeeping of machines, so no journal entry; the outcome gets one."""
    taken = (
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.QUEUED, Letter.next_at <= work.now)
        .values(next_at=work.now + AT_WORK, attempts=Letter.attempts + 1)
    )
    if not work.session.execute(taken).rowcount:  # type: ignore[attr-defined]
        raise Stale
    return queries.letter_row(work.session.get_one(Letter, letter_id, populate_existing=True))


@use_case(Permission.RUN_JOBS, verb="exchange.attempt_recorded")
def record_attempt(work: UnitOfWork, *, letter_id: UUID, outcome: Outcome) -> None:
    row = work.session.get(Letter, letter_id)
    if row is None:
        raise NotFound
    work.about(letter=row.id, channel=row.channel, attempt=row.attempts, sent=outcome.sent)
    if row.state != LetterState.QUEUED:
        return
    row.receipt = outcome.receipt[:LONGEST_RECEIPT]
    pause: timedelta | None = None if outcome.sent or outcome.final else pause_after(row.attempts)
    if pause is None:
        row.state, row.settled_at = LetterState.SENT if outcome.sent else LetterState.FAILED, work.now
    else:
        row.next_at = work.now + pause
