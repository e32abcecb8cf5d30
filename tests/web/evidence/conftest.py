from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.evidence.serving import Sender, on_a_port
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with on_a_port(office) as served:
        yield served


@pytest.fixture
def sender(office: Office, address: str) -> Sender:
    return Sender(address=address, case=office.bureau.filed(), headers=office.bearer("officer_a"))
