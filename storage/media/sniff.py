"""Decide what a file is from its first bytes and its name; both must agree, and nothing else is believed."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from storage.errors import MediaRefused, Refusal

HEAD_SIZE = 4096
TS_PACKET, M2TS_PACKET = 188, 192
PICTURE_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx "}
BITMAP_HEADERS = {12, 40, 52, 56, 64, 108, 124}


class Kind(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"
    PICTURE = "picture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class ContentType:
    """`family` is the container as ffmpeg or Pillow names it; the browser is told `mime` and nothing a person typed."""

    kind: Kind
    mime: str
    extension: str
    family: str


ACCEPTED = {
    one.extension: one
    for one in (
        ContentType(Kind.VIDEO, "video/mp4", "mp4", "mov"),
        ContentType(Kind.VIDEO, "video/quicktime", "mov", "mov"),
        ContentType(Kind.VIDEO, "video/x-matroska", "mkv", "matroska"),
        ContentType(Kind.VIDEO, "video/x-msvideo", "avi", "avi"),
        ContentType(Kind.VIDEO, "video/mp2t", "ts", "mpegts"),
        ContentType(Kind.AUDIO, "audio/mpeg", "mp3", "mp3"),
        ContentType(Kind.AUDIO, "audio/wav", "wav", "wav"),
        ContentType(Kind.AUDIO, "audio/mp4", "m4a", "mov"),
        ContentType(Kind.AUDIO, "audio/aac", "aac", "aac"),
        ContentType(Kind.AUDIO, "audio/amr", "amr", "amr"),
        ContentType(Kind.PICTURE, "image/jpeg", "jpg", "jpeg"),
        ContentType(Kind.PICTURE, "image/png", "png", "png"),
        ContentType(Kind.PICTURE, "image/webp", "webp", "webp"),
        ContentType(Kind.PICTURE, "image/bmp", "bmp", "bmp"),
        ContentType(Kind.PICTURE, "image/tiff", "tiff", "tiff"),
        ContentType(Kind.DOCUMENT, "application/pdf", "pdf", "pdf"),
    )
}
ALSO_WRITTEN = {"jpeg": "jpg", "tif": "tiff", "m2ts": "ts", "mts": "ts"}

BEGINNINGS = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"ID3", "mp3"),
    (b"#!AMR", "amr"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
)
RIFF_FORMS = {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}


def sniff(name: str, head: bytes) -> ContentType:
    """`head` is the first 4 KiB. Raises MediaRefused with the reason."""
    if not head:
        raise MediaRefused(Refusal.EMPTY)
    extension = PurePath(name).suffix.lower().removeprefix(".")
    accepted = ACCEPTED.get(ALSO_WRITTEN.get(extension, extension))
    if accepted is None:
        raise MediaRefused(Refusal.NAME_UNKNOWN, extension)
    family = recognise(head)
    if family != accepted.family:
        raise MediaRefused(Refusal.NAME_CONTENT_DIFFER, f"{extension} holds {family}")
    return accepted


def sniff_file(path: Path, *, name: str) -> ContentType:
    return sniff(name, head_of(path))


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_SIZE)


def recognise(head: bytes) -> str:
    """The container family by content alone."""
    for beginning, family in BEGINNINGS:
        if head.startswith(beginning):
            return family
    for look in (_quicktime, _riff, _transport_stream, _bitmap, _mpeg_sound):
        found = look(head)
        if found:
            return found
    raise MediaRefused(Refusal.CONTENT_UNKNOWN, head[:8].hex())


def _quicktime(head: bytes) -> str | None:
    atom = head[4:8]
    if atom == b"ftyp":
        return None if head[8:12] in PICTURE_BRANDS else "mov"
    return "mov" if atom in {b"moov", b"mdat", b"wide", b"free", b"skip"} else None


def _riff(head: bytes) -> str | None:
    return RIFF_FORMS.get(head[8:12]) if head.startswith(b"RIFF") else None


def _transport_stream(head: bytes) -> str | None:
    for start, step in ((0, TS_PACKET), (4, M2TS_PACKET)):
        if len(head) > start + 2 * step and head[start : start + 2 * step + 1 : step] == b"GGG":
            return "mpegts"
    return None


def _bitmap(head: bytes) -> str | None:
    plausible = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in BITMAP_HEADERS
    return "bmp" if plausible else None


def _mpeg_sound(head: bytes) -> str | None:
    """Eleven set bits, then the layer: none in AAC (ADTS), the third in MP3."""
    if len(head) < 4 or head[0] != 0xFF:  # noqa: PLR2004
        return None
    if head[1] & 0xF6 == 0xF0:  # noqa: PLR2004
        return "aac"
    return "mp3" if head[1] & 0xE6 == 0xE2 else None  # noqa: PLR2004
