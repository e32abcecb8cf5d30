"""The suite runs on SQLite and on a real PostgreSQL; every test gets its own copy of a migrated database."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from enforcement import bootstrap
from enforcement.kernel.clock import SHANGHAI, FixedClock
from enforcement.kernel.db import connect
from enforcement.settings import Settings, read_settings
from migrations import runner
from tests.bureau import Bureau, found_bureau
from tests.servers import PostgresServer, running_postgres

FOUNDED = datetime(2025, 12, 1, 9, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)  # an ordinary Monday, every date of 2026 being official


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """Name of a migrated database with a founded bureau, to be copied."""
    url = postgres_server.new_database()
    _migrate_and_found(url)
    return make_url(url).database or ""


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "enforcement.sqlite3"
    _migrate_and_found(f"sqlite:///{path}")
    return path


def _migrate_and_found(url: str) -> None:
    engine = connect(url)
    runner.upgrade(engine)
    engine.dispose()
    folder = Path(make_url(url).database or "").parent if url.startswith("sqlite") else Path("/tmp")
    clock = FixedClock(FOUNDED)
    runtime = bootstrap.start(settings_for(url, folder), clock=clock)
    found_bureau(runtime, clock)
    runtime.close()


def settings_for(url: str, data_dir: Path, **more: str) -> Settings:
    given = {"DATABASE_URL": url, "DATA_DIR": str(data_dir), "SECRET_KEY": "x" * 32, **more}
    return read_settings({f"ENFORCEMENT_{name}": value for name, value in given.items()})


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with server.lent_database(template=request.getfixturevalue("migrated_postgres")) as url:
            yield url
        return
    copy = tmp_path / "enforcement.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), copy)
    yield f"sqlite:///{copy}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture
def runtime(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[bootstrap.Runtime]:
    started = bootstrap.start(settings_for(database_url, tmp_path), clock=clock)
    started.objects.prepare()
    yield started
    started.close()


@pytest.fixture
def bureau(runtime: bootstrap.Runtime, clock: FixedClock) -> Bureau:
    """The people of a small bureau, and short ways to have them act."""
    return Bureau(runtime=runtime, clock=clock)
