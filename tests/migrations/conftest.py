"""Empty databases of both kinds, and one with a bureau and cases in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from enforcement.kernel.db import connect
from tests.servers import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.lent_database() as url:
        yield from _opened(url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Of the database the bureau lives in."""
    yield from _opened(database_url)


def _opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()
