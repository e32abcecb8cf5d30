"""What remains when a battery dies, a card fails, or somebody lies about sizes."""

import random
import struct

from tests.storage import clips
from tests.storage.hostile.corpus import Case, Make, Place, harmless, not_shown, refused
from tests.storage.hostile.costly import FTYP, box, pixels, png


def cut(share: float) -> Make:
    def make(place: Place) -> bytes:
        whole = place.film.read_bytes()
        return whole[: int(len(whole) * share)]

    return make


def _without(name: bytes) -> Make:
    def make(place: Place) -> bytes:
        return place.film.read_bytes().replace(name, b"junk")

    return make


def _lying(size: bytes) -> Make:
    def make(place: Place) -> bytes:
        raw = bytearray(place.film.read_bytes())
        at = raw.index(b"mdat") - 4
        raw[at : at + 4] = size
        return bytes(raw)

    return make


def _timeless(place: Place) -> bytes:
    raw = bytearray(place.film.read_bytes())
    at = raw.index(b"mdhd") + 4 + 12
    raw[at : at + 4] = b"\0\0\0\0"
    return bytes(raw)


def _wrong_checksum(place: Place) -> bytes:
    raw = bytearray(png(40, 30, (b"IDAT", pixels(40, 30))))
    raw[-16] ^= 0xFF
    return bytes(raw)


def _longer_than_the_file(place: Place) -> bytes:
    """A Matroska whose segment claims two to the fiftieth bytes."""
    out = place.folder / "whole.mkv"
    clips.ffmpeg("-i", place.film, "-c", "copy", out)
    raw = bytearray(out.read_bytes())
    at = raw.index(b"\x18\x53\x80\x67") + 4
    raw[at : at + 8] = b"\x01\x04" + bytes(6)
    return bytes(raw)


def _noise(size: int) -> bytes:
    return random.Random(20260309).randbytes(size)


def _wave(stated: int) -> bytes:
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", stated)
    return b"RIFF" + struct.pack("<I", stated) + head + bytes(1600)


SHARES = (0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999)

CASES: tuple[Case, ...] = (
    *(harmless(f"cut-{share}.mp4", cut(share)) for share in SHARES),
    not_shown("no-index.mp4", _without(b"moov")),
    not_shown("only-ftyp.mp4", lambda _at: FTYP),
    harmless("size-zero.mp4", _lying(b"\0\0\0\0")),
    harmless("size-seven.mp4", _lying(b"\0\0\0\x07")),
    harmless("size-huge.mp4", _lying(b"\x7f\xff\xff\xff")),
    not_shown("empty-index.mp4", lambda _at: FTYP + box(b"moov", b"") + box(b"mdat", b"\0" * 32)),
    harmless("timeless.mp4", _timeless),
    refused("empty.mp4", lambda _at: b""),
    refused("noise.mp4", lambda _at: b"\x01" + _noise(5000)),
    not_shown("noise-named.mp4", lambda _at: FTYP + _noise(50_000)),
    not_shown("noise.mkv", lambda _at: b"\x1a\x45\xdf\xa3" + _noise(50_000)),
    not_shown("noise.ts", lambda _at: b"".join(b"G" + _noise(187) for _ in range(200))),
    harmless("sizes.wav", lambda _at: _wave(0xFFFFFFF0)),
    harmless("checksum.png", _wrong_checksum),
    harmless("longer.mkv", _longer_than_the_file),
    not_shown("cut.jpg", lambda at: at.photo.read_bytes()[:700]),
    not_shown("only-magic.png", lambda _at: b"\x89PNG\r\n\x1a\n"),
)
