"""kill -9 of the whole office in the middle of a part: nothing acknowledged is lost, the digest is right in the end."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from enforcement import bootstrap
from enforcement.evidence import queries
from enforcement.kernel.clock import SystemClock
from tests.conftest import settings_for
from tests.service.evidence.sending import run_due
from tests.storage import clips
from tests.web.evidence.serving import Sender
from tests.web.visitor import Office, bearer

PART = 64 * 1024


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    given = {"DATABASE_URL": f"sqlite:///{folder / 'enforcement.sqlite3'}", "DATA_DIR": str(folder)}
    environment = os.environ | {f"ENFORCEMENT_{name}": value for name, value in given.items()}
    environment |= {"ENFORCEMENT_SECRET_KEY": "x" * 32}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.web.evidence.served", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[3],
    )
    with process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}", process
        finally:
            process.kill()


def test_kill_9_in_the_middle_of_a_part(office: Office, tmp_path: Path):
    case = office.bureau.filed()
    path = clips.tone(tmp_path / "长录音.wav")
    content = path.read_bytes() + bytes(3_000_000)
    live = bootstrap.start(settings_for(f"sqlite:///{tmp_path / 'enforcement.sqlite3'}", tmp_path), clock=SystemClock())
    who = bearer(live, "officer_a")
    acknowledged = 0
    with served(tmp_path) as (address, process):
        sender = Sender(address=address, case=case, headers=who)
        url = sender.begun(len(content), name=path.name).removeprefix(address)
        killer = threading.Timer(1.5, process.kill)
        killer.start()
        with suppress(requests.RequestException):
            while acknowledged < len(content) // 2:
                part = content[acknowledged : acknowledged + PART]
                answer = sender.patch(address + url, acknowledged, part)
                acknowledged = int(answer.headers["Upload-Offset"])
                time.sleep(0.05)
            killer.cancel()
            threading.Timer(0.2, process.kill).start()
            sender.cut_off(
                address + url, acknowledged, content[acknowledged:-1000], announced=len(content) - acknowledged
            )
        process.wait(timeout=20)
    with served(tmp_path) as (address, _process):
        sender = Sender(address=address, case=case, headers=who)
        offset = sender.offset(address + url)
        assert offset >= acknowledged > 0
        assert sender.patch(address + url, offset, content[offset:]).status_code == 204
    live.close()
    office.bureau.clock.at = SystemClock().now()
    run_due(office.bureau)
    (item,) = office.bureau.read(queries.items, case)
    assert item.sha256 == hashlib.sha256(content).hexdigest()
