"""Whether a container is whole, told from its own sizes. Cheap: nothing is decoded, little is read."""

from pathlib import Path
from typing import BinaryIO

MOST_BOXES = 100_000
LONG_SIZE = 1
TO_THE_END = 0
UNKNOWN_RIFF_SIZES = {0, 0xFFFFFFFF}


def is_cut_short(path: Path, *, family: str) -> bool:
    """Only what is certain: containers without a stated size (transport streams, MP3, AAC, AMR) give no sign."""
    size = path.stat().st_size
    with path.open("rb") as file:
        match family:
            case "mov":
                return _quicktime_cut(file, size)
            case "avi" | "wav":
                return _riff_cut(file, size)
            case "matroska":
                return _matroska_cut(file, size)
    return False


def _quicktime_cut(file: BinaryIO, size: int) -> bool:
    """A camera that lost power has written the pictures (mdat) but not yet the index (moov)."""
    seen: set[bytes] = set()
    position = 0
    for _box in range(MOST_BOXES):
        if position >= size:
            break
        file.seek(position)
        length, name = _box_at(file, size - position)
        if length is None:
            return True
        seen.add(name)
        position += length
    return position > size or b"moov" not in seen or not seen & {b"mdat", b"moof"}


def _box_at(file: BinaryIO, left: int) -> tuple[int | None, bytes]:
    head = file.read(16)
    length, name, header = int.from_bytes(head[:4]), head[4:8], 8
    if length == TO_THE_END:
        return left, name
    if length == LONG_SIZE:
        length, header = int.from_bytes(head[8:16]), 16
    return (None if length < header or len(head) < header else length), name


def _riff_cut(file: BinaryIO, size: int) -> bool:
    stated = int.from_bytes(file.read(8)[4:8], "little")
    return stated not in UNKNOWN_RIFF_SIZES and stated + 8 > size


def _matroska_cut(file: BinaryIO, size: int) -> bool:
    """EBML head, then one Segment holding everything; a live recording leaves its size unknown."""
    file.seek(4)
    length, unknown = _variable_number(file)
    file.seek(length, 1)
    if unknown or file.read(4) != b"\x18\x53\x80\x67":
        return False
    length, unknown = _variable_number(file)
    return not unknown and file.tell() + length > size


def _variable_number(file: BinaryIO) -> tuple[int, bool]:
    """The leading zero bits say how many bytes follow; all ones means "not known"."""
    first = file.read(1)
    if not first or not first[0]:
        return 0, True
    extra = 8 - first[0].bit_length()
    value = int.from_bytes(bytes([first[0] & (0x7F >> extra)]) + file.read(extra))
    return value, value == (1 << (7 * (extra + 1))) - 1
