"""A copy of the whole database as one file, and that file as a database again, beside the one in use."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from enforcement.kernel.errors import RuleBroken
from enforcement.operations.rules import BACKUP_BASIS

PATIENCE_SECONDS = 6 * 3600
LONGEST_ANSWER = 300
NO_PROGRAM = (
    "这台服务器上没有 PostgreSQL 的 {name} 程序，不能备份或者恢复；请安装与数据库同版本的 PostgreSQL 客户端，"
    "或者用 ENFORCEMENT_POSTGRES_BIN 指出它所在的文件夹。"
)
NO_RIGHT = (
    "数据库角色 {name} 无权建立临时数据库，不能演练；请由数据库管理员执行 ALTER ROLE {name} CREATEDB，"
    "或者在另一台数据库服务器上恢复备份后运行 enforcement verify。"
)
NO_ROOM = "磁盘剩余空间不足以恢复这份备份，不能演练；请先腾出空间。"


class Damaged(Exception):
    """A backup that cannot be made into a database again; the sentence says how that showed."""


def is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def dump(url: str, folder: Path, *, programs: Path | None) -> Path:
    """One moment of the database, while others go on writing."""
    if is_sqlite(url):
        return _dump_sqlite(make_url(url), folder / "database.sqlite3")
    target = folder / "database.dump"
    _run(make_url(url), ["pg_dump", "--format=custom", f"--file={target}"], programs=programs)
    return target


def _dump_sqlite(url: URL, target: Path) -> Path:
    with closing(sqlite3.connect(url.database or "")) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    return target


@contextmanager
def restored(url: str, dumped: Path, *, name: str, place: Path, programs: Path | None) -> Iterator[str]:
    """The URL of the copy; it is gone afterwards, and so is what a killed forerunner left under the same name."""
    restore = _restored_file if is_sqlite(url) else _restored_database
    with restore(url, dumped, name=name, place=place, programs=programs) as copy:
        yield copy


@contextmanager
def _restored_file(_url: str, dumped: Path, *, name: str, place: Path, programs: Path | None) -> Iterator[str]:
    del programs
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(place).free < 2 * dumped.stat().st_size:
        raise RuleBroken("NO_ROOM", NO_ROOM, basis=BACKUP_BASIS)
    copy = place / f"{name}.sqlite3"
    try:
        _remove(copy)
        shutil.copy(dumped, copy)
        _is_whole(copy)
        yield f"sqlite:///{copy}"
    finally:
        _remove(copy)


def _remove(copy: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        copy.with_name(copy.name + end).unlink(missing_ok=True)


def _is_whole(copy: Path) -> None:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as broken:
        raise Damaged("数据库文件不能打开。") from broken
    if told != "ok":
        raise Damaged("数据库文件内部结构损坏。")


@contextmanager
def _restored_database(url: str, dumped: Path, *, name: str, place: Path, programs: Path | None) -> Iterator[str]:
    del place
    copy = make_url(url).set(database=name)
    server = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with server.connect() as connection:
            _may_create(connection)
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'"))
            try:
                _fill(copy, dumped, programs=programs)
                yield copy.render_as_string(hide_password=False)
            finally:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    finally:
        server.dispose()


def _may_create(connection: Connection) -> None:
    allowed, role = connection.execute(
        text("SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles WHERE rolname = current_user")
    ).one()
    if not allowed:
        raise RuleBroken("NO_RIGHT", NO_RIGHT.format(name=role), basis=BACKUP_BASIS)


def _fill(copy: URL, dumped: Path, *, programs: Path | None) -> None:
    command = [
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        f"--dbname={copy.database}",
        str(dumped),
    ]
    try:
        _run(copy, command, programs=programs)
    except RuleBroken as refused:
        if refused.code == "NO_PROGRAM":
            raise
        raise Damaged(refused.sentence) from refused


def _run(url: URL, command: list[str], *, programs: Path | None) -> None:
    """Who connects where stands in the environment: arguments can be read by everybody on the machine."""
    program = shutil.which(command[0], path=str(programs) if programs else None)
    if program is None:
        raise RuleBroken("NO_PROGRAM", NO_PROGRAM.format(name=command[0]), basis=BACKUP_BASIS)
    done = subprocess.run(
        [program, *command[1:]],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(url),
        timeout=PATIENCE_SECONDS,
    )
    if done.returncode:
        raise RuleBroken("PROGRAM_FAILED", f"{command[0]} 没有完成：{_first_fault(done.stderr)}", basis=BACKUP_BASIS)


def _environment(url: URL) -> dict[str, str]:
    query = {f"PG{name.upper()}": str(value) for name, value in url.query.items() if name.startswith("ssl")}
    host = url.host or url.query.get("host")
    known = {
        "PGHOST": str(host) if host else "",
        "PGPORT": str(url.port or url.query.get("port") or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    return query | {name: value for name, value in known.items() if value} | {"LC_ALL": "C.UTF-8"}


def _first_fault(answer: bytes) -> str:
    """Only the first line: those below may quote rows."""
    lines = [line for line in answer.decode("utf-8", "replace").splitlines() if line.strip()]
    return (lines[0] if lines else "没有说明原因")[:LONGEST_ANSWER]
