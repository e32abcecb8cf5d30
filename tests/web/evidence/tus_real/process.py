"""The office as it runs in earnest: gunicorn in processes of its own, watched through /proc, killed without warning."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Self

import requests

ENFORCEMENT = Path(sys.executable).with_name("enforcement")
STARTED_WITHIN = 100.0


@dataclass(frozen=True)
class Process:
    address: str
    pid: int

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        children = listed.read_text() if listed.exists() else ""
        return [int(pid) for pid in children.split()]

    def resident(self) -> int:
        """Bytes of memory its workers hold now."""
        return sum(_status(pid, "VmRSS") for pid in self.workers())

    def kill(self) -> None:
        """As the power cut does: no handler runs."""
        for pid in (*self.workers(), self.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def free_port() -> int:
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def office_process(folder: Path, *, part: str = "office", **given: str) -> Iterator[Process]:
    """`folder` holds the database; settings go by their names without the prefix."""
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'enforcement.sqlite3'}", "DATA_DIR": str(folder)}
    settings |= {"SECRET_KEY": "x" * 32, **given}
    environment = os.environ | {f"ENFORCEMENT_{name}": value for name, value in settings.items()}
    port = free_port()
    with (folder / "office.log").open("ab") as log:
        started = subprocess.Popen(
            [ENFORCEMENT, "serve", part, "--port", str(port)], stdout=log, stderr=log, env=environment, cwd=folder
        )
    with started:
        running = Process(f"http://127.0.0.1:{port}", started.pid)
        try:
            _wait(running, started, folder / "office.log")
            yield running
        finally:
            running.kill()


def _wait(running: Process, started: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and started.poll() is None:
        try:
            requests.get(f"{running.address}/healthz", timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the office did not start:\n{log.read_text(errors='replace')[-2000:]}")


class MemoryWatch:
    """The most memory the workers held while it watched, beyond what they held when it began."""

    def __init__(self, running: Process) -> None:
        self._running = running
        self._before = self._most = running.resident()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def growth(self) -> int:
        return self._most - self._before

    def _look(self) -> None:
        while not self._ended.wait(0.02):
            self._most = max(self._most, self._running.resident())
