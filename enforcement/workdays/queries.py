from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.workdays.models import CalendarDayRow, CalendarYearRow
from enforcement.workdays.rules import Calendar, CalendarYear, YearStatus


@dataclass(frozen=True, kw_only=True)
class LoadedYear:
    year: int
    version: int
    status: YearStatus
    notice: str
    loaded_at: datetime


def loaded_years(session: Session) -> Sequence[LoadedYear]:
    return [
        LoadedYear(
            year=row.year,
            version=row.version,
            status=YearStatus(row.status),
            notice=row.notice,
            loaded_at=row.loaded_at,
        )
        for row in session.scalars(select(CalendarYearRow).order_by(CalendarYearRow.year))
    ]


_BUILT: dict[tuple[LoadedYear, ...], Calendar] = {}
MOST_KEPT = 8


def calendar(session: Session) -> Calendar:
    """The calendar as loaded. Its days are read only when the loaded years differ from those built before."""
    years = tuple(loaded_years(session))
    if years not in _BUILT:
        if len(_BUILT) >= MOST_KEPT:
            _BUILT.clear()
        _BUILT[years] = _built(session, years)
    return _BUILT[years]


def _built(session: Session, years: Sequence[LoadedYear]) -> Calendar:
    days: dict[int, list[CalendarDayRow]] = {}
    for day in session.scalars(select(CalendarDayRow)):
        days.setdefault(day.year, []).append(day)
    return Calendar(_year(row, days.get(row.year, [])) for row in years)


def _year(row: LoadedYear, days: Sequence[CalendarDayRow]) -> CalendarYear:
    return CalendarYear(
        year=row.year,
        days_off=frozenset(day.day for day in days if day.is_off),
        shift_days=frozenset(day.day for day in days if not day.is_off),
        status=row.status,
        notice=row.notice,
        names={day.day: day.name for day in days},
        notices={day.day: day.notice for day in days if day.notice},
    )
