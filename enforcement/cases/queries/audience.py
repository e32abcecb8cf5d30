"""Who is to hear of one batch of reminders: counted and cut to what a letter shows by the database, not row by row."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    case,
    column,
    literal,
    select,
    type_coerce,
    union,
    values,
)
from sqlalchemy import func as sql
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import CTE

from enforcement.cases.models import Case, CaseOfficer, Deadline, DeadlineReminder
from enforcement.kernel.identity import AccountId, CaseId

# Ids stay as the database spells them: of ten thousand reminders none is looked at, all are hashed.
REMINDER_LINE = (
    type_coerce(DeadlineReminder.deadline_id, String),
    DeadlineReminder.step,
    DeadlineReminder.due_on,
)


@dataclass(frozen=True)
class Office:
    """Somebody who hears of this step on such a ladder; `unit_id` where only of that unit's cases."""

    step: int
    escalation: str
    account_id: UUID
    unit_id: UUID | None


@dataclass(frozen=True)
class Worker:
    """Somebody whose own work such a period is, beside the handlers of the case."""

    key: str
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One period as a letter shows it."""

    id: UUID
    case_id: CaseId
    number: str | None
    case_title: str
    title: str
    basis: str
    due_on: date
    provisional: bool
    step: int


@dataclass(frozen=True, kw_only=True)
class Hearer:
    """One person's part of a batch: how much of it, and the first lines."""

    account_id: AccountId
    total: int
    late: int
    today: int
    shown: Sequence[Shown]


def reminder_line(row: Any) -> str:
    deadline_id, step, due_on = row
    return f"{str(deadline_id).replace('-', '')}:{step}:{due_on}"


def list_digest(lines: Iterable[str]) -> str:
    """SHA-256 over the list of a batch, one reminder a line, sorted: what the journal keeps of ten thousand rows."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def cases_told(session: Session, batch: UUID, *, due: ColumnElement[bool]) -> Sequence[CaseId]:
    """The first two: whoever asks wants to know whether there is one."""
    found = _in_batch(select(Deadline.case_id), batch, due).distinct().limit(2)
    return [CaseId(case_id) for case_id in session.scalars(found)]


def audience(
    session: Session,
    batch: UUID,
    *,
    due: ColumnElement[bool],
    today: date,
    offices: Collection[Office],
    workers: Collection[Worker],
    most: int,
) -> Sequence[Hearer]:
    """The handlers always; an office from its step on; whoever works on such periods."""
    hears = _hears(batch, due, offices=offices, workers=workers)
    shown = session.execute(_shown(hears, most=most)).all()
    counted = {row.account_id: row for row in session.execute(_counted(hears, today=today))}
    found = []
    for account_id, rows in groupby(shown, key=lambda row: row.account_id):
        total, late, last_day = (getattr(counted[account_id], name) for name in ("total", "late", "last_day"))
        lines = [Shown(**{name: getattr(row, name) for name in Shown.__dataclass_fields__}) for row in rows]
        found.append(Hearer(account_id=AccountId(account_id), total=total, late=late, today=last_day, shown=lines))
    return found


def _in_batch(found: Select[Any], batch: UUID, due: ColumnElement[bool]) -> Select[Any]:
    """Reached over the deadlines that are due, so the growing table of reminders needs no further index."""
    told = (DeadlineReminder.deadline_id == Deadline.id) & (DeadlineReminder.due_on == Deadline.due_on)
    return found.join(DeadlineReminder, told).where(due, DeadlineReminder.batch == batch)


def _hears(batch: UUID, due: ColumnElement[bool], *, offices: Collection[Office], workers: Collection[Worker]) -> CTE:
    news = (
        _in_batch(select(Deadline.id, Deadline.case_id, Deadline.key, Deadline.due_on, Deadline.escalation), batch, due)
        .add_columns(DeadlineReminder.step)
        .cte("news")
    )
    parts = [_heard(news, CaseOfficer.account_id).join(CaseOfficer, CaseOfficer.case_id == news.c.case_id)]
    parts[0] = parts[0].where(CaseOfficer.ended_at.is_(None))
    if offices:
        told = _offices(offices)
        of_step = (told.c.step == news.c.step) & (told.c.escalation == news.c.escalation)
        of_unit = told.c.unit_id.is_(None) | (told.c.unit_id == Case.unit_id)
        parts.append(_heard(news, told.c.account_id).join(told, of_step).join(Case, Case.id == news.c.case_id))
        parts[-1] = parts[-1].where(of_unit)
    if workers:
        own = _workers(workers)
        parts.append(_heard(news, own.c.account_id).join(own, own.c.key == news.c.key))
    return (union(*parts) if len(parts) > 1 else parts[0]).cte("hears")


def _heard(news: CTE, account_id: Any) -> Select[Any]:
    return select(account_id.label("account_id"), news.c.id, news.c.due_on, news.c.step).select_from(news)


def _offices(offices: Iterable[Office]) -> CTE:
    columns = (column("step", Integer), column("escalation", String), column("account_id", Uuid))
    rows = [(office.step, office.escalation, office.account_id, literal(office.unit_id, Uuid)) for office in offices]
    return values(*columns, column("unit_id", Uuid), name="office").data(rows).cte("office")


def _workers(workers: Iterable[Worker]) -> CTE:
    rows = [(worker.key, worker.account_id) for worker in workers]
    return values(column("key", String), column("account_id", Uuid), name="worker").data(rows).cte("worker")


def _counted(hears: CTE, *, today: date) -> Select[Any]:
    late = sql.sum(case((hears.c.due_on < today, 1), else_=0)).label("late")
    last_day = sql.sum(case((hears.c.due_on == today, 1), else_=0)).label("last_day")
    return select(hears.c.account_id, sql.count().label("total"), late, last_day).group_by(hears.c.account_id)


def _shown(hears: CTE, *, most: int) -> Select[Any]:
    place = sql.row_number().over(partition_by=hears.c.account_id, order_by=(hears.c.due_on, hears.c.id))
    placed = select(hears.c.account_id, hears.c.id, hears.c.step, place.label("place")).subquery("placed")
    return (
        select(placed.c.account_id, placed.c.step)
        .add_columns(Deadline.id, Deadline.case_id, Deadline.title, Deadline.basis, Deadline.due_on)
        .add_columns(Deadline.provisional, Case.number, Case.title.label("case_title"))
        .join(Deadline, Deadline.id == placed.c.id)
        .join(Case, Case.id == Deadline.case_id)
        .where(placed.c.place <= most)
        .order_by(placed.c.account_id, placed.c.place)
    )
