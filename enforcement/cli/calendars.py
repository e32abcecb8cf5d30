"""`enforcement calendar`: the State Council's arrangement of days off, and the body's own days."""

from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import queries as operations
from enforcement.workdays import queries, service
from enforcement.workdays.crosscheck import differences
from enforcement.workdays.rules import Calendar, CalendarYear, YearStatus

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])
LIBRARY = "chinese_calendar"


@click.group()
def calendar() -> None:
    """工作日历：国务院办公厅的放假安排，本机关的停办日和补班日。"""


@calendar.command(name="import")
@click.argument("file", type=FILE)
def import_file(file: Path) -> None:
    """导入一年的放假安排（TOML 文件，格式见随附的年份）。未了结的期限随后由定时任务重新计算。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        year = service.import_year(work, arrangement=file.read_bytes())
    click.echo(f"{year} 年放假安排已导入。")


@calendar.command()
def status() -> None:
    """已导入哪些年份，还缺哪一年；本机关登记了哪些日子。"""
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        for row in queries.loaded_years(work.session):
            click.echo(f"{row.year}\t{row.status_name}\t第 {row.version} 版\t{row.notice}")
        for own in queries.own_days(work.session):
            click.echo(f"{own.day}\t{own.kind_name}\t{own.name}\t{own.basis}\t{own.id}")
        missing = operations.coverage(work.session, work.today).missing
    if missing:
        click.echo(f"{missing} 年的放假安排尚未导入，跨入该年的期限只能暂定。", err=True)


@calendar.command()
def check() -> None:
    """与另行维护的 chinesecalendar 数据逐日核对，列出每一处不同；对照数据没有的年份会注明。"""
    if find_spec(LIBRARY) is None:
        raise click.ClickException("没有安装对照数据，请先安装可选组件 check（chinesecalendar）。")
    library = import_module(LIBRARY)
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        counted, years = queries.calendar(work.session), queries.loaded_years(work.session)
    found = sum(_compared(counted, row.year, library) for row in years if row.status is YearStatus.OFFICIAL)
    if found:
        raise click.ClickException(f"共有 {found} 处不同，请以国务院办公厅的通知原文为准核对。")


def _compared(counted: Calendar, year: int, library: Any) -> int:
    """The body's own days are left out: only the State Council's arrangement can be compared."""
    arranged: CalendarYear | None = counted.arrangement(year)
    if arranged is None or year not in {day.year for day in library.constants.holidays}:
        click.echo(f"{year} 年：对照数据没有这一年，未能核对。")
        return 0
    found = list(differences(Calendar([arranged]), year, library.is_workday))
    click.echo(f"{year} 年：" + ("逐日一致。" if not found else f"{len(found)} 处不同。"))
    for difference in found:
        click.echo(f"  {difference.sentence}")
    return len(found)


@calendar.command(name="add-day")
@click.argument("day", type=DAY)
@click.option("--closed/--open", "is_off", required=True, help="停止办公，还是照常办公")
@click.option("--name", required=True, help="事由")
@click.option("--basis", required=True, help="依据的通知及文号")
def add_day(*, day: datetime, is_off: bool, name: str, basis: str) -> None:
    """登记本机关的停办日（--closed）或补班日（--open）。未了结的期限随后重新计算。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        made = service.add_own_day(work, day=date(day.year, day.month, day.day), is_off=is_off, name=name, basis=basis)
    click.echo(f"已登记，编号 {made}。")


@calendar.command(name="end-day")
@click.argument("own_day_id", type=click.UUID)
def end_day(own_day_id: UUID) -> None:
    """取消登记的停办日或补班日。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        service.end_own_day(work, own_day_id=own_day_id)
    click.echo("登记已取消。")
