"""`enforcement db`: tables to the newest version, and a look whether everything stands as it should."""

import sys

import click
from sqlalchemy import Engine, text

from enforcement.bootstrap import Runtime, newest_version, structure_troubles, version_of
from enforcement.cli.house import opened
from enforcement.kernel.db import connect, settings_that_lose_commits
from enforcement.kernel.identity import SYSTEM
from enforcement.publication.grants import BOARD_LETTERS, BOARD_VIEWS
from enforcement.settings import read_settings
from enforcement.workdays import queries as workdays
from enforcement.workdays import service as workdays_service
from enforcement.workdays.rules import seed_years
from migrations import runner

# A guard against UPDATE that names columns (tgattr) leaves the others writable: there the right stays.
FINAL_TABLES = """
SELECT c.relname, string_agg(DISTINCT CASE
  WHEN t.tgname = c.relname || '_no_update' THEN 'UPDATE'
  WHEN t.tgname = c.relname || '_no_delete' THEN 'DELETE, TRUNCATE, TRIGGER, REFERENCES' END, ', ')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE (t.tgname = c.relname || '_no_update' AND t.tgattr::text = '')
  OR t.tgname = c.relname || '_no_delete'
GROUP BY c.relname ORDER BY c.relname
"""


@click.group()
def db() -> None:
    """数据库：升级与检查。"""


@db.command()
def upgrade() -> None:
    """把数据库升级到最新版本，导入随附的法定节假日安排，准备对象存储，重设公示端的只读权限和业务端对定稿记录的权限。

    可以反复执行；PostgreSQL 上两人同时执行时，后一人等待前一人完成。
    """
    settings = read_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(settings.database_url)
    runner.upgrade(engine)
    grant_board(engine, settings.board_role)
    restrict_app(engine, settings.app_role)
    engine.dispose()
    with opened() as runtime:
        runtime.objects.prepare()
        loaded = _import_years(runtime)
    click.echo("数据库已是最新版本。")
    if loaded:
        click.echo(f"已导入节假日安排：{'、'.join(str(year) for year in loaded)}。")


def _import_years(runtime: Runtime) -> list[int]:
    """A year once loaded is left alone; nothing is written when nothing is missing."""
    with runtime.work(SYSTEM, reading=True) as work:
        known = {row.year for row in workdays.loaded_years(work.session)}
    if known >= {shipped.year for shipped in seed_years()}:
        return []
    with runtime.work(SYSTEM) as work:
        return workdays_service.import_shipped_years(work)


def grant_board(engine: Engine, role: str) -> None:
    """The board's role may read the public views, drop letters in, and nothing else, whatever it could do before."""
    if not role or engine.dialect.name != "postgresql":
        return
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quote(role)}"))
        views = ", ".join(quote(name) for name in BOARD_VIEWS)
        connection.execute(text(f"GRANT SELECT ON {views} TO {quote(role)}"))
        boxes = ", ".join(quote(name) for name in BOARD_LETTERS)
        connection.execute(text(f"GRANT INSERT ON {boxes} TO {quote(role)}"))


def restrict_app(engine: Engine, role: str) -> None:
    """The service adds final records and reads them; it may not change, remove or empty them, triggers or no triggers.

    What is final is read from the triggers that guard it, so a table that a migration adds is never forgotten.
    """
    if not role or engine.dialect.name != "postgresql":
        return
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        for table, rights in connection.execute(text(FINAL_TABLES)):
            connection.execute(text(f"REVOKE {rights} ON {quote(table)} FROM {quote(role)}"))


@db.command()
def check() -> None:
    """检查数据库版本、持久化设置、保护规则和公示视图；有问题时以状态 1 退出。"""
    engine = connect(read_settings().database_url, reading=True)
    troubles = troubles_of(engine)
    engine.dispose()
    for trouble in troubles:
        click.echo(trouble, err=True)
    click.echo(f"发现问题 {len(troubles)} 处。" if troubles else "数据库检查通过。")
    sys.exit(1 if troubles else 0)


def troubles_of(engine: Engine) -> list[str]:
    if version_of(engine) != newest_version():
        found = version_of(engine) or "空"
        return [f"数据库版本为 {found}，应为 {newest_version()}，请运行 enforcement db upgrade。"]
    lost = settings_that_lose_commits(engine)
    return [*(f"数据库设置 {name} 为 off，断电时已确认的数据可能丢失。" for name in lost), *structure_troubles(engine)]
