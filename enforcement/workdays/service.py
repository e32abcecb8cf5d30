"""Loading what the State Council announced, and the few days on which this body differs from it."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.workdays import queries
from enforcement.workdays.models import CalendarDayRow, CalendarYearRow, OwnDayRow
from enforcement.workdays.rules import SEED_FOLDER, Calendar, CalendarYear, InvalidYear, YearStatus, load_year


@use_case(Permission.IMPORT_CALENDAR, verb="workdays.year_imported")
def import_year(work: UnitOfWork, *, arrangement: bytes) -> int:
    """Load one year's arrangement, or a newer text of it. Running deadlines are recounted by their own job."""
    try:
        year = load_year(arrangement)
    except InvalidYear as wrong:
        raise InvalidInput({"arrangement": [str(wrong)]}) from wrong
    return _store(work, year)


@use_case(Permission.IMPORT_CALENDAR, verb="workdays.seed_imported")
def import_shipped_years(work: UnitOfWork) -> list[int]:
    """Load every shipped official year the database does not have yet; a year once loaded is left alone."""
    shipped = [load_year(path) for path in sorted(SEED_FOLDER.glob("*.toml"))]
    missing = [year for year in shipped if work.session.get(CalendarYearRow, year.year) is None]
    loaded = [_store(work, year) for year in missing]
    work.about(years=[str(year) for year in loaded])
    return loaded


@use_case(Permission.IMPORT_CALENDAR, verb="workdays.own_day_added")
def add_own_day(work: UnitOfWork, *, day: date, is_off: bool, name: str, basis: str) -> UUID:
    """A closure or an extra working day of this body. Running deadlines are recounted by their own job."""
    standing = select(OwnDayRow.id).where(OwnDayRow.day == day, OwnDayRow.ended_at.is_(None))
    if work.session.scalar(standing) is not None:
        raise InvalidInput({"day": ["这一天已经登记；如需更改，请先取消原登记。"]})
    _fits(queries.calendar(work.session), day, is_off=is_off)
    row = OwnDayRow(
        id=uuid4(), day=day, is_off=is_off, name=name, basis=basis, added_by=work.actor.id, added_at=work.now
    )
    work.session.add(row)
    work.about(day=day, is_off=is_off, basis=basis)
    return row.id


def _fits(calendar: Calendar, day: date, *, is_off: bool) -> None:
    """A statutory day off belongs to everybody: no body makes its parties' periods run on it."""
    arranged = calendar.arrangement(day.year)
    if arranged is None or arranged.status is not YearStatus.OFFICIAL:
        raise RuleBroken(
            "YEAR_NOT_LOADED",
            f"{day.year}年的放假安排尚未导入，不能先登记本机关的停止办公日或照常办公日。",
            basis="《全国年节及纪念日放假办法》",
        )
    if not is_off and day in arranged.days_off:
        raise RuleBroken(
            "STATUTORY_DAY_OFF",
            "国务院办公厅通知放假的日子不能登记为照常办公日。",
            basis=f"《全国年节及纪念日放假办法》；{arranged.notice_of(day)}",
        )
    if calendar.is_workday(day) is not is_off:
        raise InvalidInput({"day": ["这一天本来就" + ("不办公，无需登记。" if is_off else "办公，无需登记。")]})


@use_case(Permission.IMPORT_CALENDAR, verb="workdays.own_day_ended")
def end_own_day(work: UnitOfWork, *, own_day_id: UUID) -> None:
    """Take a registered day back. The row stays: dates counted with it must remain explainable."""
    row = work.session.get(OwnDayRow, own_day_id)
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at, row.ended_by = work.now, work.actor.id
    work.about(day=row.day, is_off=row.is_off)


def _store(work: UnitOfWork, year: CalendarYear) -> int:
    row = work.session.get(CalendarYearRow, year.year)
    version = row.version + 1 if row else 1
    if row is None:
        row = CalendarYearRow(year=year.year)
        work.session.add(row)
    row.version, row.status, row.notice, row.loaded_at = version, year.status, year.notice, work.now
    work.session.flush()
    work.session.execute(delete(CalendarDayRow).where(CalendarDayRow.year == year.year))
    for day in sorted(year.days_off | year.shift_days):
        work.session.add(
            CalendarDayRow(
                day=day,
                year=year.year,
                is_off=day in year.days_off,
                name=year.names.get(day, ""),
                notice=year.notices.get(day, ""),
            )
        )
    work.session.flush()
    work.about(year=year.year, version=version, notice=year.notice)
    return year.year
