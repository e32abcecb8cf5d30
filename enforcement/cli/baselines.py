"""`enforcement discretion`: the baselines of discretion as the body or its superior has made them public."""

from pathlib import Path

import click

from enforcement.cli.house import opened
from enforcement.discretion import service
from enforcement.discretion.importing import decoded
from enforcement.kernel.identity import SYSTEM

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def discretion() -> None:
    """行政处罚裁量基准。"""


@discretion.command(name="import")
@click.argument("file", type=FILE)
def import_file(file: Path) -> None:
    """导入裁量基准（CSV 表，每个阶次一行，格式见 docs/discretion.md）。有一行不符，全部不写入，并逐行说明。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        count = service.import_baselines(work, table=decoded(file.read_bytes()))
    click.echo(f"已导入 {count} 版裁量基准。")
