"""Loading what the State Council announced."""

from sqlalchemy import delete

from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.workdays.models import CalendarDayRow, CalendarYearRow
from enforcement.workdays.rules import SEED_FOLDER, CalendarYear, InvalidYear, load_year


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
