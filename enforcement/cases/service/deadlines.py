"""Periods opened and closed by milestones; reminders that are told once; recounts that keep the old value."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries
from enforcement.cases.models import Case, Deadline, DeadlineRecount, DeadlineReminder
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Period
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Calendar, Unit

OVERDUE_STEP = -1
REMINDER_HORIZON = timedelta(days=60)  # the earliest reminder of any period is 22 workdays before


def follow(work: UnitOfWork, case: Case, milestone: Milestone, *, day: date) -> None:
    """A milestone was reached on `day`: end the periods it closes, start those it opens."""
    for period in procedure(case.procedure).periods_in_force(day):
        if milestone in period.closed_by or milestone is period.opened_by:
            _close(work, case, period, on=day)
        if milestone is period.opened_by:
            _open(work, case, period, on=day if period.from_event_date else work.today)


def _open(work: UnitOfWork, case: Case, period: Period, *, on: date) -> None:
    due = workdays.calendar(work.session).due(on, period.length, Unit(period.unit))
    work.session.add(
        Deadline(
            id=uuid4(),
            case_id=case.id,
            key=period.key,
            title=period.title,
            basis=period.basis,
            length=period.length,
            unit=period.unit,
            started_on=on,
            due_on=due.day,
            unrolled_on=due.unrolled,
            provisional=due.provisional,
            reminders=",".join(str(step) for step in period.reminders),
            opened_at=work.now,
        )
    )
    work.session.flush()


def _close(work: UnitOfWork, case: Case, period: Period, *, on: date) -> None:
    found = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.key == period.key, Deadline.closed_at.is_(None)
    )
    for row in work.session.scalars(found):
        row.closed_at, row.closed_on = work.now, max(on, row.started_on)
    work.session.flush()


def running(work: UnitOfWork, case_id: CaseId, key: str) -> queries.DeadlineRow | None:
    """Hatch: the running period of this key, if there is one."""
    return queries.open_deadline(work.session, case_id, key)


def due_reminders(work: UnitOfWork) -> Sequence[UUID]:
    """Ids of open deadlines whose next reminder is due. Reads a range of the open index, not every deadline."""
    calendar = workdays.calendar(work.session)
    horizon = work.today + REMINDER_HORIZON
    found = (
        select(Deadline)
        .where(Deadline.closed_at.is_(None), Deadline.due_on <= horizon)
        .order_by(Deadline.due_on, Deadline.id)
    )
    return [row.id for row in work.session.scalars(found) if _is_due(work, row, calendar)]


def _is_due(work: UnitOfWork, row: Deadline, calendar: Calendar) -> bool:
    return not _told(work, row, _step(row, calendar.workdays_left(work.today, row.due_on)))


def _step(row: Deadline, left: int) -> int | None:
    """The tightest reminder step reached with `left` workdays to go; -1 once the day has passed."""
    if left < 0:
        return OVERDUE_STEP
    reached = [step for step in map(int, row.reminders.split(",")) if left <= step]
    return min(reached, default=None)


def _told(work: UnitOfWork, row: Deadline, step: int | None) -> bool:
    return step is None or work.session.get(DeadlineReminder, (row.id, step, row.due_on)) is not None


@use_case(Permission.RUN_JOBS, verb="deadlines.reminded")
def remind(work: UnitOfWork, *, deadline_id: UUID) -> int:
    """Tell the handlers; once overdue, the unit's head and the supervisors too. A second run finds it told."""
    row = work.session.scalars(select(Deadline).where(Deadline.id == deadline_id).with_for_update()).one()
    left = workdays.calendar(work.session).workdays_left(work.today, row.due_on)
    step = _step(row, left)
    work.about(CaseId(row.case_id), deadline=row.id, key=row.key, step=step)
    if step is None or row.closed_at is not None or _told(work, row, step):
        return 0
    work.session.add(DeadlineReminder(deadline_id=row.id, step=step, due_on=row.due_on, told_at=work.now))
    case = work.session.get_one(Case, row.case_id)
    return messages.tell(
        work,
        _recipients(work, case, overdue=step == OVERDUE_STEP),
        key=f"deadline:{row.id}:{step}:{row.due_on}",
        subject=_subject(row, left),
        text=f"{case.title}：{row.title}期限{row.due_on:%Y年%-m月%-d日}届满。依据：{row.basis}。",
        case_id=CaseId(case.id),
        urgent=step == OVERDUE_STEP,
    )


def _subject(row: Deadline, left: int) -> str:
    if left < 0:
        return f"{row.title}已逾期 {-left} 个工作日"
    return f"{row.title}今日到期" if left == 0 else f"{row.title}还剩 {left} 个工作日"


def _recipients(work: UnitOfWork, case: Case, *, overdue: bool) -> set[AccountId]:
    told = {AccountId(account) for account in queries.get(work.session, CaseId(case.id)).handlers}
    if overdue:
        supervisors = accounts.people(work.session, role=Role.SUPERVISOR)
        heads = accounts.people(work.session, role=Role.UNIT_HEAD)
        told |= {person.id for person in supervisors} | {p.id for p in heads if p.unit_id == case.unit_id}
    return told


@use_case(Permission.RUN_JOBS, verb="deadlines.recounted")
def recount(work: UnitOfWork, *, reason: str) -> int:
    """A calendar year was loaded: count every open deadline again, keep the old value, tell the handlers."""
    calendar = workdays.calendar(work.session)
    moved = 0
    for row in work.session.scalars(select(Deadline).where(Deadline.closed_at.is_(None)).order_by(Deadline.id)):
        due = calendar.due(row.started_on, row.length, Unit(row.unit))
        if (due.day, due.provisional) != (row.due_on, row.provisional):
            moved += due.day != row.due_on
            _move(work, row, due.day, reason=reason)
            row.unrolled_on, row.provisional = due.unrolled, due.provisional
    work.about(moved=moved, reason=reason)
    return moved


def _move(work: UnitOfWork, row: Deadline, new_day: date, *, reason: str) -> None:
    if new_day == row.due_on:
        return
    change = DeadlineRecount(
        id=uuid4(),
        deadline_id=row.id,
        old_due_on=row.due_on,
        new_due_on=new_day,
        recounted_at=work.now,
        reason=reason,
    )
    work.session.add(change)
    messages.tell(
        work,
        _recipients(work, work.session.get_one(Case, row.case_id), overdue=False),
        key=f"recount:{row.id}:{new_day}",
        subject=f"{row.title}期限由{row.due_on}改为{new_day}",
        text=f"原因：{reason}。原期限已留存备查。",
        case_id=CaseId(row.case_id),
    )
    row.due_on = new_day
