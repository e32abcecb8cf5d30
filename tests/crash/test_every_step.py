"""Killed before and after every step: nothing half done is ever to be seen, nothing is lost, nothing happens twice."""

import shutil
import signal
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement import bootstrap
from enforcement.audit.verification import verify
from enforcement.bootstrap import Runtime, every_object
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.errors import EnforcementError
from enforcement.kernel.identity import SYSTEM, CaseId
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.crash.actions import ACTIONS, Action
from tests.crash.steps import REFUSED, in_child

DATABASE = "enforcement.sqlite3"
KILLED = -signal.SIGKILL
LEASE_OVER = timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """A house just before the action, in a folder that is copied for every trial."""

    action: Action
    folder: Path
    case_id: CaseId
    now: datetime

    def opened(self) -> Runtime:
        url = f"sqlite:///{self.folder / DATABASE}"
        return bootstrap.start(settings_for(url, self.folder), clock=FixedClock(self.now))

    def copied(self, folder: Path) -> "Scene":
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def later(self) -> "Scene":
        return replace(self, now=self.now + LEASE_OVER)

    def act(self) -> int:
        try:
            self.action.run(self.opened(), self.case_id)
        except (EnforcementError, IntegrityError):
            return REFUSED
        return 0


@pytest.fixture(scope="module", params=ACTIONS, ids=lambda action: action.name)
def scene(request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp(request.param.name) / "house"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / DATABASE)
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(settings_for(f"sqlite:///{folder / DATABASE}", folder), clock=clock)
    runtime.objects.prepare()
    case_id = request.param.prepare(Bureau(runtime=runtime, clock=clock))
    runtime.close()
    return Scene(request.param, folder, case_id, clock.at + timedelta(minutes=1))


def effects(scene: Scene) -> int:
    """How often the effect is there; the journal, the rows and the objects must agree meanwhile."""
    runtime = scene.opened()
    try:
        with runtime.work(SYSTEM, reading=True) as work:
            assert verify(work.session, objects=work.objects, digests=every_object(work.session)).findings == ()
        ((count,),) = Bureau(runtime=runtime, clock=FixedClock(scene.now)).sql(scene.action.effect)
        return int(count)
    finally:
        runtime.close()


def strangers(scene: Scene) -> set[str]:
    """Objects in the store that no row names."""
    runtime = scene.opened()
    try:
        with runtime.work(SYSTEM, reading=True) as work:
            return set(work.objects.keys("")) - {key for key, _sha256 in every_object(work.session)}
    finally:
        runtime.close()


@pytest.mark.timeout(900)
def test_a_kill_at_any_step_leaves_all_or_nothing(scene, tmp_path):
    listed = tmp_path / "steps.txt"
    assert in_child(scene.copied(tmp_path / "counted").act, listed=listed) == 0
    steps = listed.read_text("utf-8").splitlines()
    assert {"Session.commit", "ChainJournal.append"} <= set(steps)
    for number in range(1, len(steps) + 1):
        for side in ("before", "after"):
            killed_then_repeated(scene.copied(tmp_path / f"{number}-{side}"), number, side)


def killed_then_repeated(trial: Scene, number: int, side: str) -> None:
    assert in_child(trial.act, step=number, side=side) == KILLED
    found = effects(trial)
    assert found in {0, 1}
    assert in_child(trial.later().act) == (REFUSED if found and not trial.action.sweep else 0)
    assert effects(trial.later()) == 1
    assert strangers(trial) == set()


def test_the_harness_kills_where_it_is_told_and_nowhere_else(scene, tmp_path):
    trial = scene.copied(tmp_path / "trial")
    assert in_child(trial.act, step=1, side="before") == KILLED
    assert effects(trial) == 0
    assert in_child(trial.later().act, step=10_000, side="before") == 0
    assert effects(trial.later()) == 1
