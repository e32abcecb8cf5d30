"""`enforcement redaction`: a file that is to be made public elsewhere is looked through first."""

import sys
from pathlib import Path

import click

from enforcement.publication.finalscan import private_in

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def redaction() -> None:
    """公开前的个人信息检查。"""


@redaction.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--name", "names", multiple=True, help="不得公开的姓名，可重复。")
@click.option("--allow", "allowed", multiple=True, help="本机关自己公开的名称、电话、地址，可重复。")
def check(*, files: tuple[Path, ...], names: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    """检查网页、PDF、Word、表格、图片、压缩包：文字、文件名、属性、批注、拍摄信息。

    发现不得公开的内容、或者文件无法检查的，逐条列出并以状态 1 退出。图片画面上的内容须由人员查看。
    """
    found = [said for path in files for said in private_in(path.name, path.read_bytes(), names=names, allowed=allowed)]
    for said in found:
        click.echo(said)
    click.echo(f"发现 {len(found)} 处，请处理后再公开。" if found else "没有发现不得公开的内容。")
    sys.exit(1 if found else 0)
