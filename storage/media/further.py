"""Copies people ask for: a stretch of a recording, or a playing copy that says on every frame who took it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from storage.media import commands, limits, watermark
from storage.media.preview import fitted, screen, transcode, with_picture, with_sound
from storage.media.runner import workplace
from storage.media.tools import Tools

CLIP_SIZE = (1920, 1080)

Tell = Callable[[float], None] | None


def film_clip(path: Path, out: Path, on_progress: Tell = None, *, span: tuple[float, float], tools: Tools) -> None:
    """`span` is from and until in seconds. MP4, 1080p at most; the original is only read."""
    facts = with_picture(path, tools)
    size = fitted(facts, *screen(facts, CLIP_SIZE))
    with workplace() as place:
        made = place.new_file("mp4")
        source = place.bring(path)
        command = commands.clip(tools, source, made, family=facts.family, span=span, size=size, sound=facts.has_sound)
        duration = span[1] - span[0]
        bounds = limits.for_transcoding(duration + commands.LEAD)
        transcode(command, place, made=made, out=out, duration=duration, on_progress=on_progress, bounds=bounds)


def sound_clip(path: Path, out: Path, on_progress: Tell = None, *, span: tuple[float, float], tools: Tools) -> None:
    """M4A. `span` in seconds."""
    facts = with_sound(path, tools)
    with workplace() as place:
        made = place.new_file("m4a")
        command = commands.sound_clip(tools, place.bring(path), made, family=facts.family, span=span)
        transcode(command, place, made=made, out=out, duration=span[1] - span[0], on_progress=on_progress)


def marked_film(
    path: Path, out: Path, on_progress: Tell = None, *, lines: Sequence[str], font: Path, tools: Tools
) -> None:
    """A playing copy with `lines` burnt into every frame."""
    facts = with_picture(path, tools)
    size = fitted(facts, *screen(facts))
    with workplace() as place:
        stamp, made = place.new_file("rgba"), place.new_file("mp4")
        stamp.write_bytes(watermark.sheet(size, lines, font=font).tobytes())
        source = place.bring(path)
        command = commands.marked(
            tools, source, made, stamp=stamp, family=facts.family, size=size, sound=facts.has_sound
        )
        transcode(command, place, made=made, out=out, duration=facts.duration or 0, on_progress=on_progress)
