"""`enforcement export`: figures, case files, the 双公示 files and the portal's package."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from enforcement.cli.bundling import bundle
from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM
from enforcement.publication import service as publication
from enforcement.publication.outlets import portal, shelving
from enforcement.publication.outlets.validating import Fault
from enforcement.publication.posting import standing_package
from enforcement.publication.service import Format
from enforcement.statistics import service

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def export() -> None:
    """导出统计表、电子卷宗包、双公示文件、门户静态包。"""


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


@export.command()
@click.argument("year", type=click.IntRange(2019, 9999))
@click.option("--out", type=NEW_FILE, default=None, help="写入的文件；不给则为“年度行政执法总体情况报告-年度.docx”。")
def annual(year: int, *, out: Path | None) -> None:
    """导出年度行政执法总体情况报告的草稿（DOCX），YEAR 如 2026；没有保存过的，按目前的数据。"""
    with opened() as runtime, runtime.work(SYSTEM) as work:
        content = service.annual_paper(work, year=year)
    target = out or Path(f"年度行政执法总体情况报告-{year}.docx")
    target.write_bytes(content)
    click.echo(f"已写入 {target}。")


DAY = click.DateTime(formats=["%Y-%m-%d"])


@export.command()
@click.argument("first", type=DAY)
@click.argument("last", type=DAY)
@click.option("--out", type=NEW_FILE, required=True, help="写入的文件，扩展名 .xlsx 或者 .csv。")
def penalties(first: datetime, last: datetime, *, out: Path) -> None:
    """导出期间内公示的行政处罚双公示文件；FIRST、LAST 如 2026-03-01。

    有错误的记录不写入，逐条列出；此时命令以状态 1 结束。文件含完整证件号码，请妥善保管。
    """
    with opened() as runtime, runtime.work(SYSTEM) as work:
        taken = publication.take_disclosure(work, first=first.date(), last=last.date(), form=_format(out))
    out.write_bytes(taken.content)
    click.echo(f"已写入 {out}，{len(taken.written)} 条。")
    for record in taken.left_out:
        _list(record.faults, of=record.decision_no)
    sys.exit(1 if taken.left_out else 0)


@export.command()
@click.argument("rows", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=NEW_FILE, required=True, help="写入的文件，扩展名 .xlsx 或者 .csv。")
def licences(rows: Path, *, out: Path) -> None:
    """核对行政许可数据（CSV，UTF-8），没有错误的写成双公示文件。"""
    try:
        text = rows.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise click.ClickException(f"{rows} 不是 UTF-8 编码的文本。") from wrong
    with opened() as runtime, runtime.work(SYSTEM) as work:
        found, content = publication.check_licences(work, text=text, form=_format(out))
    if found:
        _list(found, of=str(rows))
        sys.exit(1)
    out.write_bytes(content)
    click.echo(f"已写入 {out}。")


def _format(out: Path) -> Format:
    if out.suffix not in {".xlsx", ".csv"}:
        raise click.ClickException("文件的扩展名应当是 .xlsx 或者 .csv。")
    return Format(out.suffix.removeprefix("."))


def _list(found: Sequence[Fault], *, of: str) -> None:
    for fault in found:
        click.echo(f"{of} 第{fault.row}行 {fault.title}（{fault.code}）：{fault.sentence}", err=True)


@export.command(name="portal")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=None, help="写入的空文件夹。")
@click.option("--zip", "packed", type=NEW_FILE, default=None, help="写入的 ZIP 文件。")
def portal_package(*, folder: Path | None, packed: Path | None) -> None:
    """导出供门户网站挂载的静态公示页面。内容不变，字节不变；已撤下的只留撤下日期和理由。"""
    if folder is None and packed is None:
        raise click.ClickException("请用 --folder 或者 --zip 指定写到哪里。")
    with opened() as runtime:
        made = standing_package(runtime)
    if folder is not None:
        shelving.put(folder, made)
    if packed is not None:
        packed.write_bytes(portal.zipped(made))
    click.echo(f"静态包 {len(made)} 个文件，SHA-256 {portal.digest(made)}")
