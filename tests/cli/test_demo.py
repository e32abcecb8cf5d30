"""`enforcement demo` as README has it: founded on an empty machine, served, worked with, stopped."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from enforcement.demo.plots import PLOTS
from tests.cli.conftest import whole_environment
from tests.cli.test_staying_processes import PROGRAM, free_port

FOUNDED_WITHIN = 280.0
PASSWORD = re.compile(r"演示账号的口令都是：\s+(\S+)")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Its address and the password of its accounts."""
    port, log = free_port(), tmp_path / "demo.log"
    environment = whole_environment("", tmp_path)
    with log.open("wb") as output:
        words = [PROGRAM, "demo", "--port", str(port)]
        started = subprocess.Popen(
            words, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=tmp_path, start_new_session=True
        )
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/healthz", started, log)
        told = PASSWORD.search(log.read_text("utf-8"))
        assert told
        yield f"http://127.0.0.1:{port}", told.group(1)
    finally:
        started.terminate()
        with suppress(subprocess.TimeoutExpired):
            started.wait(timeout=30)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def _wait_until_served(address: str, started: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + FOUNDED_WITHIN
    while time.monotonic() < until and started.poll() is None:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise AssertionError(f"the demonstration did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.mark.timeout(400)
def test_the_demonstration_can_be_worked_with_at_once(demo: tuple[str, str]) -> None:
    """The first document is issued by a worker forked after founding had issued many."""
    address, password = demo
    assert "行政处罚" in requests.get(address, timeout=20).text
    head, officer = (_bearer(address, login, password) for login in ("unit_head", "officer_a"))
    cases = requests.get(f"{address}/api/v1/cases/", headers=head, timeout=20).json()["rows"]
    paid = next(plot for plot in PLOTS if "recover" in plot.days and "close" not in plot.days)
    (fulfilled,) = [case["id"] for case in cases if paid.party.name in case["title"]]
    closed = requests.post(
        f"{address}/api/v1/cases/{fulfilled}/execution/close",
        json={"opinion": "已履行完毕，结案。"},
        headers=officer,
        timeout=60,
    )
    assert closed.status_code == 200, closed.text
    papers = requests.get(f"{address}/api/v1/cases/{fulfilled}/documents", headers=head, timeout=20).json()
    assert "结案" in str(papers)


def _bearer(address: str, login: str, password: str) -> dict[str, str]:
    given = {"login": login, "password": password}
    answer = requests.post(f"{address}/api/v1/sessions", json=given, timeout=20)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}
