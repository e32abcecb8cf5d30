"""The layout against readers that are not ours, far beyond 4 GiB, without a byte of it being kept anywhere."""

import io
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcement.archive.packing import Archive, Part
from storage.port import Blocks

MADE = datetime(2026, 3, 9, 1, 30, 8, tzinfo=UTC)
MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


class Bytes:
    """A store whose objects are made up while they are read: the key says which byte, repeated. Size is the point."""

    def read(self, key: str, start: int = 0, length: int | None = None) -> Blocks:
        assert length is not None
        return Blocks(self._blocks(bytes.fromhex(key) * MEBIBYTE, length), lambda: None)

    def _blocks(self, block: bytes, left: int) -> Iterator[bytes]:
        while left:
            yield block[:left]
            left -= min(left, len(block))


STORE = Bytes()


def part(path: str, size: int, letter: bytes = b"a") -> Part:
    crc32, left = 0, size
    block = letter * MEBIBYTE
    while left:
        crc32 = zlib.crc32(block[:left], crc32)
        left -= min(left, len(block))
    return Part(path=path, object_key=letter.hex(), size=size, sha256="0" * 64, crc32=crc32)


class Seekable(io.RawIOBase):
    """The archive as a file: each read asks for a range, as a resumed download does."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._at = archive, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._archive.size}[whence]
        return self._at

    def readinto(self, buffer: Any) -> int:
        found = b"".join(self._archive.read(STORE, self._at, len(buffer)))
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def read(archive: Archive, start: int = 0, length: int | None = None) -> bytes:
    return b"".join(archive.read(STORE, start, length))


SMALL = Archive(
    "卷宗", [part("bagit.txt", 5), part("data/空.txt", 0), part("data/证据/药房.jpg", 70_000, b"b")], made_at=MADE
)
WHOLE = read(SMALL)


def test_names_times_and_contents() -> None:
    with ZipFile(io.BytesIO(WHOLE)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["卷宗/bagit.txt", "卷宗/data/空.txt", "卷宗/data/证据/药房.jpg"]
        assert {info.date_time for info in opened.infolist()} == {(2026, 3, 9, 9, 30, 8)}, "the clock of Shanghai"
        assert opened.read("卷宗/data/证据/药房.jpg") == b"b" * 70_000
        assert {info.external_attr >> 16 for info in opened.infolist()} == {0o100444}


def test_the_size_is_known_before_anything_is_read() -> None:
    assert len(WHOLE) == SMALL.size


@given(start=st.integers(0, len(WHOLE) + 5), length=st.integers(0, len(WHOLE)))
@settings(max_examples=300)
def test_any_stretch_is_that_stretch_of_the_whole(start: int, length: int) -> None:
    assert read(SMALL, start, length) == WHOLE[start : start + length]


@pytest.mark.timeout(300)
def test_beyond_four_gibibytes() -> None:
    """One part over the limit and one placed over it: zip64 in the sizes, in the place, and in the end record."""
    large = 4 * GIBIBYTE + 5
    archive = Archive("卷宗", [part("data/长录像.mp4", large), part("data/其后.txt", 11, b"z")], made_at=MADE)
    tracemalloc.start()
    with ZipFile(io.BufferedReader(Seekable(archive), MEBIBYTE)) as opened:
        assert [info.file_size for info in opened.infolist()] == [large, 11]
        assert opened.read("卷宗/data/其后.txt") == b"z" * 11
        with opened.open("卷宗/data/长录像.mp4") as film:
            assert sum(len(block) for block in iter(lambda: film.read(MEBIBYTE), b"")) == large, "and its CRC holds"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * MEBIBYTE
    assert archive.size > large + 11


@pytest.mark.parametrize("size", [0xFFFFFFFE, 0xFFFFFFFF, 0x100000000])
def test_at_the_very_limit(size: int) -> None:
    """The directory alone: sizes stand in it, contents need not be read."""
    made_up = Part(path="data/f", object_key="61", size=size, sha256="0" * 64, crc32=0)
    archive = Archive("b", [made_up, part("data/g", 3)], made_at=MADE)
    with ZipFile(io.BufferedReader(Seekable(archive))) as opened:
        assert [info.file_size for info in opened.infolist()] == [size, 3]
        assert opened.read("b/data/g") == b"aaa"


def test_more_files_than_the_old_format_counts() -> None:
    archive = Archive("b", [part(f"data/{number}", 0) for number in range(65_600)], made_at=MADE)
    with ZipFile(io.BytesIO(read(archive))) as opened:
        assert len(opened.namelist()) == 65_600
