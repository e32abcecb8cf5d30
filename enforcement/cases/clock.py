"""The case clock: days that do not count, taken out of a period before its last day is sought (办案期限的扣除)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from enforcement.procedures.clocks import Remedy
from enforcement.workdays.rules import Calendar, DayNote, Due, Unit

ONE_DAY = timedelta(days=1)
COUNTED = "自然日，计入"
WHOLE = frozenset({Unit.MONTH, Unit.HOUR})  # not counted in days, so that none can be taken out


@dataclass(frozen=True)
class Term:
    """A period by itself: the day it is counted from, how long, in what unit."""

    start: date
    length: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Days from `since` up to the day before `until`; on `until` the clock runs again. Open while there is none."""

    since: date
    until: date | None = None
    title: str = ""
    basis: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def days(self) -> int:
        return (self.until - self.since).days if self.until else 0


def merged(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Overlapping and adjoining stops as one: a day is taken out once, however many grounds it has."""
    found: list[Stop] = []
    for stop in sorted(stops, key=lambda one: one.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and stop.since > last.until):
            found.append(stop)
            continue
        found[-1] = replace(last, until=_later(last.until, stop.until), title=_named(last.title, stop.title))
    return tuple(found)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _named(names: str, more: str) -> str:
    return names if more in names.split("、") else f"{names}、{more}"


def ended(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Those whose length is known. An open one moves nothing until it ends: meanwhile the clock stands still."""
    return tuple(stop for stop in stops if stop.until is not None and stop.until > stop.since)


def due(calendar: Calendar, term: Term, *, stops: Sequence[Stop] = ()) -> Due:
    """The last day, first without the days taken out, then moved to a working day (T-2)."""
    known = merged(ended(stops))
    if not known or term.unit in WHOLE:
        return calendar.due(term.start, term.length, term.unit)
    last = list(_counted(calendar, term, known))[-1]
    if term.unit is Unit.WORKDAY:
        plain = calendar.due(term.start, term.length, term.unit)
        return Due(last, calendar.is_provisional(last) or plain.provisional, last)
    day = calendar.next_workday(last)
    return Due(day, calendar.is_provisional(last) or calendar.is_provisional(day), last)


def _counted(calendar: Calendar, term: Term, stops: Sequence[Stop]) -> Iterator[date]:
    """The days that count, one after another."""
    day, number = term.start, 0
    while number < term.length:
        day += ONE_DAY
        if any(stop.covers(day) for stop in stops) or (term.unit is Unit.WORKDAY and not calendar.is_workday(day)):
            continue
        number += 1
        yield day


def paused_since(started_on: date, due_on: date, stops: Iterable[Stop]) -> date | None:
    """Since when the period stands still, if a ground still lasts that began while it ran."""
    running = [stop.since for stop in merged(stops) if stop.until is None]
    since = max(min(running), started_on) if running else None
    return since if since is not None and since <= due_on else None


def days_left(calendar: Calendar, term: Term, *, stops: Sequence[Stop], paused_on: date) -> int:
    """What is left of the period on the day it was stopped, in its own unit."""
    return term.length - sum(day < paused_on for day in _counted(calendar, term, ended(stops)))


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """A time that ends by itself, with the day it began and its last day."""

    key: str
    title: str
    started_on: date
    due_on: date
    provisional: bool
    note: str
    basis: str


def lapses(calendar: Calendar, remedies: Sequence[Remedy], *, served_on: date) -> tuple[Lapse, ...]:
    """Each from the day of service, or from the end of the one it follows."""
    found: dict[str, Lapse] = {}
    for row in remedies:
        start = found[row.after].due_on if row.after in found else served_on
        last = calendar.due(start, row.length, Unit(row.unit))
        found[row.key] = Lapse(
            key=row.key,
            title=row.title,
            started_on=start,
            due_on=last.day,
            provisional=last.provisional,
            note=row.note,
            basis=row.basis,
        )
    return tuple(found.values())


def explain(calendar: Calendar, term: Term, *, stops: Sequence[Stop] = ()) -> tuple[DayNote, ...]:
    """Each day counted or skipped, and why: the calendar's own words, and the grounds of the days taken out."""
    known = ended(stops)
    if not known or term.unit in WHOLE:
        return calendar.explain(term.start, term.length, term.unit)
    opening = calendar.explain(term.start, 1, term.unit)[0]
    return (opening, *_notes(calendar, term, known))


def _notes(calendar: Calendar, term: Term, stops: Sequence[Stop]) -> Iterator[DayNote]:
    day, number = term.start, 0
    while number < term.length:
        day += ONE_DAY
        grounds = [stop for stop in stops if stop.covers(day)]
        if grounds:
            yield _stopped(day, number, grounds)
            continue
        told = calendar.explain(day - ONE_DAY, 1, term.unit)[1:]
        number += told[0].counted
        if term.unit is Unit.WORKDAY:
            yield replace(told[0], number=number)
        elif number < term.length:
            yield DayNote(day, True, number, COUNTED, "", False)
        else:
            yield from (replace(note, number=number) for note in told)


def _stopped(day: date, number: int, grounds: Sequence[Stop]) -> DayNote:
    names = "、".join(dict.fromkeys(stop.title for stop in grounds))
    bases = "；".join(dict.fromkeys(stop.basis for stop in grounds))
    return DayNote(day, False, number, f"{names}期间，依法不计入（{bases}）", "", False)
