"""Staged parts read as one stream, so that a recording sent in pieces is written as a whole."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.digest import HashingReader
from storage.errors import DigestMismatch
from storage.port import ObjectStore


class JoinedReader:
    def __init__(self, store: ObjectStore, keys: Iterable[str]) -> None:
        self._blocks = _all_blocks(store, keys)
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        pieces = [self._rest]
        have = len(self._rest)
        while size < 0 or have < size:
            block = next(self._blocks, b"")
            if not block:
                break
            pieces.append(block)
            have += len(block)
        return self._cut(b"".join(pieces), size)

    def _cut(self, together: bytes, size: int) -> bytes:
        end = len(together) if size < 0 else size
        self._rest = together[end:]
        return together[:end]


def fetch(store: ObjectStore, key: str, target: Path, *, sha256: str | None = None) -> str:
    """Bring an object to a file of its own for ffmpeg or Pillow; with `sha256`, refuse any other content."""
    with store.read(key) as blocks, target.open("xb") as file:
        reader = HashingReader(_BlockSource(blocks))
        while block := reader.read():
            file.write(block)
    if sha256 is not None and reader.sha256 != sha256:
        target.unlink()
        raise DigestMismatch(f"{key} is not what was written")
    return reader.sha256


def whole(store: ObjectStore, key: str, *, sha256: str) -> bytes:
    """A small object in memory; any other content than was written is refused."""
    with store.read(key) as blocks:
        reader = HashingReader(_BlockSource(blocks))
        found = b"".join(iter(reader.read, b""))
    if reader.sha256 != sha256:
        raise DigestMismatch(f"{key} is not what was written")
    return found


class _BlockSource:
    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, _size: int = -1, /) -> bytes:
        return next(self._blocks, b"")


def _all_blocks(store: ObjectStore, keys: Iterable[str]) -> Iterator[bytes]:
    for key in keys:
        with store.read(key) as blocks:
            yield from blocks
