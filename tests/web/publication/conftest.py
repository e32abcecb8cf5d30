from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from enforcement.app import build_board, build_office
from enforcement.bootstrap import Runtime


@pytest.fixture
def board(runtime: Runtime) -> Iterator[FlaskClient]:
    with build_board(runtime).test_client() as client:
        yield client


@pytest.fixture
def office(runtime: Runtime) -> Iterator[FlaskClient]:
    with build_office(runtime).test_client() as client:
        yield client
