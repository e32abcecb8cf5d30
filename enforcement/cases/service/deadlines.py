"""Periods opened and closed by milestones; recounts that keep the old value."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select

from enforcement.cases import clock, ladder, queries
from enforcement.cases.models import Case, ClockStop, Deadline, DeadlineRecount
from enforcement.cases.service import telling
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Period
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Calendar, Due, Unit

LONGEST_REASON = 200
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class Each:
    """The one thing a period runs for, how it is called, and its own term where that is shorter than the law's."""

    subject: UUID
    label: str
    length: int | None = None


@dataclass(frozen=True, kw_only=True)
class OwnPeriod:
    """A period no milestone opens or closes: a room above starts and ends it itself, for one thing of its own."""

    key: str
    title: str
    basis: str
    length: int
    unit: Unit
    reminders: tuple[int, ...]


def begin(work: UnitOfWork, case_id: CaseId, period: OwnPeriod, *, each: Each) -> None:
    """Hatch: it runs from today, on the ladder every period climbs. The caller has locked the case."""
    _open(work, work.session.get_one(Case, case_id), period, on=work.today, each=each)


def end(work: UnitOfWork, case_id: CaseId, key: str, *, subject: UUID) -> None:
    _end(work, case_id, key, on=work.today, subject=subject)


def follow(work: UnitOfWork, case: Case, milestone: Milestone, *, day: date, each: Each | None = None) -> None:
    """A milestone was reached on `day`: end the periods it closes, start those it opens."""
    for period in procedure(case.procedure).periods_in_force(day):
        of = each if period.each else None
        if milestone in period.closed_by or milestone is period.opened_by:
            _end(work, CaseId(case.id), period.key, on=day, subject=of.subject if of else None)
        if milestone is period.opened_by and _begins(work, case, period):
            _open(work, case, period, on=day if period.from_event_date else work.today, each=of)


def _begins(work: UnitOfWork, case: Case, period: Period) -> bool:
    if period.once is None and period.unless is None:
        return True
    stands = queries.stands(work.session, CaseId(case.id))
    return (period.once is None or period.once in stands) and period.unless not in stands


def _open(work: UnitOfWork, case: Case, period: Period | OwnPeriod, *, on: date, each: Each | None) -> None:
    """By the law's terms, or by the body's shorter ones if it has set some; either way they stay with this deadline."""
    rule = queries.rule_in_force(work.session, procedure=case.procedure, key=period.key, day=on)
    length = rule.length if rule and rule.length else period.length
    length = min(length, each.length or length) if each else length
    stops = queries.stops_of(work.session, CaseId(case.id), period.key, subject=each.subject if each else None)
    due = clock.due(workdays.calendar(work.session), clock.Term(on, length, Unit(period.unit)), stops=stops)
    row = Deadline(
        id=uuid4(),
        case_id=case.id,
        key=period.key,
        subject=each.subject if each else None,
        title=f"{period.title}（{each.label}）" if each else period.title,
        basis=f"{period.basis}；{rule.basis}"[:200] if rule and rule.length else period.basis,
        length=length,
        unit=period.unit,
        started_on=on,
        due_on=due.day,
        unrolled_on=due.unrolled,
        provisional=due.provisional,
        reminders=rule.reminders if rule else ",".join(str(step) for step in period.reminders),
        escalation=rule.escalation if rule else ladder.DEFAULT_ESCALATION,
        own_rule=rule.id if rule else None,
        extended=0,
        paused_since=clock.paused_since(on, due.day, stops),
        opened_at=work.now,
    )
    # the next sweep aims it; it may be behind its first step already. While it stands still nobody is told
    row.next_on = None if row.paused_since else on
    work.session.add(row)
    work.session.flush()


def _end(work: UnitOfWork, case_id: CaseId, key: str, *, on: date, subject: UUID | None) -> None:
    found = select(Deadline).where(
        Deadline.case_id == case_id,
        Deadline.key == key,
        Deadline.subject == subject,
        Deadline.closed_at.is_(None),
    )
    for row in work.session.scalars(found):
        row.closed_at, row.closed_on, row.next_on = work.now, max(on, row.started_on), None
        row.paused_since = None
    work.session.flush()


def running(work: UnitOfWork, case_id: CaseId, key: str) -> queries.DeadlineRow | None:
    """Hatch: the running period of this key, if there is one. One that stands still is not late however long."""
    row = queries.open_deadline(work.session, case_id, key)
    return replace(row, due_on=max(row.due_on, work.today)) if row and row.paused_since else row


def lengthen(work: UnitOfWork, deadline: queries.DeadlineRow, *, days: int, reason: str) -> None:
    """Hatch: a room above was granted more time for one of its own periods."""
    work.session.get_one(Deadline, deadline.id).extended += days
    reclock(work, CaseId(deadline.case_id), reason=reason)


def reclock(work: UnitOfWork, case_id: CaseId, *, reason: str) -> None:
    """Hatch: something stopped, restarted or lengthened this case's periods. Count them again, keep the old days."""
    calendar = workdays.calendar(work.session)
    found = select(Deadline).where(Deadline.case_id == case_id, Deadline.closed_at.is_(None)).order_by(Deadline.id)
    for row in work.session.scalars(found):
        stops = queries.stops_of(work.session, case_id, row.key, subject=row.subject)
        due = clock.due(calendar, _term(row), stops=stops)
        _move(work, row, due, reason=reason[:LONGEST_REASON])
        row.paused_since = clock.paused_since(row.started_on, row.due_on, stops)
        row.next_on = None if row.paused_since else work.today
    work.session.flush()


@use_case(Permission.RUN_JOBS, verb="deadlines.recounted")
def recount(work: UnitOfWork, *, reason: str) -> int:
    """The calendar changed: count every open deadline again, keep the old value, tell the handlers."""
    reason = reason[:LONGEST_REASON]
    wrong = _counted_otherwise(work, workdays.calendar(work.session))
    moved: list[telling.Moved] = []
    for start in range(0, len(wrong), MOST_AT_ONCE):
        part = dict(list(wrong.items())[start : start + MOST_AT_ONCE])
        for row in work.session.scalars(select(Deadline).where(Deadline.id.in_(part)).order_by(Deadline.id)):
            moved += _move(work, row, part[row.id], reason=reason)
    work.session.flush()
    telling.tell_of_moves(work, moved, reason=reason)
    work.about(moved=len(moved), reason=reason)
    return len(moved)


def _counted_otherwise(work: UnitOfWork, calendar: Calendar) -> dict[UUID, Due]:
    """Open deadlines that the calendar now counts differently. Equal periods of one day are counted once."""
    stored = select(
        Deadline.id, Deadline.started_on, Deadline.length, Deadline.unit, Deadline.due_on, Deadline.provisional
    ).where(Deadline.closed_at.is_(None), Deadline.extended == 0, ~_ever_stopped())
    counted: dict[tuple[date, int, str], Due] = {}
    wrong: dict[UUID, Due] = {}
    for key, started_on, length, unit, due_on, provisional in work.session.execute(stored):
        period = (started_on, length, unit)
        if period not in counted:
            counted[period] = calendar.due(started_on, length, Unit(unit))
        if (counted[period].day, counted[period].provisional) != (due_on, provisional):
            wrong[key] = counted[period]
    return wrong | _own_clocks_otherwise(work, calendar)


def _term(row: Deadline) -> clock.Term:
    return clock.Term(row.started_on, row.length + row.extended, Unit(row.unit))


def _ever_stopped() -> ColumnElement[bool]:
    return Deadline.case_id.in_(select(ClockStop.case_id))


def _own_clocks_otherwise(work: UnitOfWork, calendar: Calendar) -> dict[UUID, Due]:
    """Periods that were stopped or lengthened are few, and each is counted by itself."""
    wrong: dict[UUID, Due] = {}
    own = select(Deadline).where(Deadline.closed_at.is_(None), or_(Deadline.extended > 0, _ever_stopped()))
    for row in work.session.scalars(own):
        stops = queries.stops_of(work.session, CaseId(row.case_id), row.key, subject=row.subject)
        due = clock.due(calendar, _term(row), stops=stops)
        if (due.day, due.provisional) != (row.due_on, row.provisional):
            wrong[row.id] = due
    return wrong


def _move(work: UnitOfWork, row: Deadline, due: Due, *, reason: str) -> list[telling.Moved]:
    old, row.due_on = row.due_on, due.day
    row.unrolled_on, row.provisional = due.unrolled, due.provisional
    if old == due.day:
        return []
    row.next_on = None if row.paused_since else work.today  # its steps moved with it: the next sweep aims it anew
    change = DeadlineRecount(
        id=uuid4(),
        deadline_id=row.id,
        old_due_on=old,
        new_due_on=due.day,
        recounted_at=work.now,
        reason=reason,
    )
    work.session.add(change)
    return [
        telling.Moved(
            change=change.id,
            id=row.id,
            case_id=CaseId(row.case_id),
            key=row.key,
            title=row.title,
            due_on=due.day,
            old=old,
        )
    ]
