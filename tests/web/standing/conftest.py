from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from enforcement.app import build_board
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def board(office: Office) -> Iterator[FlaskClient]:
    with build_board(office.runtime).test_client() as client:
        yield client
