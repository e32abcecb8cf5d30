"""The sweep: what is due is found through an index of next days, told once, and aimed at its next day.

A stretch of that index is done in a handful of statements however many rows it holds. Its one journal entry is honest
about each of them: it carries the number of reminders and the digest of their list, and the rows that make up that
list are final (enforcement/audit/protected.py), carry the batch the entry names, and so can be held against it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    Uuid,
    and_,
    column,
    insert,
    literal,
    select,
    tuple_,
    update,
    values,
)
from sqlalchemy.sql.selectable import CTE

from enforcement.cases import ladder, queries
from enforcement.cases.models import Deadline, DeadlineReminder
from enforcement.cases.service import telling
from enforcement.kernel.db import UtcDateTime
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.workdays import queries as workdays

BATCH = 10_000  # deadlines told, and locked, in one unit of work: whoever has more due at once gets a second digest
GROUPS = 2_000  # a statement takes no more different days and ladders than this: databases limit its parameters

Mark = tuple[date, UUID]


@dataclass(frozen=True)
class Stretch:
    """A part of the index of next days: from `first` on, up to but without `before`; without it, to today."""

    first: Mark
    before: Mark | None = None


@dataclass(frozen=True)
class _Group:
    """Deadlines that end on one day and climb the same ladder stand on the same rung."""

    due_on: date
    reminders: str
    escalation: str
    step: int | None
    next_on: date | None


def due_reminders(work: UnitOfWork) -> Sequence[Stretch]:
    """Stretches of open deadlines whose next day has come. Costs what is due, not what is open."""
    place = tuple_(Deadline.next_on, Deadline.id)
    marks = select(Deadline.next_on, Deadline.id).where(Deadline.next_on <= work.today)
    marks = marks.order_by(Deadline.next_on, Deadline.id).limit(1)
    found: list[Mark] = []
    mark = work.session.execute(marks).one_or_none()
    while mark:
        found.append((mark.next_on, mark.id))
        mark = work.session.execute(marks.where(place >= found[-1]).offset(BATCH)).one_or_none()
    return [Stretch(*ends) for ends in zip_longest(found, found[1:])]


@use_case(Permission.RUN_JOBS, verb="deadlines.reminded")
def remind(work: UnitOfWork, *, stretch: Stretch) -> int:
    """Tell what stands on a step of its ladder now, and write down the next day. A second run finds nothing due.

    Rows another scheduler holds are left to it. Reminder rows, next days and messages share one transaction, so
    whoever is killed has told all of it or nothing.
    """
    due, batch = _due(stretch, today=work.today), uuid4()
    groups = _groups(work, due)
    parts = [groups[start : start + GROUPS] for start in range(0, len(groups), GROUPS)]
    entered = [line for part in parts for line in _enter(work, due, part, batch=batch)]
    told = 0
    if entered:
        periods = dict(line.split(":", 1) for line in entered)
        told = telling.tell_of_steps(work, periods, due=due)
        work.about(_only_case(work, periods), batch=batch, listed=queries.list_digest(entered))
    for part in parts:
        _aim(work, due, part)
    work.about(deadlines=len(entered), told=told)
    return told


def _due(stretch: Stretch, *, today: date) -> ColumnElement[bool]:
    place = tuple_(Deadline.next_on, Deadline.id)
    due = and_(Deadline.next_on <= today, place >= stretch.first)
    return and_(due, place < stretch.before) if stretch.before else due


def _groups(work: UnitOfWork, due: ColumnElement[bool]) -> list[_Group]:
    calendar = workdays.calendar(work.session)
    found = select(Deadline.due_on, Deadline.reminders, Deadline.escalation).where(due).distinct()
    groups = []
    for due_on, reminders, escalation in work.session.execute(found):
        stands = ladder.standing(calendar, ladder.read(reminders, escalation), due_on=due_on, today=work.today)
        groups.append(_Group(due_on, reminders, escalation, stands.step, stands.next_on))
    return groups


def _standing(groups: Iterable[_Group]) -> CTE:
    """Where each group stands, as a table for the database to join."""
    columns = (
        column("due_on", Date),
        column("reminders", String),
        column("escalation", String),
        column("step", Integer),
        column("next_on", Date),
    )
    rows = [
        # an unknown step or day needs its type said, or PostgreSQL takes it for text
        (group.due_on, group.reminders, group.escalation, literal(group.step, Integer), literal(group.next_on, Date))
        for group in groups
    ]
    return values(*columns, name="standing").data(rows).cte("standing")


def _of_group(standing: CTE) -> ColumnElement[bool]:
    return and_(*(getattr(Deadline, name) == standing.c[name] for name in ("due_on", "reminders", "escalation")))


def _told(standing: CTE) -> ColumnElement[bool]:
    """Looked up by the whole key of each row. As a join, PostgreSQL walks every reminder of the day for each row while
    it takes the table to be small: told 10,000 it was ten times slower."""
    reminder = select(DeadlineReminder.told_at).where(
        DeadlineReminder.deadline_id == Deadline.id,
        DeadlineReminder.step == standing.c.step,
        DeadlineReminder.due_on == Deadline.due_on,
    )
    return reminder.correlate(Deadline, standing).scalar_subquery().is_not(None)


def _enter(work: UnitOfWork, due: ColumnElement[bool], groups: Sequence[_Group], *, batch: UUID) -> Iterable[str]:
    """Those not told of their step yet, now entered as told. What another one holds is left to it."""
    standing = _standing(groups)
    untold = (
        select(Deadline.id, standing.c.step, Deadline.due_on, literal(work.now, UtcDateTime()), literal(batch, Uuid()))
        .join(standing, _of_group(standing))
        .where(due, standing.c.step.is_not(None), ~_told(standing))
        .with_for_update(of=Deadline, skip_locked=True)
    )
    entered = insert(DeadlineReminder).from_select(["deadline_id", "step", "due_on", "told_at", "batch"], untold)
    return work.session.scalars(entered.returning(queries.REMINDER_LINE))


def _aim(work: UnitOfWork, due: ColumnElement[bool], groups: Sequence[_Group]) -> None:
    """Only what is on record as told, or stands before its first step: a row that came in meanwhile is left due."""
    standing = _standing(groups)
    aimed = (
        update(Deadline)
        .where(due, _of_group(standing), standing.c.step.is_(None) | _told(standing))
        .values(next_on=standing.c.next_on)
    )
    work.session.execute(aimed, execution_options={"synchronize_session": False})


def _only_case(work: UnitOfWork, periods: Collection[str]) -> CaseId | None:
    """The case whose chain the entry belongs to, where all of it is about one; the house's own chain otherwise."""
    if len(periods) > telling.MOST_LINES:
        return None
    cases = {row.case_id for row in queries.shown(work.session, periods).values()}
    return CaseId(cases.pop()) if len(cases) == 1 else None
