"""Copies to look at and listen to. Made from the original in a folder of their own; the original is only read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from enforcement.evidence import technical
from enforcement.evidence.names import DerivativeKind, Medium
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.service import Copy, Object
from storage import keys
from storage.errors import MediaLimit, MediaRefused, ObjectExists
from storage.joined import fetch
from storage.media import preview
from storage.media.picture import examine
from storage.media.probe import MediaFacts, probe
from storage.media.strip import scrub_strip
from storage.media.tools import Tools
from storage.port import ObjectStore

JPEG, PNG, MP4, M4A, VTT = "image/jpeg", "image/png", "video/mp4", "audio/mp4", "text/vtt"
ENDINGS = {JPEG: "jpg", PNG: "png", MP4: "mp4", M4A: "m4a", VTT: "vtt"}
SMALL, LARGE = 320, 1280
VERSION = 1
ENCODED = 0.9  # how far the job is when the playing copy is made; the rest is quick

Tell = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Made:
    kind: DerivativeKind
    path: Path
    mime: str


@dataclass(frozen=True, kw_only=True)
class Derived:
    copies: list[Copy]
    facts: Mapping[str, str]


def derive(objects: ObjectStore, item: ItemRow, folder: Path, *, tools: Tools, on_progress: Tell) -> Derived:
    if item.object_key is None:
        return Derived(copies=[], facts={})
    original = folder / "original"
    fetch(objects, item.object_key, original, sha256=item.sha256)
    if item.medium is Medium.PICTURE:
        seen = examine(original, folder, widths=(SMALL, LARGE))
        facts, made = technical.of_picture(seen), list(_pictures(seen.thumbnails))
    else:
        heard = probe(original, tools=tools, to_the_end=False)
        facts = technical.of_recording(heard)
        recording = Recording(original, folder, facts=heard, tools=tools, on_progress=on_progress)
        made = list(recording.film() if item.medium is Medium.VIDEO else recording.sound())
    return Derived(copies=[_stored(objects, item.sha256, one) for one in made], facts=facts)


def _pictures(found: Mapping[int, Path]) -> Iterator[Made]:
    yield Made(kind=DerivativeKind.SMALL, path=found[SMALL], mime=JPEG)
    yield Made(kind=DerivativeKind.LARGE, path=found[LARGE], mime=JPEG)


class Recording:
    """Asked once what it is, then copied in several ways."""

    def __init__(self, original: Path, folder: Path, *, facts: MediaFacts, tools: Tools, on_progress: Tell) -> None:
        self._original, self._folder, self._facts, self._tools = original, folder, facts, tools
        self._tell = on_progress

    def film(self) -> Iterator[Made]:
        poster, proxy = self._folder / "poster.jpg", self._folder / "proxy.mp4"
        preview.poster(self._original, poster, tools=self._tools, facts=self._facts)
        yield Made(kind=DerivativeKind.POSTER, path=poster, mime=JPEG)
        preview.proxy_720p(self._original, proxy, self._part, tools=self._tools, facts=self._facts)
        yield Made(kind=DerivativeKind.PROXY, path=proxy, mime=MP4)
        yield from self._strip(proxy)
        yield from self._wave()

    def sound(self) -> Iterator[Made]:
        sound = self._folder / "sound.m4a"
        preview.audio_proxy(self._original, sound, self._part, tools=self._tools, facts=self._facts)
        yield Made(kind=DerivativeKind.SOUND, path=sound, mime=M4A)
        yield from self._wave()

    def _part(self, share: float) -> None:
        self._tell(share * ENCODED)

    def _strip(self, proxy: Path) -> Iterator[Made]:
        """From the playing copy, whose frames are fewer and upright. A film without one plays all the same."""
        sheet, index = self._folder / "strip.jpg", self._folder / "strip.vtt"
        with suppress(MediaRefused, MediaLimit):
            strip = scrub_strip(proxy, sheet, tools=self._tools)
            index.write_text(strip.index(DerivativeKind.STRIP), "utf-8")
            yield Made(kind=DerivativeKind.STRIP, path=sheet, mime=JPEG)
            yield Made(kind=DerivativeKind.STRIP_INDEX, path=index, mime=VTT)

    def _wave(self) -> Iterator[Made]:
        """A silent film has none."""
        if self._facts.has_sound:
            wave = self._folder / "wave.png"
            preview.waveform(self._original, wave, tools=self._tools, facts=self._facts)
            yield Made(kind=DerivativeKind.WAVE, path=wave, mime=PNG)


def _stored(objects: ObjectStore, original_sha256: str, made: Made) -> Copy:
    lying = put(objects, original_sha256, made.path, kind=made.kind, mime=made.mime)
    return Copy(kind=made.kind, **{name: getattr(lying, name) for name in Object.__dataclass_fields__})


def put(objects: ObjectStore, original_sha256: str, path: Path, *, kind: str, mime: str) -> Object:
    """An item of the same bytes, or an earlier try, may have made it already: then that copy serves."""
    key = keys.derived(original_sha256, kind=kind, version=VERSION, extension=ENDINGS[mime])
    with path.open("rb") as file, suppress(ObjectExists):
        objects.put(key, file, size=path.stat().st_size, content_type=mime)
    return Object(object_key=key, sha256=objects.digest(key), size=objects.stat(key).size, mime=mime)
