from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened
