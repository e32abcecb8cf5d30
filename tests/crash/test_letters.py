"""A sender killed at any step loses no letter; a second copy carries the id of the first and is known by it."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from enforcement import bootstrap
from enforcement.bootstrap import Runtime
from enforcement.exchange.sending import send_waiting
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.crash.actions import Action
from tests.crash.steps import in_child
from tests.crash.test_every_step import DATABASE, Scene, killed_then_repeated
from tests.service.cases.sweeps import sweep
from tests.service.exchange.servers import Postbox, mail_server
from tests.service.exchange.test_letters import set_up, wish


@pytest.fixture
def box() -> Iterator[Postbox]:
    with mail_server() as box:
        yield box


def one_waits(bureau: Bureau) -> CaseId:
    wish(bureau)
    case = bureau.filed()
    bureau.on(date(2026, 6, 8))
    sweep(bureau)
    assert bureau.sql("SELECT count(*) FROM letter WHERE state = 'QUEUED'") == [(1,)]
    return case


@pytest.fixture
def scene(box: Postbox, migrated_sqlite: Path, tmp_path: Path) -> Scene:
    def send(runtime: Runtime, _case_id: CaseId) -> None:
        send_waiting(set_up(runtime, mail=box.port))

    sent = "SELECT count(*) FROM letter WHERE state = 'SENT'"
    action = Action(name="send_waiting", prepare=one_waits, run=send, effect=sent, sweep=True)
    folder = tmp_path / "house"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / DATABASE)
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(settings_for(f"sqlite:///{folder / DATABASE}", folder), clock=clock)
    runtime.objects.prepare()
    case_id = one_waits(Bureau(runtime=runtime, clock=clock))
    runtime.close()
    return Scene(action, folder, case_id, clock.at + timedelta(minutes=1))


@pytest.mark.timeout(300)
def test_a_sender_killed_at_any_step_sends_the_letter_and_sends_it_under_one_id(scene, box, tmp_path):
    listed = tmp_path / "steps.txt"
    assert in_child(scene.copied(tmp_path / "counted").act, listed=listed) == 0
    steps = listed.read_text("utf-8").splitlines()
    assert steps.count("Session.commit") >= 2, "taken, then recorded"
    copies = []
    for number in range(1, len(steps) + 1):
        for side in ("before", "after"):
            box.messages.clear()
            killed_then_repeated(scene.copied(tmp_path / f"{number}-{side}"), number, side)
            assert len({mail["Message-ID"] for mail in box.messages}) == 1
            copies.append(len(box.messages))
    assert set(copies) == {1, 2}, "killed between the server's word and its record, it is sent once more"
