from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enforcement.workdays.models import CalendarDayRow, CalendarYearRow, OwnDayRow
from enforcement.workdays.rules import Calendar, CalendarYear, OwnDay, YearStatus

STATUS_NAMES = {YearStatus.OFFICIAL: "正式", YearStatus.PROVISIONAL: "暂定", YearStatus.MISSING: "缺失"}


@dataclass(frozen=True, kw_only=True)
class LoadedYear:
    year: int
    version: int
    status: YearStatus
    notice: str
    loaded_at: datetime

    @property
    def status_name(self) -> str:
        return STATUS_NAMES[self.status]


@dataclass(frozen=True, kw_only=True)
class OwnDayFacts:
    """One line of the body's own days, standing or taken back."""

    id: UUID
    day: date
    is_off: bool
    name: str
    basis: str
    added_at: datetime
    ended_at: datetime | None

    @property
    def kind_name(self) -> str:
        return "停止办公" if self.is_off else "照常办公"


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


def own_days(session: Session, *, standing: bool = True) -> Sequence[OwnDayFacts]:
    found = select(OwnDayRow).order_by(OwnDayRow.day.desc(), OwnDayRow.added_at.desc())
    if standing:
        found = found.where(OwnDayRow.ended_at.is_(None))
    return [_own(row) for row in session.scalars(found)]


def changed_since(session: Session, since: datetime | None) -> Sequence[str]:
    """What was loaded, added or taken back after `since` (ever, where None), in words kept with each recount."""
    new = [str(row.year) for row in loaded_years(session) if since is None or row.loaded_at > since]
    said = [f"载入 {'、'.join(new)} 年节假日安排"] if new else []
    changed = select(OwnDayRow).order_by(OwnDayRow.day)
    if since is not None:
        changed = changed.where(or_(OwnDayRow.added_at > since, OwnDayRow.ended_at > since))
    said += [f"{'取消' if row.ended_at else '登记'}本机关 {row.day} {row.name}" for row in session.scalars(changed)]
    return said


def listed_days(session: Session, year: int) -> Sequence[OwnDay]:
    """Every day of that year that differs from Monday to Friday, with the notice it rests on."""
    arranged = calendar(session).arrangement(year)
    if arranged is None:
        return []
    return [
        OwnDay(
            day=day, is_off=day in arranged.days_off, name=arranged.names.get(day, ""), basis=arranged.notice_of(day)
        )
        for day in sorted(arranged.days_off | arranged.shift_days)
    ]


_BUILT: dict[tuple[tuple[LoadedYear, ...], tuple[OwnDay, ...]], Calendar] = {}
MOST_KEPT = 8


def calendar(session: Session) -> Calendar:
    """The calendar as loaded. Its days are read only when the loaded years differ from those built before."""
    years = tuple(loaded_years(session))
    own = tuple(OwnDay(day=row.day, is_off=row.is_off, name=row.name, basis=row.basis) for row in own_days(session))
    if (years, own) not in _BUILT:
        if len(_BUILT) >= MOST_KEPT:
            _BUILT.clear()
        _BUILT[years, own] = _built(session, years, own)
    return _BUILT[years, own]


def _built(session: Session, years: Sequence[LoadedYear], own: Sequence[OwnDay]) -> Calendar:
    days: dict[int, list[CalendarDayRow]] = {}
    for day in session.scalars(select(CalendarDayRow)):
        days.setdefault(day.year, []).append(day)
    return Calendar((_year(row, days.get(row.year, [])) for row in years), own)


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


def _own(row: OwnDayRow) -> OwnDayFacts:
    return OwnDayFacts(**{name: getattr(row, name) for name in OwnDayFacts.__dataclass_fields__})
