"""Bytes on their way in: one file for each upload on the server's disk, until it is sealed or given up."""

import fcntl
import hashlib
import os
import shutil
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from storage.digest import BLOCK

if TYPE_CHECKING:
    from hashlib import _Hash

ENDING = ".part"
CALL = ".wanted"
REMEMBERED = 64


class Busy(Exception):
    """Another request is writing this upload at this moment."""


class Prefixes:
    """SHA-256 of what has been received so far, kept between parts.

    A part may reach another process: this one then hashes only what it has not seen, so no byte is hashed twice here.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, tuple[int, _Hash]] = OrderedDict()
        self._guard = Lock()

    def upto(self, upload_id: UUID, path: Path, offset: int) -> "_Hash":
        with self._guard:
            seen, state = self._known.pop(upload_id, (0, hashlib.sha256()))
        if seen > offset:
            seen, state = 0, hashlib.sha256()
        with path.open("rb") as file:
            file.seek(seen)
            left = offset - seen
            while left > 0 and (block := file.read(min(BLOCK, left))):
                state.update(block)
                left -= len(block)
        return state

    def keep(self, upload_id: UUID, offset: int, state: "_Hash") -> None:
        with self._guard:
            self._known[upload_id] = (offset, state.copy())
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def forget(self, upload_id: UUID) -> None:
        with self._guard:
            self._known.pop(upload_id, None)


PREFIXES = Prefixes()


class Staged:
    """The file of one upload. Everything beyond the last receipt is as if it had never come."""

    def __init__(self, folder: Path, upload_id: UUID) -> None:
        self.upload_id = upload_id
        self.path = folder / f"{upload_id}{ENDING}"
        self.call = folder / f"{upload_id}{CALL}"

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

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        PREFIXES.forget(self.upload_id)


def free_bytes(folder: Path, *, reserve: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return max(0, shutil.disk_usage(folder).free - reserve)


def staged_uploads(folder: Path) -> Iterator[UUID]:
    """Ids of the uploads that have a file here."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        with suppress(ValueError):  # not ours
            yield UUID(path.stem)
