"""`enforcement discretion`: the baselines of discretion as the body or its superior has made them public."""

from pathlib import Path

import click

from enforcement.cli.house import opened, person_named
from enforcement.discretion import service
from enforcement.discretion.importing import decoded

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def discretion() -> None:
    """行政处罚裁量基准。"""


@discretion.command(name="import")
@click.argument("file", type=FILE)
@click.option("--as", "login", required=True, help="以谁的名义导入（登录名；系统管理员）。")
def import_file(file: Path, *, login: str) -> None:
    """导入裁量基准（CSV 表，每个阶次一行，格式见使用指南“导入裁量基准”）。有一行不符，全部不写入，并逐行说明。"""
    table = decoded(file.read_bytes())
    with opened() as runtime, runtime.work(person_named(runtime, login)) as work:
        count = service.import_baselines(work, table=table)
    click.echo(f"已导入 {count} 版裁量基准。")
