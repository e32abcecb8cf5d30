"""The watched folder of a docking station: one sub-folder for each device, the holder read from the ledger."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from enforcement.docking import queries
from enforcement.docking.copying import FOLDER, Found
from enforcement.docking.intake import Sweep, files_in
from enforcement.docking.names import Came, Result
from enforcement.docking.rules import SETTLED
from enforcement.evidence.pulse import Runtime
from enforcement.kernel.identity import SYSTEM

NANOSECONDS = 1_000_000_000
ABANDONED_AFTER = 7 * 24 * 3600  # seconds


def sweep_folder(runtime: Runtime) -> str:
    """What the operations page shows: how many came, and which folders belong to nobody."""
    watched = runtime.settings.docking_folder
    _tidy(runtime)
    if watched is None or not watched.is_dir():
        return "采集站文件夹不可访问，请检查挂载。" if watched is not None else ""
    told = [_sweep_device(runtime, folder) for folder in sorted(watched.iterdir()) if folder.is_dir()]
    return "".join(sentence for sentence in told if sentence)[:300]


def _sweep_device(runtime: Runtime, folder: Path) -> str:
    waiting = list(_settled(runtime, folder))
    if not waiting:
        return ""
    with runtime.work(SYSTEM, reading=True) as work:
        device = queries.device_numbered(work.session, folder.name)
    if device is None or device.holder_id is None:
        return f"{folder.name}：设备台账没有登记或者没有人领用，{len(waiting)} 个文件没有收。"
    sweep = Sweep(runtime=runtime, actor=SYSTEM, officer=device.holder_id, device_no=device.number, came=Came.FOLDER)
    lines = [sweep.bring(found) for found in waiting if not sweep.seen_before(found)]
    sweep.end()
    taken = sum(line.result in {Result.TAKEN, Result.DAMAGED} for line in lines)
    refused = sum(line.result is Result.REFUSED for line in lines)
    return f"{folder.name}：收 {taken} 个，未收 {refused} 个。" if taken or refused else ""


def _settled(runtime: Runtime, folder: Path) -> Iterator[Found]:
    """A file somebody may still be writing waits for the next look."""
    latest = (_now(runtime) - SETTLED).timestamp() * NANOSECONDS
    return (found for found in files_in(folder) if found.modified_ns <= latest)


def _tidy(runtime: Runtime) -> None:
    """Copies nobody came back for, and work folders of killed processes."""
    oldest = _now(runtime).timestamp() - ABANDONED_AFTER
    for left in (runtime.settings.staging_dir / FOLDER).glob("*"):
        if left.stat().st_mtime < oldest:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _now(runtime: Runtime) -> datetime:
    with runtime.work(SYSTEM, reading=True) as work:
        return work.now
