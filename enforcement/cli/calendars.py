"""`enforcement calendar`: the State Council's arrangement of days off."""

from pathlib import Path

import click

from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import queries as operations
from enforcement.workdays import queries, service
from enforcement.workdays.rules import YearStatus

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NAMES = {YearStatus.OFFICIAL: "正式", YearStatus.PROVISIONAL: "暂定", YearStatus.MISSING: "缺失"}


@click.group()
def calendar() -> None:
    """工作日历：国务院办公厅的放假安排。"""


@calendar.command(name="import")
@click.argument("file", type=FILE)
def import_file(file: Path) -> None:
    """导入一年的放假安排（TOML 文件，格式见随附的年份）。未了结的期限随后由定时任务重新计算。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        year = service.import_year(work, arrangement=file.read_bytes())
    click.echo(f"{year} 年放假安排已导入。")


@calendar.command()
def status() -> None:
    """已导入哪些年份，还缺哪一年。"""
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        for row in queries.loaded_years(work.session):
            click.echo(f"{row.year}\t{NAMES[row.status]}\t第 {row.version} 版\t{row.notice}")
        missing = operations.coverage(work.session, work.today).missing
    if missing:
        click.echo(f"{missing} 年的放假安排尚未导入，跨入该年的期限只能暂定。", err=True)
