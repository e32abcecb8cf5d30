"""From a device to the staging disk, a part at a time. After a kill the next sweep goes on where this one stopped."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from enforcement.evidence.staging import Busy
from storage.digest import BLOCK

if TYPE_CHECKING:
    from hashlib import _Hash

PART = 16 * 1024 * 1024
FOLDER = "docking"


class StillWritten(Exception):
    """The file changed while it was read: whoever writes it is not done."""


@dataclass(frozen=True)
class Found:
    """A file on the device as it was when the sweep came to it."""

    path: Path
    relative: str
    size: int
    modified_ns: int

    @classmethod
    def at(cls, path: Path, folder: Path) -> "Found":
        stat = path.stat()
        return cls(path, str(path.relative_to(folder)), stat.st_size, stat.st_mtime_ns)

    def unchanged(self) -> bool:
        stat = self.path.stat()
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.modified_ns)


class Copy:
    """The staged copy of one file, and beside it the digest of each part that surely lies on the disk."""

    def __init__(self, staging: Path, found: Found, *, device_no: str) -> None:
        name = f"{device_no}\n{found.relative}\n{found.size}\n{found.modified_ns}"
        token = hashlib.sha256(name.encode()).hexdigest()[:32]
        self.path = staging / FOLDER / f"{token}.copy"
        self._parts = self.path.with_suffix(".parts")
        self._found = found

    @property
    def begun(self) -> int:
        """Bytes of it that already take their place on the disk."""
        return self.path.stat().st_size if self.path.exists() else 0

    @contextmanager
    def held(self) -> Iterator[BinaryIO]:
        """Exclusive, across processes; a killed process lets go by itself."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as taken:
                raise Busy from taken
            yield file

    def complete(self, file: BinaryIO, told: Callable[[int], None]) -> str:
        """Copy what is missing; SHA-256 of the whole. `told` hears how far it is, in bytes."""
        whole = hashlib.sha256()
        at = self._sound(file, whole)
        told(at)
        with self._found.path.open("rb") as source, self._parts.open("a", encoding="ascii") as parts:
            source.seek(at)
            while part := self._copy_part(source, file, whole):
                at += part[0]
                told(at)
                parts.write(f"{part[1]}\n")
                parts.flush()
                os.fsync(parts.fileno())
        if at != self._found.size or not self._found.unchanged():
            self.remove()
            raise StillWritten
        return whole.hexdigest()

    def _sound(self, file: BinaryIO, whole: "_Hash") -> int:
        """How much of the copy agrees with what was noted of it; the rest is cut off and comes again."""
        noted = self._parts.read_text("ascii").split() if self._parts.exists() else []
        sound: list[str] = []
        for digest in noted:
            part = file.read(PART)
            if len(part) < PART or hashlib.sha256(part).hexdigest() != digest:
                break
            whole.update(part)
            sound.append(digest)
        file.truncate(len(sound) * PART)
        file.seek(len(sound) * PART)
        self._parts.write_text("".join(f"{digest}\n" for digest in sound), encoding="ascii")
        return len(sound) * PART

    @staticmethod
    def _copy_part(source: BinaryIO, file: BinaryIO, whole: "_Hash") -> tuple[int, str] | None:
        own, count = hashlib.sha256(), 0
        while count < PART and (block := source.read(min(BLOCK, PART - count))):
            file.write(block)
            own.update(block)
            whole.update(block)
            count += len(block)
        file.flush()
        os.fsync(file.fileno())
        return (count, own.hexdigest()) if count else None

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self._parts.unlink(missing_ok=True)


def digest_of(path: Path, told: Callable[[int], None]) -> str:
    digest, at = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            at += len(block)
            told(at)
    return digest.hexdigest()
