"""`enforcement serve` and `enforcement scheduler`: the processes that stay."""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from enforcement.app import build_all, build_board, build_office
from enforcement.bootstrap import Runtime, newest_version, start, version_of
from enforcement.cli.house import opened
from enforcement.kernel.db import connect
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import queries as operations
from enforcement.settings import Settings, read_settings

KEPT_SECONDS = 2  # of a finished public page, and so the longest that a withdrawn text can still be read here
PARTS: dict[str, Callable[[Runtime], Any]] = {
    "office": build_office,
    "board": partial(build_board, kept_seconds=KEPT_SECONDS),
    "all": build_all,
}


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The app is built in each worker, after the fork: no connection is shared between processes."""

    def __init__(self, build: Callable[[Runtime], Any], settings: Settings, options: dict[str, Any]) -> None:
        self._build, self._settings, self._options = build, settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._build(start(self._settings))


@click.command()
@click.argument("part", type=click.Choice(sorted(PARTS)))
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="监听端口。")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="进程数。")
@click.option("--threads", default=16, show_default=True, type=click.IntRange(1), help="每个进程的线程数。")
@click.option("--timeout", default=120, show_default=True, type=click.IntRange(1), help="单次请求最长秒数。")
def serve(part: str, **given: Any) -> None:
    """启动网页服务：office 为办案端，board 为公示端，all 为两者同在一处（单机使用）。"""
    settings = read_settings()
    if part != "board":  # the board's database role cannot see the version
        _refuse_old_database(settings)
    Server(PARTS[part], settings, gunicorn_options(part=part, **given)).run()


def gunicorn_options(
    *, part: str, host: str, port: int, workers: int = 1, threads: int = 16, timeout: int = 120
) -> dict[str, Any]:
    return {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": threads,
        "timeout": timeout,
        "worker_class": "gthread",
        "proc_name": f"enforcement-{part}",
        "control_socket_disable": True,
    }


def _refuse_old_database(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(settings.database_url, reading=True)
    found = version_of(engine)
    engine.dispose()
    if found != newest_version():
        raise click.ClickException(
            f"数据库版本为 {found or '空'}，应为 {newest_version()}。请先运行 enforcement db upgrade。"
        )


@click.command()
@click.option("--check", is_flag=True, help="只检查定时任务最近五分钟是否在运行；没有运行时以状态 1 退出。")
def scheduler(*, check: bool) -> None:
    """启动定时任务：期限提醒、到期公示、录像处理、每日签署与核对留痕。"""
    if check:
        _report_life()
        return
    _refuse_old_database(read_settings())
    # The scheduler's house stands above this one and cannot be imported: this process becomes it.
    os.execv(sys.executable, [sys.executable, "-m", "scheduler"])  # noqa: S606 -- no shell, and no input in the arguments


def _report_life() -> None:
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        alive = operations.scheduler_is_alive(work.session, work.now)
    click.echo("定时任务正在运行。" if alive else "定时任务五分钟内没有运行迹象。", err=not alive)
    sys.exit(0 if alive else 1)
