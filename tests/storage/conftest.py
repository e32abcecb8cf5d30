from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.directory_store import DirectoryStore
from storage.port import ObjectStore
from tests.storage.s3_server import S3Server, running_s3


class MovableClock:
    """Real time plus a step: a directory's lock can be over without waiting for it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with running_s3() as server:
        yield server


@pytest.fixture
def directory(tmp_path: Path, clock: MovableClock) -> DirectoryStore:
    return DirectoryStore(tmp_path / "store", now=clock)


@pytest.fixture(params=["directory", "s3"])
def store(request: pytest.FixtureRequest) -> Iterator[ObjectStore]:
    if request.param == "directory":
        yield request.getfixturevalue("directory")
        return
    store = request.getfixturevalue("s3").store()
    store.prepare()
    yield store
    store.close()
