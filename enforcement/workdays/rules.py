"""Counting the days of the law: which day is a working day, when a period ends, and why.

The State Council gives each year its own days off and its working weekends; a year it has not yet ruled on can
only be estimated, and every answer resting on an estimate says so.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from enforcement.workdays.arrangements import (
    SATURDAY,
    SEED_FOLDER,
    CalendarYear,
    InvalidYear,
    YearStatus,
    load_year,
    seed_years,
)
from enforcement.workdays.own_days import OwnDay

__all__ = [
    "SEED_FOLDER",
    "UNIT_NAMES",
    "Calendar",
    "CalendarYear",
    "DayNote",
    "Due",
    "InvalidYear",
    "OwnDay",
    "Unit",
    "YearStatus",
    "load_year",
    "months_later",
    "seed_years",
]

ONE_DAY = timedelta(days=1)
WEEKDAY_NAMES = "一二三四五六日"

NEXT_NOTICE_REACHES_BACK_TO = (12, 29)  # New Year's bridge: 2018-12-29 became a working Saturday, 12-31 a day off

START_NOT_COUNTED = "期间开始的当日不计入（《民事诉讼法》第八十五条）"
HOURS_RUN = "按小时计算，自发生之时起算，休息日照计，届满不顺延"
LAST_DAY_MOVES = "期间最后一日为休息日，顺延（《民事诉讼法》第八十五条）"


class Unit(StrEnum):
    WORKDAY = "WORKDAY"
    CALENDAR = "CALENDAR"
    MONTH = "MONTH"
    HOUR = "HOUR"


UNIT_NAMES: Mapping[str, str] = {Unit.WORKDAY: "个工作日", Unit.CALENDAR: "日", Unit.MONTH: "个月", Unit.HOUR: "小时"}


@dataclass(frozen=True)
class Due:
    """The last day of a period. `unrolled` is the day before moving to a working day: alerts are counted from it."""

    day: date
    provisional: bool
    unrolled: date


@dataclass(frozen=True)
class DayNote:
    """`number` is the count reached; a skipped day repeats the count before it."""

    day: date
    counted: bool
    number: int
    reason: str
    notice: str
    provisional: bool


class Calendar:
    def __init__(self, years: Iterable[CalendarYear] = (), own: Iterable[OwnDay] = ()) -> None:
        self._years = {year.year: year for year in years}
        self._own = {day.day: day for day in own}
        self._ordinals: dict[int, tuple[int, ...]] = {}

    def status(self, year: int) -> YearStatus:
        return self._years[year].status if year in self._years else YearStatus.MISSING

    def arrangement(self, year: int) -> CalendarYear | None:
        return self._years.get(year)

    def is_workday(self, day: date) -> bool:
        if day in self._own:
            return not self._own[day].is_off
        official = self._official(day.year)
        if official is None:
            return day.weekday() < SATURDAY and (day.month, day.day) != (1, 1)
        if day in official.shift_days:
            return True
        return day.weekday() < SATURDAY and day not in official.days_off

    def is_provisional(self, day: date) -> bool:
        """The notice for the next year may still rule on the last days of this one."""
        if self._official(day.year) is None:
            return True
        return (day.month, day.day) >= NEXT_NOTICE_REACHES_BACK_TO and self._official(day.year + 1) is None

    def due(self, start: date, length: int, unit: Unit) -> Due:
        _refuse_no_length(length)
        if unit is Unit.WORKDAY:
            last = self._workday_after(start, length)
            return Due(last, self._any_provisional(start + ONE_DAY, last), last)
        if unit is Unit.HOUR:
            return Due(_hours_later(start, length), False, _hours_later(start, length))
        unrolled = start + timedelta(days=length) if unit is Unit.CALENDAR else months_later(start, length)
        day = self.next_workday(unrolled)
        return Due(day, self._any_provisional(unrolled, day), unrolled)

    def due_days(self, starts: Iterable[date], length: int, unit: Unit) -> list[date]:
        """Due days of many starts: each start day is counted once, every further one costs a look-up."""
        return list(map(_Counted(self, length, unit).__getitem__, starts))

    def next_workday(self, day: date) -> date:
        """The day itself if it is a working day."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def workday_after(self, day: date, count: int) -> date:
        """The working day `count` working days after `day`."""
        _refuse_no_length(count)
        return self._workday_after(day, count)

    def workday_before(self, day: date, count: int) -> date:
        """The working day `count` working days before `day`: the day on which `count` working days are left."""
        _refuse_no_length(count)
        year, place = day.year, bisect_left(self._workdays_of(day.year), day.toordinal()) - count
        while place < 0:
            year -= 1
            place += len(self._workdays_of(year))
        return date.fromordinal(self._workdays_of(year)[place])

    def workdays_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; negative the other way round."""
        return self._workdays_through(later) - self._workdays_through(earlier, base=later.year)

    def workdays_left(self, today: date, due: date) -> int:
        """0 on the last day; below 0 from the day after, also where that is a day off."""
        left = self.workdays_between(today, due)
        return min(left, -1) if today > due else left

    def explain(self, start: date, length: int, unit: Unit) -> tuple[DayNote, ...]:
        _refuse_no_length(length)
        if unit is Unit.HOUR:
            return (_plain(start, 0, HOURS_RUN), _plain(_hours_later(start, length), length, f"届满{length}小时之日"))
        opening = DayNote(start, False, 0, START_NOT_COUNTED, "", False)
        if unit is Unit.WORKDAY:
            return (opening, *self._explain_workdays(start, length))
        if unit is Unit.CALENDAR:
            numbered = (start + timedelta(days=number) for number in range(1, length + 1))
            notes = [_plain(day, number, "自然日，计入") for number, day in enumerate(numbered, start=1)]
        else:
            ends = (months_later(start, number) for number in range(1, length + 1))
            notes = [_plain(day, number, f"第{number}个月的届满日") for number, day in enumerate(ends, start=1)]
        return (opening, *notes[:-1], *self._explain_rolling(notes[-1]))

    def _explain_workdays(self, start: date, length: int) -> Iterator[DayNote]:
        day, number = start, 0
        while number < length:
            day += ONE_DAY
            counted = self.is_workday(day)
            number += counted
            yield DayNote(day, counted, number, *self._why(day), self.is_provisional(day))

    def _explain_rolling(self, last: DayNote) -> Iterator[DayNote]:
        day, uncertain = last.day, self.is_provisional(last.day)
        reason, notice = self._why(day)
        if self.is_workday(day):
            yield DayNote(day, True, last.number, last.reason, "", uncertain)
            return
        yield DayNote(day, True, last.number, f"{last.reason}；{reason}，{LAST_DAY_MOVES}", notice, uncertain)
        while not self.is_workday(day):
            day += ONE_DAY
            reason, notice = self._why(day)
            ending = "，期间届满" if self.is_workday(day) else "，继续顺延"
            yield DayNote(day, False, last.number, reason + ending, notice, self.is_provisional(day))

    def _why(self, day: date) -> tuple[str, str]:
        """What kind of day it is, and the notice that says so."""
        weekday = f"星期{WEEKDAY_NAMES[day.weekday()]}"
        if day in self._own:
            return f"{weekday}，{self._own[day].reason}", self._own[day].basis
        official = self._official(day.year)
        if official is None:
            kind = "工作日" if self.is_workday(day) else "休息日"
            return f"{weekday}，{day.year}年放假安排尚未公布，暂按{kind}计算", ""
        if day in official.shift_days:
            return f"{weekday}，{official.names.get(day, '')}调休上班，计为工作日", official.notice_of(day)
        if day in official.days_off:
            return f"{weekday}，{official.names.get(day, '节日')}放假", official.notice_of(day)
        return (f"{weekday}，周末休息" if day.weekday() >= SATURDAY else f"{weekday}，工作日"), ""

    def _official(self, year: int) -> CalendarYear | None:
        found = self._years.get(year)
        return found if found and found.status is YearStatus.OFFICIAL else None

    def _workdays_of(self, year: int) -> tuple[int, ...]:
        if year not in self._ordinals:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            every = range(first, last + 1)
            self._ordinals[year] = tuple(day for day in every if self.is_workday(date.fromordinal(day)))
        return self._ordinals[year]

    def _workday_after(self, start: date, count: int) -> date:
        year, ordinals = start.year, self._workdays_of(start.year)
        place = bisect_right(ordinals, start.toordinal()) + count - 1
        while place >= len(ordinals):
            place -= len(ordinals)
            year += 1
            ordinals = self._workdays_of(year)
        return date.fromordinal(ordinals[place])

    def _workdays_through(self, day: date, *, base: int | None = None) -> int:
        """Working days up to `day`, counted from the first of January of the year `base`."""
        base = day.year if base is None else base
        whole = sum(len(self._workdays_of(year)) for year in range(base, day.year))
        missing = sum(len(self._workdays_of(year)) for year in range(day.year, base))
        return whole - missing + bisect_right(self._workdays_of(day.year), day.toordinal())

    def _any_provisional(self, first: date, last: date) -> bool:
        """Only the ends of years need a look: within a year certainty changes at its last days at most."""
        ends = (date(year, 12, 31) for year in range(first.year, last.year))
        return any(self.is_provisional(day) for day in (first, *ends, last))


class _Counted(dict[date, date]):
    """Start day to due day, filled in as start days are met."""

    def __init__(self, calendar: Calendar, length: int, unit: Unit) -> None:
        super().__init__()
        self._calendar, self._length, self._unit = calendar, length, unit

    def __missing__(self, start: date) -> date:
        self[start] = found = self._calendar.due(start, self._length, self._unit).day
        return found


def months_later(start: date, months: int) -> date:
    """The day of the same number; the month's last day where there is none (民法典第二百零二条)."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _hours_later(start: date, hours: int) -> date:
    """The day in which the hours end. They run from the moment itself, through days off, and the end does not move."""
    return start + timedelta(days=ceil(hours / 24))


def _refuse_no_length(length: int) -> None:
    if length < 1:
        raise ValueError("期间长度应当是正整数。")


def _plain(day: date, number: int, reason: str) -> DayNote:
    return DayNote(day, True, number, reason, "", False)
