"""The worker that reads a stored recording back, beside SHA-256 on one core; and the ways to send one into a store."""

import hashlib
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.measuring import Goal, in_turn, timed
from storage.digest import BLOCK
from storage.directory_store import DirectoryStore
from storage.port import ObjectStore
from tests.storage.s3_server import running_s3
from tests.web.evidence.tus_real.sending import Recording

KEY = "documents/recording"


def measure(*, size: int, rounds: int) -> Iterator[Goal]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        path = Path(name) / "recording"
        _write(path, Recording(size))
        directory = DirectoryStore(Path(name) / "store", now=lambda: datetime.now(UTC))
        _put(directory, path)
        sides = {"raw": timed(lambda: raw(path)), "check": timed(lambda: directory.digest(KEY))}
        found = in_turn(sides, rounds=rounds)
        note = f"{size / found['check'] / 1e6:.0f} MB/s against {size / found['raw'] / 1e6:.0f} MB/s"
        yield Goal(name="hash check, folder", figure=found["raw"] / found["check"], least=0.8, note=note)
        yield _s3(path, size=size, rounds=rounds)


def _s3(path: Path, *, size: int, rounds: int) -> Goal:
    """In processor time: the store's own work shares the cores here, elsewhere it has its own."""
    with running_s3() as server:
        store = server.store()
        _put(store, path)
        found = in_turn({"raw": _cpu(lambda: raw(path)), "check": _cpu(lambda: store.digest(KEY))}, rounds=rounds)
        store.close()
    note = f"{found['check'] / size * 1e9:.2f} CPU s/GB against {found['raw'] / size * 1e9:.2f}"
    return Goal(name="hash check, S3, processor time", figure=found["raw"] / found["check"], least=0.8, note=note)


def _put(store: ObjectStore, path: Path) -> None:
    store.prepare()
    with path.open("rb") as file:
        store.put(KEY, file, size=path.stat().st_size, content_type="video/mp4")


def _write(path: Path, recording: Recording) -> None:
    with path.open("wb") as file:
        file.writelines(recording.blocks())


def raw(path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)


def _cpu(action: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        begun = _spent()
        action()
        return _spent() - begun

    return run


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
