"""An upload beside the bare pipeline, its memory, what a cut costs, and what others feel meanwhile."""

import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from bench.house import House, served
from bench.measuring import MEBIBYTE, Goal, in_turn, p95, timed
from tests.web.evidence.serving import PART, Sender
from tests.web.evidence.tus_real.process import MemoryWatch, Process
from tests.web.evidence.tus_real.sending import Recording, send_whole

BROWSER_PART = 8 * MEBIBYTE
VISITS = 60


def measure(*, size: int, rounds: int) -> Iterator[Goal]:
    with served() as (house, running):
        sender = house.sender(running)
        _send(sender, Recording(MEBIBYTE, seed=99), part=MEBIBYTE)
        yield from _rate(house, sender, size=size, rounds=rounds)
        yield _memory(house, running, sender, size=size)
        yield _resumed(house, sender)
        yield _others(house, running, sender, size=size)


def _send(sender: Sender, recording: Recording, *, part: int) -> None:
    send_whole(sender, sender.begun(recording.size), recording, part=part)


def _rate(house: House, sender: Sender, *, size: int, rounds: int) -> Iterator[Goal]:
    recording = Recording(size, seed=1)

    def upload(part: int) -> float:
        seconds = timed(lambda: _send(sender, recording, part=part))()
        house.clear()
        return seconds

    sides = {
        "raw": timed(lambda: raw(house.folder / "raw", recording)),
        "one": lambda: upload(size),
        "parts": lambda: upload(BROWSER_PART),
    }
    found = in_turn(sides, rounds=rounds)
    speeds = {name: size / seconds / 1e6 for name, seconds in found.items()}
    note = f"upload {speeds['one']:.0f} MB/s, sha256-write-fsync {speeds['raw']:.0f} MB/s, {size // MEBIBYTE} MiB"
    yield Goal(name="upload, one part", figure=found["raw"] / found["one"], least=0.55, note=note)
    note = f"{speeds['parts']:.0f} MB/s, each part synced and receipted in the database"
    yield Goal(name="upload, parts of 8 MiB", figure=found["raw"] / found["parts"], least=0.1, note=note)


def raw(path: Path, recording: Recording) -> None:
    """What no upload can beat: the same bytes hashed and written by one thread that receives nothing."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for block in recording.blocks():
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _memory(house: House, running: Process, sender: Sender, *, size: int) -> Goal:
    with MemoryWatch(running) as watch:
        _send(sender, Recording(size, seed=2), part=size)
        _send(sender, Recording(min(size, 512 * MEBIBYTE), seed=3), part=BROWSER_PART)
    house.clear()
    note = f"web process during {size // MEBIBYTE} MiB in one part and then in parts"
    return Goal(name="memory growth", figure=watch.growth / MEBIBYTE, most=64, unit="MiB", note=note)


def _resumed(house: House, sender: Sender) -> Goal:
    """A browser's part is cut; what the server does not have must be sent again."""
    recording = Recording(6 * BROWSER_PART, seed=4)
    url, sent = sender.begun(recording.size), 0
    for number in range(1, 5):
        offset = sender.offset(url)
        _cut(sender, url, recording, offset=offset, end=offset + BROWSER_PART - number * 100_001)
        sent += BROWSER_PART - number * 100_001
    offset = sender.offset(url)
    send_whole(sender, url, recording, part=BROWSER_PART, start=offset)
    again = sent + (recording.size - offset) - recording.size
    house.clear()
    return Goal(name="sent again after four cuts", figure=again / MEBIBYTE, most=8, unit="MiB", note="of 48 MiB")


def _cut(sender: Sender, url: str, recording: Recording, *, offset: int, end: int) -> None:
    host, port = sender.address.removeprefix("http://").split(":")
    head = {"Host": f"{host}:{port}", "Upload-Offset": str(offset), "Content-Length": str(recording.size - offset)}
    lines = "\r\n".join(f"{name}: {value}" for name, value in (sender.headers | PART | head).items())
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"PATCH {url.removeprefix(sender.address)} HTTP/1.1\r\n{lines}\r\n\r\n".encode())
        for block in recording.blocks(offset, end):
            line.sendall(block)
    until = time.monotonic() + 30
    while sender.offset(url) == offset and time.monotonic() < until:
        time.sleep(0.02)


def _others(house: House, running: Process, sender: Sender, *, size: int) -> Goal:
    """The citizens' page while two recordings come in over lines of 100 Mbit/s each."""
    idle = _visits(running)
    ended = threading.Event()
    threads = [threading.Thread(target=_trickle, args=(sender, number, ended)) for number in (5, 6)]
    for thread in threads:
        thread.start()
    busy = _visits(running)
    ended.set()
    for thread in threads:
        thread.join()
    house.clear()
    note = (
        f"p95 {p95(busy) * 1000:.1f} ms against {p95(idle) * 1000:.1f} ms idle; size of a part {size // MEBIBYTE} MiB"
    )
    return Goal(name="public page during two uploads", figure=p95(busy) / p95(idle), most=2.5, note=note)


def _visits(running: Process) -> list[float]:
    with requests.Session() as session:
        session.get(f"{running.address}/", timeout=30)
        return [timed(lambda: session.get(f"{running.address}/", timeout=30))() for _visit in range(VISITS)]


def _trickle(sender: Sender, seed: int, ended: threading.Event) -> None:
    own = Sender(address=sender.address, case=sender.case, headers=sender.headers)
    recording = Recording(2048 * MEBIBYTE, seed=seed)
    url, offset = own.begun(recording.size), 0
    while not ended.is_set():
        begun = time.monotonic()
        offset = int(own.patch(url, offset, recording.piece(offset, offset + BROWSER_PART)).headers["Upload-Offset"])
        ended.wait(max(0.0, BROWSER_PART / 12.5e6 - (time.monotonic() - begun)))
    own.delete(url)
