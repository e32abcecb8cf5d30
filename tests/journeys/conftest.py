"""The two ways to run for real: one machine with SQLite and a folder; a bureau with PostgreSQL and an S3 server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from enforcement import bootstrap
from enforcement.accounts.queries import people
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.identity import SYSTEM
from enforcement.settings import Settings
from tests.conftest import settings_for
from tests.journeys.visitors import Visit, Visitor, served
from tests.servers import PostgresServer
from tests.storage.s3_server import S3Server, running_s3


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


@pytest.fixture(params=["sqlite-directory", "postgres-s3"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[bootstrap.Runtime]:
    lend = _bureau_server if request.param == "postgres-s3" else _one_machine
    with lend(request, tmp_path) as settings:
        runtime = bootstrap.start(settings, clock=clock)
        runtime.objects.prepare()
        yield runtime
        runtime.close()


@contextmanager
def _one_machine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    copy = folder / "enforcement.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), copy)
    yield settings_for(f"sqlite:///{copy}", folder)


@contextmanager
def _bureau_server(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    database: PostgresServer = request.getfixturevalue("postgres_server")
    store: S3Server = request.getfixturevalue("s3_server")
    with database.lent_database(template=request.getfixturevalue("migrated_postgres")) as url:
        yield settings_for(
            url,
            folder,
            STORE="s3",
            S3_ENDPOINT=store.endpoint,
            S3_ACCESS_KEY=store.access_key,
            S3_SECRET_KEY=store.secret_key,
            S3_BUCKET=f"journey-{folder.name[-12:].replace('_', '-').strip('-')}",
            S3_SECURE="false",
        )


@pytest.fixture
def visit(house: bootstrap.Runtime) -> Iterator[Visit]:
    """`visit("reviewer")` signs that person in; `visit("")` is a citizen. All leave when the test ends."""
    with house.work(SYSTEM, reading=True) as work:
        ids = {person.login: person.id for person in people(work.session)}
    came: list[Visitor] = []

    def enter(login: str) -> Visitor:
        came.append(Visitor(address, login, ids))
        return came[-1]

    with served(house) as address:
        yield enter
        for visitor in came:
            visitor.http.close()
