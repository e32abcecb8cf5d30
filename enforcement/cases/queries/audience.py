"""Whom a stretch of due periods concerns, read in bulk. Ids are spelled as text: most are never looked at as keys."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, select
from sqlalchemy import func as sql
from sqlalchemy.orm import InstrumentedAttribute, Session

from enforcement.cases.models import Case, CaseOfficer, Deadline, DeadlineReminder

AT_ONCE = 1_000  # ids asked for in one statement


def _spelled(key: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> ColumnElement[str]:
    """32 digits on either database."""
    return sql.replace(cast(key, String), "-", "")


# One reminder as the digest of a batch counts it: period, step, due day, spelled by the database in one go.
REMINDER_LINE = (
    _spelled(DeadlineReminder.deadline_id)
    + ":"
    + cast(DeadlineReminder.step, String)
    + ":"
    + cast(DeadlineReminder.due_on, String)
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One period as a letter shows it."""

    id: UUID
    case_id: UUID
    number: str | None
    case_title: str
    title: str
    basis: str
    due_on: date
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class Heap:
    """Periods of one person that end on one day."""

    account_id: UUID
    due_on: date
    ids: Sequence[str]


def list_digest(lines: Iterable[str]) -> str:
    """SHA-256 over the list of a batch, sorted: what the journal keeps of thousands of rows."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def handled(session: Session, due: ColumnElement[bool]) -> Iterator[Heap]:
    """What lies before each handler, gathered by the database: not one row for each period."""
    ids = sql.aggregate_strings(_spelled(Deadline.id), ",")
    found = (
        select(CaseOfficer.account_id, Deadline.due_on, ids)
        .join_from(Deadline, CaseOfficer, CaseOfficer.case_id == Deadline.case_id)
        .where(due, CaseOfficer.ended_at.is_(None))
        .group_by(CaseOfficer.account_id, Deadline.due_on)
    )
    for account_id, due_on, joined in session.execute(found):
        yield Heap(account_id=account_id, due_on=due_on, ids=joined.split(","))


def ladders(session: Session, due: ColumnElement[bool]) -> Iterator[tuple[str, date, str, str, UUID]]:
    """Period, its last day, its key, its escalation and the unit of its case."""
    found = select(_spelled(Deadline.id), Deadline.due_on, Deadline.key, Deadline.escalation, Case.unit_id)
    yield from session.execute(found.join(Case, Case.id == Deadline.case_id).where(due))


def keys_due(session: Session, due: ColumnElement[bool]) -> set[str]:
    return set(session.scalars(select(Deadline.key).where(due).distinct()))


def shown(session: Session, ids: Collection[str]) -> Mapping[str, Shown]:
    keys = [UUID(spelled) for spelled in ids]
    parts = (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    return {row.id.hex: row for part in parts for row in _shown(session, part)}


def _shown(session: Session, ids: Collection[UUID]) -> Iterator[Shown]:
    found = (
        select(Deadline.id, Deadline.case_id, Deadline.title, Deadline.basis, Deadline.due_on, Deadline.provisional)
        .add_columns(Case.number, Case.title.label("case_title"))
        .join(Case, Case.id == Deadline.case_id)
        .where(Deadline.id.in_(ids))
    )
    return (Shown(**row._mapping) for row in session.execute(found))
