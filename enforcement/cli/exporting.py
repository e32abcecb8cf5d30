"""`enforcement export`: figures and case files."""

from pathlib import Path

import click

from enforcement.cli.bundling import bundle
from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM
from enforcement.statistics import service

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def export() -> None:
    """导出统计表、电子卷宗包。"""


export.add_command(bundle)


@export.command()
@click.argument("period")
@click.option("--out", type=NEW_FILE, default=None, help="写入的文件；不给则为“行政执法季度统计-季度.xlsx”。")
def statistics(period: str, *, out: Path | None) -> None:
    """导出一个季度的统计表（XLSX），PERIOD 如 2026Q4。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        content = service.quarterly_workbook(work, period=period)
    target = out or Path(f"行政执法季度统计-{period}.xlsx")
    target.write_bytes(content)
    click.echo(f"已写入 {target}。")
