"""The board's side of the letter-box: one INSERT into one table, and one view that tells what became of it (ADR 18)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Date, MetaData, String, Table, Text, Uuid, func, insert, select
from sqlalchemy.orm import Session

from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.db import UtcDateTime
from enforcement.letterbox.rules import (
    CODE_LENGTH,
    LETTERS,
    OUTCOME_NAMES,
    SUBJECT_NAMES,
    Letter,
    Outcome,
    digest_of,
)

VIEWS = MetaData()
BOX = Table(
    "error_report",
    VIEWS,
    *(Column(name, Uuid) for name in ("id", "notice_id")),
    *(Column(name, String) for name in ("code_sha256", "subject", "contact")),
    Column("words", Text),
    Column("received_at", UtcDateTime),
)
TOLD = Table(
    "public_error_report",
    VIEWS,
    Column("notice_id", Uuid),
    *(Column(name, String) for name in ("code_sha256", "subject", "outcome")),
    Column("received_at", UtcDateTime),
    Column("answer", Text),
    *(Column(name, Date) for name in ("due_on", "answered_on")),
)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the code tells: neither the words that were dropped in nor the way to reach whoever wrote them."""

    notice_id: UUID | None
    subject: str
    received_on: date
    due_on: date | None
    outcome: Outcome | None
    answer: str
    answered_on: date | None

    @property
    def subject_name(self) -> str:
        return SUBJECT_NAMES.get(self.subject, self.subject)

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome] if self.outcome else ""


@dataclass(frozen=True, kw_only=True)
class Tally:
    year: int
    received: int
    answered: int
    on_time: int


def drop(session: Session, letter: Letter, *, notice_id: UUID | None, at: datetime) -> str:
    """The code is told once and kept as a digest only. `session` is fresh: SQLite takes its write lock at once."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    row = {
        "id": uuid4(),
        "code_sha256": digest_of(code),
        "notice_id": notice_id,
        "subject": letter.subject,
        "words": letter.words,
        "contact": letter.contact,
        "received_at": at,
    }
    session.execute(insert(BOX).values(row).inline())
    return code


def dropped_since(session: Session, moment: datetime) -> int:
    found = select(func.count()).select_from(TOLD).where(TOLD.c.received_at >= moment)
    return session.scalar(found) or 0


def progress(session: Session, code: str) -> Progress | None:
    row = session.execute(select(*TOLD.c).where(TOLD.c.code_sha256 == digest_of(code))).mappings().first()
    if row is None:
        return None
    return Progress(
        notice_id=row["notice_id"],
        subject=row["subject"],
        received_on=shanghai_day(row["received_at"]),
        due_on=row["due_on"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        answer=row["answer"] or "",
        answered_on=row["answered_on"],
    )


def tallies(session: Session) -> list[Tally]:
    """By the year of receipt, newest first: how many letters, how many answered, how many of those in time."""
    rows = session.execute(select(TOLD.c.received_at, TOLD.c.due_on, TOLD.c.answered_on))
    found = [(shanghai_day(at).year, due, answered) for at, due, answered in rows]
    return [_tally(year, [one for one in found if one[0] == year]) for year in sorted({one[0] for one in found})[::-1]]


def _tally(year: int, letters: Iterable[tuple[int, date | None, date | None]]) -> Tally:
    of_year = list(letters)
    done = [(due, answered) for _, due, answered in of_year if answered]
    on_time = sum(1 for due, answered in done if due and answered <= due)
    return Tally(year=year, received=len(of_year), answered=len(done), on_time=on_time)
