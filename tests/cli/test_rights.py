"""The service's own database role: it works the whole procedure and cannot touch what is final, triggers or not."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from enforcement import bootstrap
from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.audit.protected import PROTECTED
from enforcement.cli.database import restrict_app
from enforcement.evidence.fixity import check_fixity
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.db import connect
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.servers import PostgresServer
from tests.service.execution.course import closed

pytestmark = pytest.mark.postgres
ROLE = f"app_{uuid4().hex[:8]}"
GRANTS = (
    "CREATE ROLE {role} LOGIN PASSWORD 'app'",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


@pytest.fixture(scope="module")
def restricted(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[tuple[str, str]]:
    """The owner's address of a founded bureau, and that of a role that was given everything and then restricted."""
    url = postgres_server.new_database(template=migrated_postgres)
    owner = connect(url)
    with owner.begin() as connection:
        for statement in GRANTS:
            connection.execute(text(statement.format(role=ROLE)))
    restrict_app(owner, ROLE)
    yield url, make_url(url).set(username=ROLE, password="app").render_as_string(hide_password=False)
    with owner.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {ROLE}"))
        connection.execute(text(f"DROP ROLE {ROLE}"))
    owner.dispose()


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql", 1)


def tables(suffix: str) -> list[str]:
    return sorted(name.removesuffix(suffix) for name in PROTECTED if name.endswith(suffix))


def test_the_service_works_a_case_from_clue_to_archive(restricted: tuple[str, str], tmp_path: Path) -> None:
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(settings_for(restricted[1], tmp_path), clock=clock)
    runtime.objects.prepare()
    bureau = Bureau(runtime=runtime, clock=clock)
    case = closed(bureau)
    bureau.later(minutes=1)
    assert put_away(runtime, bureau.actor("archivist"), case, retention=Retention.TEN_YEARS)
    assert "没有异常" in check_fixity(runtime)
    runtime.close()


@pytest.mark.parametrize("table", tables("_no_delete"))
def test_what_is_kept_can_be_neither_deleted_nor_emptied(restricted: tuple[str, str], table: str) -> None:
    """The owner has switched every trigger off: the right alone must refuse."""
    with psycopg.connect(plain(restricted[0])) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.commit()
        for statement in ("DELETE FROM {}", "TRUNCATE {} CASCADE"):
            with psycopg.connect(plain(restricted[1])) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(sql.SQL(statement).format(sql.Identifier(table)))
        with psycopg.connect(plain(restricted[1])) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


FINAL = ("journal_entry", "journal_head", "custody", "label", "item", "decision", "penalty", "document", "fixity_check")


@pytest.mark.parametrize("table", FINAL)
def test_what_is_final_cannot_be_changed(restricted: tuple[str, str], table: str) -> None:
    with psycopg.connect(plain(restricted[0])) as owner:
        names = "SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1"
        (column,) = owner.execute(names, [table]).fetchone() or ("",)
    statement = sql.SQL("UPDATE {} SET {} = {}").format(*(sql.Identifier(name) for name in (table, column, column)))
    with psycopg.connect(plain(restricted[1])) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_restricting_twice_changes_nothing_and_no_role_is_no_work(restricted: tuple[str, str]) -> None:
    engine = connect(restricted[0])
    restrict_app(engine, ROLE)
    restrict_app(engine, "")
    engine.dispose()
    with psycopg.connect(plain(restricted[1])) as app:
        (count,) = app.execute("SELECT count(*) FROM account").fetchone() or (0,)
    assert count > 5
