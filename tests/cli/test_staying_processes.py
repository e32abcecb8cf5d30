"""A fresh machine from the command line: tables, rights of the board, pages served, timetable running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from enforcement.cli import main
from tests.cli.conftest import settings_of, whole_environment
from tests.servers import PostgresServer

PROGRAM = str(Path(sys.executable).with_name("enforcement"))
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answered(url: str, process: subprocess.Popen[bytes]) -> tuple[int, str]:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- our own loopback server
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.as_a_bureau_runs_it(), server.lent_database() as url:
        yield url


def test_upgrade_makes_a_house_out_of_nothing_and_may_be_repeated(empty_url, tmp_path):
    runner = CliRunner(env=settings_of(empty_url, tmp_path))
    first = runner.invoke(main, ["db", "upgrade"], catch_exceptions=False)
    second = runner.invoke(main, ["db", "upgrade"], catch_exceptions=False)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2026" in first.output
    assert "已导入" not in second.output
    assert runner.invoke(main, ["db", "check"], catch_exceptions=False).exit_code == 0
    assert (tmp_path / "objects" / ".incoming").is_dir()


def test_an_empty_database_is_not_served(empty_url, tmp_path):
    runner = CliRunner(env=settings_of(empty_url, tmp_path))
    for words in (["serve", "office"], ["scheduler"]):
        refused = runner.invoke(main, words, catch_exceptions=False)
        assert refused.exit_code == 1
        assert "enforcement db upgrade" in refused.output


@pytest.mark.postgres
def test_the_boards_role_reads_public_views_and_nothing_else(postgres_server, tmp_path):
    url = postgres_server.new_database()
    owner = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS board_reader")
        connection.execute("CREATE ROLE board_reader")
        connection.execute("GRANT USAGE ON SCHEMA public TO board_reader")
        connection.execute("CREATE TABLE left_behind (id int); GRANT SELECT ON left_behind TO board_reader")
    runner = CliRunner(env=settings_of(url, tmp_path, BOARD_ROLE="board_reader"))
    assert runner.invoke(main, ["db", "upgrade"], catch_exceptions=False).exit_code == 0
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SET ROLE board_reader")
        assert connection.execute("SELECT count(*) FROM published_notice").fetchone() == (0,)
        for table in ("enforcement_case", "party", "journal_entry", "notice", "left_behind"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT 1 FROM {table}")  # noqa: S608 -- names from the line above
        connection.execute("RESET ROLE")
        connection.execute("DROP OWNED BY board_reader; DROP ROLE board_reader")


@pytest.mark.parametrize(("part", "path"), [("office", "/healthz"), ("board", "/healthz"), ("all", "/office/login")])
def test_pages_are_served_until_the_signal(database_url, tmp_path, part, path):
    port = free_port()
    process = subprocess.Popen(
        [PROGRAM, "serve", part, "--port", str(port)],
        env=whole_environment(database_url, tmp_path),
        stderr=subprocess.PIPE,
    )
    try:
        status, _body = answered(f"http://127.0.0.1:{port}{path}", process)
        assert status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        process.communicate()


def test_the_timetable_runs_until_the_signal_and_is_seen_to_run(database_url, tmp_path):
    environment = whole_environment(database_url, tmp_path)
    process = subprocess.Popen([PROGRAM, "scheduler"], env=environment, stderr=subprocess.PIPE)
    try:
        ends = time.monotonic() + PATIENCE
        alive = [PROGRAM, "scheduler", "--check"]
        while subprocess.run(alive, env=environment, capture_output=True, check=False).returncode:
            assert process.poll() is None
            assert time.monotonic() < ends
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        told = process.communicate()[1].decode()
    assert "Traceback" not in told
    assert os.path.exists(tmp_path / "queue.sqlite3") is database_url.startswith("sqlite")
