"""The sweep: what is due is found through an index of next days, told once, and aimed at its next day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, insert, literal, select, update

from enforcement.cases import ladder
from enforcement.cases.models import Deadline, DeadlineReminder
from enforcement.cases.service import telling
from enforcement.kernel.db import UtcDateTime
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.workdays import queries as workdays

BATCH = 2_000  # deadlines told in one unit of work: whoever has more due at once gets a second digest


@dataclass(frozen=True)
class _Claimed:
    id: UUID
    case_id: UUID
    key: str
    title: str
    basis: str
    due_on: date
    provisional: bool
    reminders: str
    escalation: str


COLUMNS = tuple(getattr(Deadline, name) for name in _Claimed.__dataclass_fields__)


def due_reminders(work: UnitOfWork) -> Sequence[tuple[UUID, ...]]:
    """Batches of open deadlines whose next day has come. Costs what is due, not what is open."""
    found = select(Deadline.id).where(Deadline.next_on <= work.today).order_by(Deadline.next_on, Deadline.id)
    ids = work.session.scalars(found).all()
    return [tuple(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]


@use_case(Permission.RUN_JOBS, verb="deadlines.reminded")
def remind(work: UnitOfWork, *, deadline_ids: Sequence[UUID]) -> int:
    """Tell what stands on a step of its ladder now, and write down the next day. A second run finds nothing due.

    Rows another scheduler holds are left to it. Reminder rows, next days and messages share one transaction, so
    whoever is killed has told all of it or nothing.
    """
    news: list[telling.Told] = []
    calendar = workdays.calendar(work.session)
    groups: dict[tuple[date, str, str], list[_Claimed]] = defaultdict(list)
    for row in _claim(work, deadline_ids):
        groups[row.due_on, row.reminders, row.escalation].append(row)
    for (due_on, reminders, escalation), rows in groups.items():
        rungs = ladder.read(reminders, escalation)
        stands = ladder.standing(calendar, rungs, due_on=due_on, today=work.today)
        _aim(work, rows, stands.next_on)
        left = calendar.workdays_left(work.today, due_on)
        new = _first_told(work, rows, stands.step)
        news.extend(_news(row, step=stands.step or 0, left=left, rungs=rungs) for row in new)
    told = telling.tell_of_steps(work, news)
    cases = {one.case_id for one in news}
    work.about(next(iter(cases)) if len(cases) == 1 else None, deadlines=len(news), told=told)
    return told


def _claim(work: UnitOfWork, ids: Sequence[UUID]) -> list[_Claimed]:
    found = (
        select(*COLUMNS).where(Deadline.id.in_(ids), Deadline.next_on <= work.today).with_for_update(skip_locked=True)
    )
    return [_Claimed(*row) for row in work.session.execute(found)]


def _aim(work: UnitOfWork, rows: Sequence[_Claimed], next_on: date | None) -> None:
    aimed = update(Deadline).where(Deadline.id.in_([row.id for row in rows])).values(next_on=next_on)
    work.session.execute(aimed, execution_options={"synchronize_session": False})


def _first_told(work: UnitOfWork, rows: Sequence[_Claimed], step: int | None) -> list[_Claimed]:
    """Those not told of this step yet, now entered as told."""
    if step is None:
        return []
    known = exists().where(
        DeadlineReminder.deadline_id == Deadline.id,
        DeadlineReminder.step == step,
        DeadlineReminder.due_on == Deadline.due_on,
    )
    untold = select(Deadline.id, literal(step), Deadline.due_on, literal(work.now, UtcDateTime()))
    entered = insert(DeadlineReminder).from_select(
        ["deadline_id", "step", "due_on", "told_at"], untold.where(Deadline.id.in_([row.id for row in rows]), ~known)
    )
    new = set(work.session.scalars(entered.returning(DeadlineReminder.deadline_id)))
    return [row for row in rows if row.id in new]


def _news(row: _Claimed, *, step: int, left: int, rungs: ladder.Ladder) -> telling.Told:
    return telling.Told(
        id=row.id,
        case_id=CaseId(row.case_id),
        key=row.key,
        title=row.title,
        due_on=row.due_on,
        basis=row.basis,
        provisional=row.provisional,
        step=step,
        left=left,
        roles=rungs.told_at(step),
    )
