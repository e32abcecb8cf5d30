"""A throw-away bureau with a filed case, and the service over it as it runs in earnest."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from enforcement import bootstrap
from enforcement.kernel.clock import FixedClock, SystemClock
from enforcement.kernel.db import connect
from enforcement.kernel.identity import CaseId
from migrations import runner
from tests.bureau import Bureau, found_bureau
from tests.conftest import FOUNDED, MORNING, settings_for
from tests.web.evidence.serving import Sender
from tests.web.evidence.tus_real.process import Process, office_process
from tests.web.visitor import bearer


@dataclass(frozen=True)
class House:
    folder: Path
    case: CaseId
    live: bootstrap.Runtime

    def sender(self, running: Process) -> Sender:
        return Sender(address=running.address, case=self.case, headers=bearer(self.live, "officer_a"))

    def clear(self) -> None:
        """Staged bytes of a finished measurement."""
        for staged in (self.folder / "staging").glob("*.part"):
            staged.unlink()


@contextmanager
def throw_away() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'enforcement.sqlite3'}"
        engine = connect(url)
        runner.upgrade(engine)
        engine.dispose()
        case = _filed(url, folder)
        live = bootstrap.start(settings_for(url, folder), clock=SystemClock())
        live.objects.prepare()
        yield House(folder, case, live)
        live.close()


def _filed(url: str, folder: Path) -> CaseId:
    clock = FixedClock(FOUNDED)
    runtime = bootstrap.start(settings_for(url, folder), clock=clock)
    found_bureau(runtime, clock)
    clock.at = MORNING
    case = Bureau(runtime, clock).filed()
    runtime.close()
    return case


@contextmanager
def served() -> Iterator[tuple[House, Process]]:
    with throw_away() as house, office_process(house.folder, part="all") as running:
        yield house, running
