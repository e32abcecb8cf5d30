"""One year's days off and working weekends, as the State Council's notice arranges them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

SEED_FOLDER = Path(__file__).parent / "years"
SATURDAY = 5

Expected = TypeVar("Expected")


class YearStatus(StrEnum):
    OFFICIAL = "OFFICIAL"
    PROVISIONAL = "PROVISIONAL"
    MISSING = "MISSING"


class InvalidYear(ValueError):
    pass


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """One year's arrangement. `notices` names a day's own notice where a later one changed it."""

    year: int
    days_off: frozenset[date] = frozenset()
    shift_days: frozenset[date] = frozenset()
    status: YearStatus = YearStatus.MISSING
    notice: str = ""
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    notices: Mapping[date, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        misplaced = sorted(day for day in self.days_off | self.shift_days if day.year != self.year)
        if misplaced:
            raise InvalidYear(f"{misplaced[0]}不属于{self.year}年。")
        both = sorted(self.days_off & self.shift_days)
        if both:
            raise InvalidYear(f"{both[0]}不能既放假又上班。")
        weekdays = sorted(day for day in self.shift_days if day.weekday() < SATURDAY)
        if weekdays:
            raise InvalidYear(f"{weekdays[0]}本是工作日，不能列为调休上班日。")
        if self.status is YearStatus.OFFICIAL and not (self.notice and date(self.year, 1, 1) in self.days_off):
            raise InvalidYear(f"{self.year}年标为正式安排，应当载明通知文号和元旦放假。")

    def notice_of(self, day: date) -> str:
        return self.notices.get(day, self.notice)


def load_year(source: Path | bytes) -> CalendarYear:
    """Read one year's arrangement (TOML; the files in `years/` show the form)."""
    told = _parsed(source.read_bytes() if isinstance(source, Path) else source)
    days_off: dict[date, _Holiday] = {}
    shift_days: dict[date, _Holiday] = {}
    for entry in _required(told, "holiday", list):
        holiday = _holiday(entry)
        _add(days_off, holiday.rest, holiday)
        _add(shift_days, holiday.shifts, holiday)
    listed = days_off | shift_days
    return CalendarYear(
        year=_required(told, "year", int),
        days_off=frozenset(days_off),
        shift_days=frozenset(shift_days),
        status=_status(_required(told, "status", str)),
        notice=_required(told, "notice", str),
        names={day: holiday.name for day, holiday in listed.items()},
        notices={day: holiday.notice for day, holiday in listed.items() if holiday.notice},
    )


def seed_years(folder: Path = SEED_FOLDER) -> tuple[CalendarYear, ...]:
    return tuple(load_year(path) for path in sorted(folder.glob("*.toml")))


@dataclass(frozen=True)
class _Holiday:
    name: str
    rest: tuple[date, ...]
    shifts: tuple[date, ...]
    notice: str


def _parsed(content: bytes) -> dict[str, object]:
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as broken:
        raise InvalidYear("放假安排文件不是 UTF-8 文本。") from broken
    except tomllib.TOMLDecodeError as broken:
        raise InvalidYear(f"放假安排文件格式有误：{broken}") from broken


def _holiday(entry: object) -> _Holiday:
    if not isinstance(entry, dict):
        raise InvalidYear("每个节日应当写成一段 [[holiday]]。")
    first, last = (_day(_required(entry, edge, date)) for edge in ("first", "last"))
    if last < first:
        raise InvalidYear(f"{first}开始的放假，终止日早于开始日。")
    return _Holiday(
        name=_required(entry, "name", str),
        rest=tuple(first + timedelta(days=after) for after in range((last - first).days + 1)),
        shifts=tuple(_day(day) for day in _required(entry, "shift_days", list)),
        notice=_required({"notice": "", **entry}, "notice", str),
    )


def _add(into: dict[date, _Holiday], days: tuple[date, ...], holiday: _Holiday) -> None:
    for day in days:
        if day in into:
            raise InvalidYear(f"{day}被列入两次。")
        into[day] = holiday


def _required(told: Mapping[str, object], key: str, kind: type[Expected]) -> Expected:
    if key not in told:
        raise InvalidYear(f"放假安排缺少“{key}”一项。")
    value = told[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise InvalidYear(f"放假安排中“{key}”的写法不对：{value}")
    return value


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidYear(f"放假安排中的“{value}”不是日期，应当写成 2026-10-01 的形式。")
    return value


def _status(text: str) -> YearStatus:
    try:
        return YearStatus(text)
    except ValueError as unknown:
        raise InvalidYear(f"放假安排的状态“{text}”不在 OFFICIAL、PROVISIONAL、MISSING 之列。") from unknown
