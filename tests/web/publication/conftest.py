from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from enforcement.app import build_board
from enforcement.bootstrap import Runtime
from tests.web.visitor import Office, office_on_copy


class Citizen(FlaskClient):
    """Reads every answer to its end and closes it, as a server does: a stream left open keeps its connection."""

    def open(self, *args: Any, **given: Any) -> TestResponse:
        return super().open(*args, **({"buffered": True} | given))


@pytest.fixture
def board(runtime: Runtime) -> FlaskClient:
    app = build_board(runtime)
    app.test_client_class = Citizen
    return app.test_client()


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened
