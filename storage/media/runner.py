"""The one guarded place that starts programs on files people sent us."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media.harness import ENVIRONMENT, harness
from storage.media.limits import MediaLimits

CHUNK = 64 * 1024
MESSAGES = "messages"
LONGEST_MESSAGE = 2000
OUT_OF_MEMORY = re.compile(r"cannot allocate memory|memoryerror|out of memory", re.IGNORECASE)
KILLED_FOR = {
    -signal.SIGXCPU: Exceeded.PROCESSOR_TIME,
    -signal.SIGKILL: Exceeded.PROCESSOR_TIME,
    -signal.SIGXFSZ: Exceeded.OUTPUT,
}


@dataclass(slots=True)
class Workplace:
    """A folder for one file alone, so that no name inside that file can point at a neighbour."""

    folder: Path

    def bring(self, source: Path, *, extension: str | None = None) -> Path:
        """Under a random name: what a person called the file never stands on a command line."""
        guest = self.new_file(extension) if extension else self.folder / secrets.token_hex(16)
        guest.symlink_to(source.resolve(strict=True))
        return guest

    def new_file(self, extension: str) -> Path:
        return self.folder / f"{secrets.token_hex(16)}.{extension}"


@contextmanager
def workplace() -> Iterator[Workplace]:
    with tempfile.TemporaryDirectory(prefix="media-") as folder:
        yield Workplace(Path(folder))


def deliver(made: Path, out: Path) -> None:
    """What was made leaves the workplace only when it is whole."""
    if not made.is_file() or made.stat().st_size == 0:
        raise MediaRefused(Refusal.UNREADABLE, "nothing came out")
    shutil.move(made, out)


def network_is_cut() -> bool:
    """Whether the children run without any network here."""
    return harness().cuts_the_network


def run(
    command: Sequence[str], *, place: Workplace, limits: MediaLimits, on_output: Callable[[bytes], None] | None = None
) -> bytes:
    """Run under limits and give back what it printed, or hand that on piece by piece.

    Raises MediaLimit when it was stopped, MediaRefused when it gave up by itself.
    """
    kept: list[bytes] = []
    with (place.folder / MESSAGES).open("w+b") as messages:
        process = _start([*harness().before(limits), *command], place=place, messages=messages)
        with process, _watched(process, limits.wall_seconds) as expired:
            _read_all(process, on_output or kept.append, most=limits.output_bytes)
            process.wait()
        if expired.is_set():
            raise MediaLimit(Exceeded.WALL_TIME, f"{limits.wall_seconds:.0f} s")
        _judge(process.returncode, messages)
    return b"".join(kept)


def _start(command: Sequence[str], *, place: Workplace, messages: IO[bytes]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=messages,
        cwd=place.folder,
        env=ENVIRONMENT,
        start_new_session=True,
    )


@contextmanager
def _watched(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[threading.Event]:
    expired = threading.Event()

    def stop() -> None:
        expired.set()
        _kill_group(process)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
        if process.poll() is None:
            _kill_group(process)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """The child leads a session of its own, so whatever it started goes with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_all(process: "subprocess.Popen[bytes]", hand_on: Callable[[bytes], None], *, most: int) -> None:
    output = process.stdout
    if output is None:
        return
    total = 0
    while chunk := os.read(output.fileno(), CHUNK):
        total += len(chunk)
        if total > most:
            raise MediaLimit(Exceeded.OUTPUT, f"more than {most} bytes printed")
        hand_on(chunk)


def _judge(code: int, messages: IO[bytes]) -> None:
    if code == 0:
        return
    messages.seek(0)
    said = messages.read(LONGEST_MESSAGE).decode(errors="replace")
    if code in KILLED_FOR:
        raise MediaLimit(KILLED_FOR[code], said)
    if OUT_OF_MEMORY.search(said):
        raise MediaLimit(Exceeded.MEMORY, said)
    raise MediaRefused(Refusal.UNREADABLE, f"exit {code}: {said}")
