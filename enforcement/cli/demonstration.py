"""`enforcement demo`: the whole service on an empty machine, with a bureau to look at."""

import socket
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import click

from enforcement.accounts.rules import ROLE_NAMES
from enforcement.app import build_all
from enforcement.cli.serving import Server, gunicorn_options
from enforcement.demo.founding import found_once
from enforcement.demo.people import PEOPLE
from enforcement.settings import Settings, read_settings

HOST = "127.0.0.1"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口。")
@click.option("--only-found", is_flag=True, help="只建立演示数据，不启动服务。")
def demo(port: int, *, only_found: bool) -> None:
    """在空机器上建立一个演示单位（人员、事项、十余件案件、真实音像），并启动办案端、公示端和定时任务。

    数据写在 ENFORCEMENT_DATA_DIR（默认 ./var），再次运行时沿用。已有真实单位的数据库会被拒绝。
    """
    settings = read_settings()
    if not only_found:
        _refuse_taken_port(port)
    click.echo("正在建立演示单位，请稍候……")
    password = _found_apart(settings)
    _introduce(password, port=port)
    if not only_found:
        _serve(settings, port=port)


def _found_apart(settings: Settings) -> str:
    """In a process of its own: founding issues documents, and what Typst leaves in a process hangs in its forks,
    as the pages' workers are."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(found_once, settings).result()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise click.ClickException(f"端口 {port} 已被占用，请用 --port 换一个。") from taken


def _introduce(password: str, *, port: int) -> None:
    click.echo(f"公示端（公众，无需登录）：http://{HOST}:{port}/")
    click.echo(f"办案端（工作人员）：      http://{HOST}:{port}/office/")
    click.echo(f"演示账号的口令都是：      {password}")
    for person in PEOPLE:
        click.echo(f"  {person.login:<16} {person.name}（{ROLE_NAMES[person.role]}，{person.unit}）")


def _serve(settings: Settings, *, port: int) -> None:
    """The timetable runs beside the pages in a process of its own, and ends with them."""
    clockwork = subprocess.Popen([sys.executable, "-m", "scheduler"])
    try:
        Server(build_all, settings, gunicorn_options(part="demo", host=HOST, port=port)).run()
    finally:
        clockwork.terminate()
        clockwork.wait(timeout=30)
