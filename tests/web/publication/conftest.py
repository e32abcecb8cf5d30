from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from enforcement.app import build_board
from enforcement.bootstrap import Runtime
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def board(runtime: Runtime) -> Iterator[FlaskClient]:
    with build_board(runtime).test_client() as client:
        yield client


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened
