"""The ledger says whose a device is; the clock sweeps the station's folder under that name and never deletes."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.docking import queries, service
from enforcement.docking.intake import Sweep
from enforcement.docking.names import Came, Result
from enforcement.docking.watching import sweep_folder
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from tests.bureau import Bureau
from tests.conftest import settings_for
from tests.scheduler.conftest import PICTURE
from tests.service.docking import station


@pytest.fixture
def folder(bureau: Bureau, tmp_path: Path) -> Path:
    """The station's folder, as the setting names it."""
    watched = tmp_path / "station"
    (watched / station.DEVICE).mkdir(parents=True)
    old = bureau.runtime.settings
    bureau.runtime.settings = settings_for(old.database_url, old.data_dir, DOCKING_FOLDER=str(watched))
    return watched


def test_the_folder_of_a_device_goes_to_its_holder(bureau: Bureau, folder: Path):
    path = folder / station.DEVICE / "0001.png"
    path.write_bytes(PICTURE)
    station.settle(folder, bureau)
    assert "没有登记" in sweep_folder(bureau.runtime)
    station.device_of(bureau, holder="officer_b")
    assert sweep_folder(bureau.runtime) == f"{station.DEVICE}：收 1 个，未收 0 个。"
    (row,) = station.inbox(bureau, "officer_b")
    assert row.holder_id == bureau.id("officer_b")
    assert path.read_bytes() == PICTURE
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_b"))
    assert receipt.came is Came.FOLDER
    assert sweep_folder(bureau.runtime) == ""
    assert len(bureau.read(queries.receipts, bureau.actor("officer_b"))) == 1


def test_a_file_still_being_written_waits(bureau: Bureau, folder: Path):
    station.device_of(bureau)
    path = folder / station.DEVICE / "0001.png"
    path.write_bytes(PICTURE)
    moment = (bureau.clock.at - timedelta(seconds=20)).timestamp()
    os.utime(path, (moment, moment))
    assert sweep_folder(bureau.runtime) == ""
    bureau.later(seconds=15)
    assert "收 1 个" in sweep_folder(bureau.runtime)


def test_a_known_file_is_read_once_and_then_left_alone(bureau: Bureau, folder: Path, monkeypatch: pytest.MonkeyPatch):
    station.device_of(bureau)
    for name in ("0001.png", "0001-copy.png"):
        (folder / station.DEVICE / name).write_bytes(PICTURE)
    station.settle(folder, bureau)
    assert "收 1 个" in sweep_folder(bureau.runtime)

    def read_again(*_args: object, **_named: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(Sweep, "bring", read_again)
    assert sweep_folder(bureau.runtime) == ""
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_a"))
    results = {line.path: line.result for line in bureau.read(queries.lines_of, receipt.id)}
    assert set(results.values()) == {Result.TAKEN, Result.KNOWN}


def test_a_bad_file_is_told_once(bureau: Bureau, folder: Path):
    station.device_of(bureau)
    (folder / station.DEVICE / "empty.mp4").write_bytes(b"")
    (folder / station.DEVICE / "link.png").symlink_to("/etc/hostname")
    moment = (bureau.clock.at - timedelta(hours=1)).timestamp()
    os.utime(folder / station.DEVICE / "empty.mp4", (moment, moment))
    assert "未收 1 个" in sweep_folder(bureau.runtime)
    assert sweep_folder(bureau.runtime) == ""
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_a"))
    (line,) = bureau.read(queries.lines_of, receipt.id)
    assert (line.result, line.path) == (Result.REFUSED, "empty.mp4")


def test_without_the_setting_nothing_is_swept_and_a_lost_mount_is_told(bureau: Bureau, folder: Path):
    folder.joinpath(station.DEVICE).rmdir()
    folder.rmdir()
    assert "不可访问" in sweep_folder(bureau.runtime)
    old = bureau.runtime.settings
    bureau.runtime.settings = settings_for(old.database_url, old.data_dir)
    assert sweep_folder(bureau.runtime) == ""


def test_a_device_has_one_holder_at_a_time_and_keeps_the_old_ones(bureau: Bureau):
    device = station.device_of(bureau)
    bureau.later(days=2)
    day = bureau.clock.at.date()
    bureau.act("unit_head", service.hand_device, device_id=device, holder=bureau.id("officer_b"), since=day)
    row = bureau.read(queries.device, device)
    assert row.holder_id == bureau.id("officer_b")
    assert [one.until for one in row.holdings] == [None, day]
    bureau.act("unit_head", service.take_back_device, device_id=device, until=day)
    assert bureau.read(queries.device, device).holder_id is None
    with pytest.raises(RuleBroken, match="没有人领用"):
        bureau.act("unit_head", service.take_back_device, device_id=device, until=day)
    with pytest.raises(DatabaseError, match="ends once"):
        bureau.sql("UPDATE device_holding SET until = NULL")
    with pytest.raises(DatabaseError, match="kept"):
        bureau.sql("DELETE FROM device_holding")


def test_who_keeps_the_ledger(bureau: Bureau):
    for login in ("officer_a", "supervisor", "system_admin"):
        with pytest.raises(NotAllowed):
            bureau.act(login, service.register_device, number="X", model="Y")
    device = station.device_of(bureau, holder=None)
    with pytest.raises(InvalidInput):
        bureau.act("unit_head", service.register_device, number=station.DEVICE, model="Y")
    tomorrow = bureau.clock.at.date() + timedelta(days=1)
    given = {"device_id": device, "holder": bureau.id("officer_a")}
    with pytest.raises(InvalidInput):
        bureau.act("unit_head", service.hand_device, **given, since=tomorrow)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.hand_device, **given, since=tomorrow)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.take_back_device, device_id=device, until=tomorrow)
    with pytest.raises(NotFound):
        bureau.act("unit_head", service.hand_device, **given | {"device_id": bureau.id("officer_a")}, since=tomorrow)
