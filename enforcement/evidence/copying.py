"""Copies people asked for, made by the worker. Each reads what it needs and writes a new object."""

from collections.abc import Callable
from pathlib import Path

from enforcement.evidence.deriving import M4A, MP4, put
from enforcement.evidence.looking import FurtherCopyRow
from enforcement.evidence.marking import FONT
from enforcement.evidence.names import CopyKind, DerivativeKind, Medium
from enforcement.evidence.rows import DerivativeRow, ItemRow
from enforcement.evidence.service import Object
from storage.errors import MediaRefused, Refusal
from storage.joined import fetch
from storage.media import further
from storage.media.tools import Tools
from storage.port import ObjectStore

Tell = Callable[[float], None]


def cut(
    objects: ObjectStore, item: ItemRow, asked: FurtherCopyRow, *, folder: Path, tools: Tools, on_progress: Tell
) -> Object:
    original = folder / "original"
    fetch(objects, item.object_key or "", original, sha256=item.sha256)
    span = ((asked.from_ms or 0) / 1000, (asked.until_ms or 0) / 1000)
    if item.medium is Medium.AUDIO:
        made, mime = folder / "clip.m4a", M4A
        further.sound_clip(original, made, on_progress, span=span, tools=tools)
    else:
        made, mime = folder / "clip.mp4", MP4
        further.film_clip(original, made, on_progress, span=span, tools=tools)
    return put(objects, item.sha256, made, kind=_name(asked), mime=mime)


def mark(
    objects: ObjectStore,
    item: ItemRow,
    asked: FurtherCopyRow,
    *,
    folder: Path,
    playing: DerivativeRow,
    lines: tuple[str, str],
    tools: Tools,
    on_progress: Tell,
) -> Object:
    """From the playing copy, not the original: what is for looking at is small."""
    source, made = folder / "proxy.mp4", folder / "marked.mp4"
    fetch(objects, playing.object_key, source, sha256=playing.sha256)
    further.marked_film(source, made, on_progress, lines=lines, font=FONT, tools=tools)
    return put(objects, item.sha256, made, kind=_name(asked), mime=MP4)


def playing_copy(copies: list[DerivativeRow]) -> DerivativeRow:
    for copy in copies:
        if copy.kind is DerivativeKind.PROXY:
            return copy
    raise MediaRefused(Refusal.NO_PICTURE, "no playing copy")


def _name(asked: FurtherCopyRow) -> str:
    """Its own key for each request: nobody's copy is another's."""
    return f"{'clip' if asked.kind is CopyKind.CLIP else 'marked'}-{asked.id}"
