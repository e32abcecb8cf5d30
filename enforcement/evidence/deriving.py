"""Copies to look at and listen to. Made from the original in a folder of their own; the original is only read."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from enforcement.evidence.names import DerivativeKind, Medium
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.service import Copy
from storage import keys
from storage.errors import MediaRefused, ObjectExists, Refusal
from storage.joined import fetch
from storage.media import preview
from storage.media.picture import examine
from storage.media.tools import Tools
from storage.port import ObjectStore

JPEG, PNG, MP4, M4A = "image/jpeg", "image/png", "video/mp4", "audio/mp4"
ENDINGS = {JPEG: "jpg", PNG: "png", MP4: "mp4", M4A: "m4a"}
SMALL, LARGE = 320, 1280
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Made:
    kind: DerivativeKind
    path: Path
    mime: str


def derive(
    objects: ObjectStore, item: ItemRow, folder: Path, *, tools: Tools, on_progress: Callable[[float], None]
) -> list[Copy]:
    if item.object_key is None:
        return []
    original = folder / "original"
    fetch(objects, item.object_key, original, sha256=item.sha256)
    made = list(_made(original, item.medium, folder, tools=tools, on_progress=on_progress))
    return [_stored(objects, item.sha256, one) for one in made]


def _made(
    original: Path, medium: Medium, folder: Path, *, tools: Tools, on_progress: Callable[[float], None]
) -> Iterator[Made]:
    match medium:
        case Medium.PICTURE:
            found = examine(original, folder, widths=(SMALL, LARGE)).thumbnails
            yield Made(kind=DerivativeKind.SMALL, path=found[SMALL], mime=JPEG)
            yield Made(kind=DerivativeKind.LARGE, path=found[LARGE], mime=JPEG)
        case Medium.VIDEO:
            poster, proxy = folder / "poster.jpg", folder / "proxy.mp4"
            preview.poster(original, poster, tools=tools)
            yield Made(kind=DerivativeKind.POSTER, path=poster, mime=JPEG)
            preview.proxy_720p(original, proxy, on_progress, tools=tools)
            yield Made(kind=DerivativeKind.PROXY, path=proxy, mime=MP4)
            yield from _wave(original, folder, tools)
        case Medium.AUDIO:
            sound = folder / "sound.m4a"
            preview.audio_proxy(original, sound, on_progress, tools=tools)
            yield Made(kind=DerivativeKind.SOUND, path=sound, mime=M4A)
            yield from _wave(original, folder, tools)


def _wave(original: Path, folder: Path, tools: Tools) -> Iterator[Made]:
    """A silent film has none."""
    wave = folder / "wave.png"
    with suppress(SilentFilm):
        _draw_wave(original, wave, tools)
        yield Made(kind=DerivativeKind.WAVE, path=wave, mime=PNG)


class SilentFilm(Exception):
    pass


def _draw_wave(original: Path, wave: Path, tools: Tools) -> None:
    try:
        preview.waveform(original, wave, tools=tools)
    except MediaRefused as refused:
        if refused.reason is Refusal.NO_SOUND:
            raise SilentFilm from refused
        raise


def _stored(objects: ObjectStore, original_sha256: str, made: Made) -> Copy:
    """An item of the same bytes, or an earlier try, may have made it already: then that copy serves."""
    key = keys.derived(original_sha256, kind=made.kind, version=VERSION, extension=ENDINGS[made.mime])
    with made.path.open("rb") as file, suppress(ObjectExists):
        objects.put(key, file, size=made.path.stat().st_size, content_type=made.mime)
    return Copy(kind=made.kind, object_key=key, sha256=objects.digest(key), size=objects.stat(key).size, mime=made.mime)
