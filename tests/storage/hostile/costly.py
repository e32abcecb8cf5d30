"""Few bytes that ask for much time, memory or disk: some in the everyday run, as much as they can in the full one."""

import io
import struct
import zlib

from PIL import Image

from tests.storage import clips
from tests.storage.hostile.corpus import Case, Place, harmless, not_shown

FTYP = b"\0\0\0\x14ftypisom\0\0\2\0isom"


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def _boxes(place: Place) -> bytes:
    return FTYP + b"\0\0\0\x08free" * place.size(300_000, 1_000_000)


def _nested(place: Place) -> bytes:
    depth = place.size(20_000, 100_000)
    return FTYP + b"".join(struct.pack(">I", 8 * level) + b"moov" for level in range(depth, 0, -1))


def _patched(place: Place, name: bytes, offset: int, value: bytes) -> bytes:
    """The good film with a few bytes after a box name written over."""
    raw = bytearray(place.film.read_bytes())
    at = raw.index(name) + 4 + offset
    raw[at : at + len(value)] = value
    return bytes(raw)


def _many_tracks(place: Place) -> bytes:
    raw = place.film.read_bytes()
    start = raw.index(b"trak") - 4
    track = raw[start : start + int.from_bytes(raw[start : start + 4])]
    moov = raw.index(b"moov") - 4
    size = int.from_bytes(raw[moov : moov + 4])
    grown = raw[moov + 4 : moov + size] + track * place.size(3000, 5000)
    return FTYP + box(b"mdat", b"\0" * 64) + struct.pack(">I", len(grown) + 4) + grown


def png(width: int, height: int, *chunks: tuple[bytes, bytes], colour: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), *chunks, (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pixels(width: int, height: int) -> bytes:
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def _text_bomb(place: Place) -> bytes:
    words = zlib.compress(bytes(place.size(60_000_000, 600_000_000)), 9)
    return png(8, 8, (b"zTXt", b"Comment\0\0" + words), (b"IDAT", pixels(8, 8)))


def _colour_bomb(place: Place) -> bytes:
    profile = zlib.compress(bytes(place.size(30_000_000, 300_000_000)))
    return png(8, 8, (b"iCCP", b"x\0\0" + profile), (b"IDAT", pixels(8, 8)))


def _overrun(place: Place) -> bytes:
    edge = place.size(3000, 10_000)
    return png(16, 16, (b"IDAT", pixels(edge, edge)))


def _unpacked(place: Place) -> bytes:
    """A true picture, every pixel of it there: 25 MB, or the 1.6 GB that filled somebody's machine."""
    edge = place.size(2900, 23_100)
    return png(edge, edge, (b"IDAT", pixels(edge, edge)))


def _just_under(place: Place) -> bytes:
    """Just under what Pillow itself would let pass (178 megapixels), far over what we do."""
    return clips.bomb_png(place.folder / "under", edge=place.size(7200, 13_370)).read_bytes()


def _frames(place: Place, kind: str) -> bytes:
    made = io.BytesIO()
    first, *rest = [Image.new("P", (2, 2), number % 7) for number in range(place.size(3000, 100_000))]
    first.save(made, format=kind, save_all=True, append_images=rest, duration=10)
    return made.getvalue()


def _tiff_loop(_place: Place) -> bytes:
    """A directory whose next directory is itself."""
    entry = struct.pack("<HHII", 256, 3, 1, 8)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


def _exif_loop(place: Place) -> bytes:
    """Exif directories that point at each other, in an otherwise good photograph."""
    directory = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    body = b"Exif\0\0II*\0" + struct.pack("<I", 8) + directory
    raw = place.photo.read_bytes()
    end_of_old = 4 + int.from_bytes(raw[4:6])
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + raw[end_of_old:]


def _scans(place: Place) -> bytes:
    return clips.patient_jpeg(place.folder / "scans", scans=place.size(1200, 12_000), edge=4000).read_bytes()


def _black(place: Place) -> bytes:
    """One black frame of more pixels than a camera has."""
    out, size = place.folder / "black.mkv", "16384x8704" if place.full else "7680x4320"
    coded = clips.H264 if place.full else ("-c:v", "mpeg4")
    clips.ffmpeg("-f", "lavfi", "-i", f"color=black:s={size}:r=1:d=1", *coded, "-frames:v", "1", out)
    return out.read_bytes()


CASES: tuple[Case, ...] = (
    not_shown("boxes.mp4", _boxes),
    not_shown("nested.mp4", _nested),
    harmless("samples.mp4", lambda at: _patched(at, b"stsz", 8, b"\xff\xff\xff\xff")),
    harmless("chunks.mp4", lambda at: _patched(at, b"stco", 4, b"\xff\xff\xff\xff")),
    harmless("frame.mp4", lambda at: _patched(at, b"avc1", 24, b"\xff\xff\xff\xff")),
    harmless("length.mp4", lambda at: _patched(at, b"mvhd", 16, b"\xff\xff\xff\xff")),
    not_shown("tracks.mp4", _many_tracks),
    not_shown("black.mkv", _black),
    not_shown("huge.png", lambda _at: png(2**31 - 1, 2**31 - 1, (b"IDAT", b""))),
    not_shown("claimed.png", lambda _at: png(30_000, 30_000, (b"IDAT", pixels(16, 16)))),
    not_shown("bomb.png", lambda at: clips.bomb_png(at.folder / "bomb").read_bytes()),
    harmless("text.png", _text_bomb),
    not_shown("under.png", _just_under),
    harmless("unpacked.png", _unpacked),
    harmless("overrun.png", _overrun),
    harmless("colour.png", _colour_bomb),
    harmless("animated.png", lambda at: _frames(at, "PNG")),
    not_shown("scans.jpg", _scans),
    harmless("loop.tiff", _tiff_loop),
    harmless("exif.jpg", _exif_loop),
)
