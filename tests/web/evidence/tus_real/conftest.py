"""A filed case, an officer with a token, and a served office over the same files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from enforcement import bootstrap
from enforcement.evidence import queries
from enforcement.evidence.rows import UploadRow
from enforcement.kernel.clock import SystemClock
from enforcement.kernel.identity import SYSTEM, CaseId
from tests.conftest import settings_for
from tests.web.evidence.serving import Sender
from tests.web.evidence.tus_real.process import Process, office_process
from tests.web.visitor import Office, bearer


@dataclass(frozen=True)
class Field:
    """What outlives any one server process: the folder, the case, the officer's token."""

    folder: Path
    case: CaseId
    headers: dict[str, str]
    live: bootstrap.Runtime

    def sender(self, running: Process) -> Sender:
        return Sender(address=running.address, case=self.case, headers=self.headers)

    def upload(self, url: str) -> UploadRow:
        with self.live.work(SYSTEM, reading=True) as work:
            (row,) = [row for row in queries.unfinished(work.session, self.case) if str(row.id) in url]
        return row


@pytest.fixture
def field(office: Office, tmp_path: Path) -> Iterator[Field]:
    case = office.bureau.filed()
    live = bootstrap.start(settings_for(f"sqlite:///{tmp_path / 'enforcement.sqlite3'}", tmp_path), clock=SystemClock())
    yield Field(tmp_path, case, bearer(live, "officer_a"), live)
    live.close()


@pytest.fixture
def served(field: Field) -> Iterator[Process]:
    with office_process(field.folder) as running:
        yield running
