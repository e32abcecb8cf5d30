"""`enforcement backup` and `restore-drill`: a copy of the database, and the proof that it can be restored."""

import sys
import time
from pathlib import Path
from uuid import UUID

import click

from enforcement.bootstrap import Runtime
from enforcement.cli.house import opened, person_named
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import backups, drilling, queries, service
from enforcement.operations.queries import DrillRow

FOLDER = click.Path(file_okay=False, path_type=Path)
POLL_SECONDS = 1.0


@click.command()
@click.argument("folder", metavar="[文件夹]", type=FOLDER, required=False)
def backup(*, folder: Path | None) -> None:
    """备份数据库：同一时刻的全部记录、其中的签名日志头、文件清单和校验值，写入一个新的子文件夹。

    不给文件夹时写入 ENFORCEMENT_BACKUP_DIR。存储中的文件请另行镜像，用 sha256sum -c objects.sha256 核对。
    """
    with opened() as runtime:
        made = backups.make(runtime, (folder or runtime.settings.backup_dir).absolute())
    click.echo(f"已写入 {made.folder}，{made.size} 字节，签名日志头 {made.head_size} 条。请移存到本机之外。")


@click.command(name="restore-drill")
@click.option("--as", "login", required=True, help="以谁的名义演练（系统管理员的登录名）。")
def restore_drill(*, login: str) -> None:
    """恢复演练：把最近的备份恢复到临时数据库，核对后删除；未通过或者未能进行时以状态 1 退出。"""
    with opened() as runtime:
        with runtime.work(person_named(runtime, login)) as work:
            drill_id = service.request_drill(work)
        row = _carried_out(runtime, drill_id)
    for finding in row.findings:
        click.echo(finding, err=True)
    click.echo(row.sentence or row.failure)
    sys.exit(0 if row.passed else 1)


def _carried_out(runtime: Runtime, drill_id: UUID) -> DrillRow:
    """Here, unless the scheduler was faster; then its work is awaited."""
    drilling.drill(runtime, drill_id)
    while (row := _row(runtime, drill_id)).moving:
        time.sleep(POLL_SECONDS)
        drilling.drill(runtime, drill_id)
    return row


def _row(runtime: Runtime, drill_id: UUID) -> DrillRow:
    with runtime.work(SYSTEM, reading=True) as work:
        return queries.drill(work.session, drill_id)
