"""期限计算 for everybody: a start day, a length, a due day, and why. Reads the public calendar's views only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from flask import Blueprint, render_template, request
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table, select
from sqlalchemy.orm import Session

from enforcement.web import board_kit as kit
from enforcement.workdays.rules import UNIT_NAMES, Calendar, CalendarYear, DayNote, Due, OwnDay, Unit, YearStatus

blueprint = Blueprint("calculator", "enforcement.publication")

VIEWS = MetaData()
YEAR = Table(
    "public_calendar_year",
    VIEWS,
    *(Column(name, Integer) for name in ("year", "version")),
    *(Column(name, String) for name in ("status", "notice")),
)
DAY = Table(
    "public_calendar_day",
    VIEWS,
    Column("day", Date),
    Column("year", Integer),
    Column("is_off", Boolean),
    *(Column(name, String) for name in ("name", "notice")),
)
OWN = Table(
    "public_own_day",
    VIEWS,
    Column("day", Date),
    Column("is_off", Boolean),
    *(Column(name, String) for name in ("name", "basis")),
)
LONGEST = {Unit.WORKDAY: 250, Unit.CALENDAR: 400, Unit.MONTH: 36}
NAMES = {unit: UNIT_NAMES[unit] for unit in LONGEST} | {Unit.CALENDAR: "日（自然日）"}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed, and what of it cannot be counted. `wrong` maps a field to its sentence."""

    start: date | None = None
    length: int | None = None
    unit: Unit = Unit.WORKDAY
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    due: Due
    notes: tuple[DayNote, ...]


class _Listed(NamedTuple):
    day: date
    is_off: bool
    name: str
    notice: str


@blueprint.get("/calculator")
def index() -> str:
    typed = {name: request.args.get(name, "").strip()[:20] for name in ("start", "length", "unit")}
    given = bool(typed["start"] or typed["length"])
    asked = _read(typed) if given else Asked()
    counting = calendar(kit.reading())
    answer = _counted(counting, asked) if given and not asked.wrong else None
    missing = [year for year in (kit.today().year, kit.today().year + 1) if counting.arrangement(year) is None]
    return render_template(
        "board/calculator.html", typed=typed, asked=asked, answer=answer, units=NAMES, missing=missing
    )


def _read(typed: Mapping[str, str]) -> Asked:
    wrong: dict[str, str] = {}
    start, length = _start(typed["start"]), int(typed["length"]) if typed["length"].isdecimal() else 0
    unit = next((unit for unit in LONGEST if unit == typed["unit"]), Unit.WORKDAY)
    if start is None:
        wrong["start"] = f"请填写{FIRST_YEAR}年至{LAST_YEAR}年之间的日期，例如 2026-02-10。"
    if not 1 <= length <= LONGEST[unit]:
        wrong["length"] = f"请填写 1 至 {LONGEST[unit]} 之间的整数。"
    return Asked(start=start, length=length, unit=unit, wrong=wrong)


def _start(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _counted(counting: Calendar, asked: Asked) -> Answer | None:
    if asked.start is None or asked.length is None:
        return None
    return Answer(
        due=counting.due(asked.start, asked.length, asked.unit),
        notes=counting.explain(asked.start, asked.length, asked.unit),
    )


def calendar(session: Session) -> Calendar:
    days: dict[int, list[_Listed]] = {}
    for day, year, is_off, name, notice in session.execute(select(*DAY.c)):
        days.setdefault(year, []).append(_Listed(day, is_off, name, notice))
    years = [
        _year(year, days.get(year, []), status=YearStatus(status), notice=notice)
        for year, _version, status, notice in session.execute(select(*YEAR.c))
    ]
    own = [
        OwnDay(day=day, is_off=is_off, name=name, basis=basis)
        for day, is_off, name, basis in session.execute(select(*OWN.c))
    ]
    return Calendar(years, own)


def _year(year: int, days: list[_Listed], *, status: YearStatus, notice: str) -> CalendarYear:
    return CalendarYear(
        year=year,
        days_off=frozenset(listed.day for listed in days if listed.is_off),
        shift_days=frozenset(listed.day for listed in days if not listed.is_off),
        status=status,
        notice=notice,
        names={listed.day: listed.name for listed in days},
        notices={listed.day: listed.notice for listed in days if listed.notice},
    )
