"""A ZIP archive as arithmetic: where each of its bytes lies is known before one of them is read.

Contents are stored, not compressed (recordings are compressed already), so the archive is headers between stretches of
stored objects. The same parts give the same bytes at every download; a download cut off goes on in the middle, and no
copy of the whole is ever made. Layout: PKWARE APPNOTE 6.3.10, 4.3 and (zip64) 4.5.3.
"""

import struct
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from enforcement.kernel.clock import SHANGHAI
from storage.port import Blocks, ObjectStore

FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF  # "look in the zip64 field"
UTF8_NAMES = 0x0800
PLAIN, WIDE = 20, 45  # version needed: 2.0, or 4.5 for zip64
UNIX = 3 << 8
READ_ONLY_FILE = 0o100444 << 16
ZIP64 = 1


@dataclass(frozen=True, kw_only=True)
class Part:
    path: str
    object_key: str
    size: int
    sha256: str
    crc32: int


@dataclass(frozen=True)
class _Piece:
    """Either bytes of the archive's own, or a part."""

    start: int
    length: int
    own: bytes
    part: Part | None = None


class Archive:
    def __init__(self, folder: str, parts: Sequence[Part], *, made_at: datetime) -> None:
        self._pieces: list[_Piece] = []
        self._at = 0
        directory = b"".join(self._add(f"{folder}/{part.path}".encode(), part, _dos(made_at)) for part in parts)
        start = self._at
        self._append(directory)
        self._append(_end(len(parts), size=len(directory), start=start))
        self._starts = [piece.start for piece in self._pieces]

    @property
    def size(self) -> int:
        return self._at

    def read(self, objects: ObjectStore, start: int = 0, length: int | None = None) -> Generator[bytes, None, None]:
        end = self._at if length is None else min(self._at, start + length)
        for piece in self._pieces[max(0, bisect_right(self._starts, start) - 1) :]:
            if piece.start >= end:
                return
            first, last = max(start - piece.start, 0), min(end - piece.start, piece.length)
            yield from _stretch(piece, objects, first=first, last=last)

    def _add(self, name: bytes, part: Part, stamp: tuple[int, int]) -> bytes:
        """Lays header and content down; returns the line of the directory that points there."""
        start = self._at
        self._append(_local(name, part, stamp))
        if part.size:
            self._pieces.append(_Piece(self._at, part.size, b"", part))
            self._at += part.size
        return _central(name, part, stamp, start=start)

    def _append(self, own: bytes) -> None:
        self._pieces.append(_Piece(self._at, len(own), own))
        self._at += len(own)


class Readable:
    """The archive where one stored object is expected: what streams a recording streams this."""

    def __init__(self, archive: Archive, objects: ObjectStore) -> None:
        self._archive, self._objects = archive, objects

    def read(self, _key: str, start: int = 0, length: int | None = None, /) -> Blocks:
        blocks = self._archive.read(self._objects, start, length)
        return Blocks(blocks, blocks.close)


def _stretch(piece: _Piece, objects: ObjectStore, *, first: int, last: int) -> Iterator[bytes]:
    if piece.part is None:
        yield piece.own[first:last]
    elif last > first:
        with objects.read(piece.part.object_key, first, last - first) as blocks:
            yield from blocks


def _dos(moment: datetime) -> tuple[int, int]:
    """MS-DOS time and date, in steps of two seconds, by the wall clock of Shanghai."""
    local = moment.astimezone(SHANGHAI)
    time = local.hour << 11 | local.minute << 5 | local.second // 2
    return time, (local.year - 1980) << 9 | local.month << 5 | local.day


def _local(name: bytes, part: Part, stamp: tuple[int, int]) -> bytes:
    wide = part.size >= FULL32
    extra = struct.pack("<HHQQ", ZIP64, 16, part.size, part.size) if wide else b""
    shown = FULL32 if wide else part.size
    fixed = struct.pack(
        "<4s5H3I2H",
        *(b"PK\x03\x04", WIDE if wide else PLAIN, UTF8_NAMES, 0, *stamp),
        *(part.crc32, shown, shown, len(name), len(extra)),
    )
    return fixed + name + extra


def _central(name: bytes, part: Part, stamp: tuple[int, int], *, start: int) -> bytes:
    """Of size, stored size and place, the zip64 field holds exactly those that do not fit, in this order."""
    values = (part.size, part.size, start)
    too_large = [value for value in values if value >= FULL32]
    extra = struct.pack(f"<HH{len(too_large)}Q", ZIP64, 8 * len(too_large), *too_large) if too_large else b""
    size, stored, place = (min(value, FULL32) for value in values)
    version = WIDE if too_large else PLAIN
    fixed = struct.pack(
        "<4s6H3I5H2I",
        *(b"PK\x01\x02", UNIX | WIDE, version, UTF8_NAMES, 0, *stamp),
        *(part.crc32, stored, size, len(name), len(extra), 0, 0, 0, READ_ONLY_FILE, place),
    )
    return fixed + name + extra


def _end(count: int, *, size: int, start: int) -> bytes:
    wide = b""
    if count >= FULL16 or start >= FULL32:
        wide = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, UNIX | WIDE, WIDE, 0, 0, count, count, size, start)
        wide += struct.pack("<4sIQI", b"PK\x06\x07", 0, start + size, 1)
    shown = min(count, FULL16)
    last = (b"PK\x05\x06", 0, 0, shown, shown, min(size, FULL32), min(start, FULL32), 0)
    return wide + struct.pack("<4s4H2IH", *last)
