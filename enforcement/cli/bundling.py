"""`enforcement export bundle` and `verify-bundle`: a file for a court, and checking one as the court would."""

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click

from enforcement.archive import making, queries, service
from enforcement.archive.offline import verifier
from enforcement.archive.queries import BundleRow
from enforcement.archive.rules import BUNDLE_PURPOSE_NAMES, BundlePurpose
from enforcement.bootstrap import Runtime
from enforcement.cases import queries as cases
from enforcement.cli.house import opened, person_named
from enforcement.kernel.identity import SYSTEM, Actor, CaseId

TARGET = click.Path(writable=True, path_type=Path)
GIVEN = click.Path(exists=True, path_type=Path)
POLL_SECONDS = 1.0
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PURPOSES = {purpose.value.lower(): purpose for purpose in BundlePurpose}
PURPOSE_HELP = "用途：" + "，".join(f"{word} {BUNDLE_PURPOSE_NAMES[purpose]}" for word, purpose in PURPOSES.items())


@click.command()
@click.argument("case_number", metavar="CASE_NO")
@click.option("--to", "target", type=TARGET, required=True, help="写入的 .zip 文件；不以 .zip 结尾的为新建的文件夹。")
@click.option("--as", "login", required=True, help="以谁的名义导出（登录名；档案员或者法制审核人员）。")
@click.option("--purpose", type=click.Choice(list(PURPOSES)), required=True, help=PURPOSE_HELP)
@click.option("--recipient", required=True, help="接收单位、接收人。")
@click.option("--reason", default="", help="依据或者说明，如应诉通知书文号。")
def bundle(case_number: str, target: Path, login: str, *, purpose: str, recipient: str, reason: str) -> None:
    """导出一个案件的电子卷宗包（BagIt），CASE_NO 为案号或者案件标识。

    接收方用包内的“核验.html”即可自行核验，不需要本系统。申请、制作和取走均留痕。
    """
    if target.exists():
        raise click.ClickException(f"{target} 已经存在。")
    with opened() as runtime:
        actor = person_named(runtime, login)
        case_id = _case(runtime, actor, case_number)
        with runtime.work(actor) as work:
            bundle_id = service.request_bundle(
                work, case_id, purpose=PURPOSES[purpose], recipient=recipient, reason=reason
            )
        row = _made(runtime, bundle_id)
        _hand_out(runtime, actor, row, target=target)
    click.echo(f"已写入 {target}，{row.parts} 个文件，{row.size} 字节。\n清单校验值 {row.manifest_sha256}")


def _made(runtime: Runtime, bundle_id: UUID) -> BundleRow:
    """Made here, unless the scheduler was faster; then its work is awaited."""
    making.make(runtime, bundle_id)
    while (row := _row(runtime, bundle_id)).moving:
        time.sleep(POLL_SECONDS)
        making.make(runtime, bundle_id)
    if not row.ready:
        raise click.ClickException(row.failure)
    return row


def _row(runtime: Runtime, bundle_id: UUID) -> BundleRow:
    with runtime.work(SYSTEM, reading=True) as work:
        return queries.bundle(work.session, bundle_id)


def _hand_out(runtime: Runtime, actor: Actor, row: BundleRow, *, target: Path) -> None:
    """On record first, then the bytes."""
    with runtime.work(actor) as work:
        service.fetch_bundle(work, row.case_id, bundle_id=row.id)
        parts = queries.parts_of(work.session, row.id)
    if target.suffix == ".zip":
        _write(target, row.archive(parts).read(runtime.objects))
        return
    for part in parts:
        path = target / part.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with runtime.objects.read(part.object_key) as blocks:
            _write(path, blocks)


def _write(path: Path, blocks: Iterator[bytes]) -> None:
    with path.open("xb") as file:
        for block in blocks:
            file.write(block)


def _case(runtime: Runtime, actor: Actor, number: str) -> CaseId:
    with runtime.work(actor, reading=True) as work:
        if ID.fullmatch(number):
            return cases.get_for(work.session, actor, CaseId(UUID(number))).id
        lines = cases.listing(work.session, actor, filters=cases.Filters(text=number), size=1000).rows
    exact = [line.id for line in lines if line.number == number]
    if not exact:
        raise click.ClickException(f"没有案号为 {number} 的案件，或者无权查阅。")
    return exact[0]


@click.command(name="verify-bundle")
@click.argument("given", metavar="DIR|ZIP", type=GIVEN)
def verify_bundle(given: Path) -> None:
    """核验一个电子卷宗包（文件夹或者 ZIP），不连接数据库。发现不符时逐项列出，并以状态 1 退出。"""
    result = verifier.verify(given)
    click.echo(verifier.report(result), nl=False)
    sys.exit(0 if result.clean else 1)
