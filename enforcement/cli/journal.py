"""`enforcement verify`, `head` and `store`: is everything still as it was, and can we show it?"""

import sys
from dataclasses import replace
from pathlib import Path

import click

from enforcement.audit import service as audit
from enforcement.audit.signing import Head
from enforcement.audit.verification import head_as_json, heads_from_json, verify
from enforcement.bootstrap import every_object
from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import service as operations
from enforcement.publication.publiclog import PublicHead, public_heads_from_json
from enforcement.publication.publiclog_verification import verify_public_log

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(name="verify")
@click.option(
    "--head",
    "files",
    type=FILE,
    multiple=True,
    help="以前留存在外的签名文件（或者公示网站 /head.json、/log/head 的存档），可重复；能发现历史被整体改写。",
)
@click.option("--without-objects", is_flag=True, help="不逐个读回文件（文件很多时先快速核对数据库）。")
def verify_all(*, files: tuple[Path, ...], without_objects: bool) -> None:
    """核对全部留痕、公开日志、签名、保护规则、定稿记录和文件。发现异常时逐条列出，并以状态 1 退出。"""
    heads = [head for path in files for head in _read_heads(path)]
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        digests = () if without_objects else every_object(work.session)
        journal = [head for head in heads if isinstance(head, Head)]
        report = verify(work.session, objects=work.objects, digests=digests, old_heads=journal)
        given = [head for head in heads if isinstance(head, PublicHead)]
        public = verify_public_log(work.session, old_heads=given)
    report = replace(report, findings=(*report.findings, *public.findings))
    for finding in report.findings:
        click.echo(f"{finding.where}\t{finding.sentence}", err=True)
    click.echo(f"核对公开日志 {public.entries} 条。{report.sentence}")
    sys.exit(0 if report.clean else 1)


def _read_heads(path: Path) -> tuple[Head, ...] | tuple[PublicHead, ...]:
    written = path.read_text("utf-8")
    try:
        return public_heads_from_json(written) if '"log"' in written else heads_from_json(written)
    except (ValueError, KeyError) as wrong:
        raise click.ClickException(f"{path} 不是留痕签名文件。") from wrong


@click.group()
def head() -> None:
    """留痕签名：交给他人保存，以后可以证明历史没有改过。"""


@head.command()
@click.option("--out", type=NEW_FILE, default=None, help="写入文件；不给则显示在屏幕上。")
def sign(*, out: Path | None) -> None:
    """签署现有留痕。请把结果交审计管理员和本系统之外的人保存。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        signed = head_as_json(audit.sign_head(work, signer=runtime.signer))
    if out is None:
        click.echo(signed)
        return
    out.write_text(f"{signed}\n", "utf-8")
    click.echo(f"已写入 {out}。")


@click.group()
def store() -> None:
    """对象存储。"""


@store.command()
def check() -> None:
    """锁定自检：写入一个锁定的探针并尝试删除、覆盖、缩短；存储没有遵守自己的承诺时以状态 1 退出。"""
    with opened() as runtime:
        with runtime.work(SYSTEM, reading=True) as work:
            (report,) = operations.attacked_store(work)
        with runtime.work(SYSTEM) as work:
            operations.record_store_test(work, report=report)
    for finding in report.findings:
        click.echo(f"{'做到' if finding.kept else '未做到'}\t{finding.sentence}")
    click.echo(report.sentence)
    sys.exit(0 if report.as_promised else 1)
