"""Copies to look at and listen to. Each is an object of its own that points to its original, which is never touched."""

import array
import math
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from storage.errors import MediaRefused, Refusal
from storage.media import commands, limits
from storage.media.limits import MediaLimits
from storage.media.probe import MediaFacts, probe
from storage.media.runner import Workplace, deliver, run, workplace
from storage.media.tools import Tools

POSTER_SIZE = (640, 640)
PROXY_SIZE = (1280, 720)
WAVE_SIZE = (1200, 160)
WAVE_INK, WAVE_PAPER = (31, 78, 121), (255, 255, 255)
LOUDEST = 32768
QUARTER_TURNS = (90, 270)
PLAYABLE_CONTAINERS = {"mov", "matroska", "mpegts"}  # AVI states no time of showing, so its packets cannot be copied
PLAYABLE_PIXELS = {"yuv420p", "yuvj420p"}
MICROSECONDS = 1_000_000


def poster(path: Path, out: Path, *, tools: Tools | None = None, facts: MediaFacts | None = None) -> None:
    """A JPEG of a moment near the beginning, at most 640 pixels on its longer side.

    Here and below, `facts` spares asking a recording again what is known of it.
    """
    tools = tools or Tools.found()
    facts = with_picture(path, tools, facts)
    at = min(1.0, (facts.duration or 0) / 3)
    try:
        _still(path, out, at=at, tools=tools, facts=facts)
    except MediaRefused:
        # Transport streams are entered between key frames: where no other follows, only the beginning shows anything
        _still(path, out, at=0, tools=tools, facts=facts)


def _still(path: Path, out: Path, *, at: float, tools: Tools, facts: MediaFacts) -> None:
    with workplace() as place:
        made = place.new_file("jpg")
        size = fitted(facts, *POSTER_SIZE)
        command = commands.poster(tools, place.bring(path), made, family=facts.family, at=at, size=size)
        run(command, place=place, limits=limits.STILL)
        deliver(made, out)


def proxy_720p(
    path: Path,
    out: Path,
    on_progress: Callable[[float], None] | None = None,
    *,
    tools: Tools | None = None,
    facts: MediaFacts | None = None,
) -> None:
    """MP4 for the browser, 720p at most. Takes about the length of the recording: a job, never a request."""
    tools = tools or Tools.found()
    facts = with_picture(path, tools, facts)
    if plays_already(facts):
        with suppress(MediaRefused):  # packets without times, say: then it is encoded like any other
            _repack(path, out, on_progress, tools=tools, facts=facts)
            return
    size, sound = fitted(facts, *screen(facts)), facts.has_sound
    with workplace() as place:
        made = place.new_file("mp4")
        command = commands.proxy(tools, place.bring(path), made, family=facts.family, size=size, sound=sound)
        transcode(command, place, made=made, out=out, duration=facts.duration or 0, on_progress=on_progress)


def plays_already(facts: MediaFacts) -> bool:
    """What every browser shows as it is: copying its packets loses nothing and takes a hundredth of the time."""
    fits = fitted(facts, *screen(facts)) == (facts.width, facts.height)
    heard = facts.audio_codec in {None, "aac"}
    seen = facts.video_codec == "h264" and facts.pixel_format in PLAYABLE_PIXELS and not facts.rotation
    return fits and heard and seen and facts.family in PLAYABLE_CONTAINERS


def _repack(
    path: Path, out: Path, on_progress: Callable[[float], None] | None, *, tools: Tools, facts: MediaFacts
) -> None:
    with workplace() as place:
        made = place.new_file("mp4")
        command = commands.repacked(tools, place.bring(path), made, family=facts.family, sound=facts.has_sound)
        bounds = replace(limits.for_transcoding(facts.duration or 0), output_bytes=path.stat().st_size + limits.STREAM)
        transcode(
            command, place, made=made, out=out, duration=facts.duration or 0, on_progress=on_progress, bounds=bounds
        )


def transcode(
    command: list[str],
    place: Workplace,
    *,
    made: Path,
    out: Path,
    duration: float,
    on_progress: Callable[[float], None] | None,
    bounds: MediaLimits | None = None,
) -> None:
    progress = Progress(duration, on_progress)
    run(command, place=place, limits=bounds or limits.for_transcoding(duration), on_output=progress.feed)
    deliver(made, out)
    progress.finish()


def audio_proxy(
    path: Path,
    out: Path,
    on_progress: Callable[[float], None] | None = None,
    *,
    tools: Tools | None = None,
    facts: MediaFacts | None = None,
) -> None:
    """M4A (AAC) for the browser."""
    tools = tools or Tools.found()
    facts = with_sound(path, tools, facts)
    with workplace() as place:
        made = place.new_file("m4a")
        command = commands.sound_proxy(tools, place.bring(path), made, family=facts.family)
        transcode(command, place, made=made, out=out, duration=facts.duration or 0, on_progress=on_progress)


def waveform(path: Path, out: Path, *, tools: Tools | None = None, facts: MediaFacts | None = None) -> None:
    """PNG of the loudness over time. Samples pass by and are forgotten: an hour takes no more memory than a second."""
    tools = tools or Tools.found()
    facts = with_sound(path, tools, facts)
    peaks = Peaks(duration=facts.duration or 0, columns=WAVE_SIZE[0])
    with workplace() as place:
        command = commands.samples(tools, place.bring(path), family=facts.family)
        bounds = limits.for_listening(facts.duration or 0)
        run(command, place=place, limits=bounds, on_output=peaks.feed)
        made = place.new_file("png")
        _drawn(peaks.columns()).save(made, format="PNG")
        deliver(made, out)


class Progress:
    """ffmpeg's own lines (`out_time_us=…`) as a share between 0 and 1."""

    def __init__(self, duration: float, on_progress: Callable[[float], None] | None) -> None:
        self._duration = duration
        self._tell = on_progress
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            name, _, value = line.strip().partition(b"=")
            if name == b"out_time_us" and value.isdigit():
                self._report(int(value) / MICROSECONDS)

    def finish(self) -> None:
        if self._tell is not None:
            self._tell(1.0)

    def _report(self, seconds: float) -> None:
        if self._tell is not None and self._duration > 0:
            self._tell(min(0.99, seconds / self._duration))


class Peaks:
    """The loudest sample of each stretch of time."""

    def __init__(self, *, duration: float, columns: int) -> None:
        self._columns = columns
        self._step = max(1, math.ceil(duration * commands.SAMPLE_RATE / columns))
        self._rest = b""
        self._found: list[int] = []

    def feed(self, chunk: bytes) -> None:
        self._rest += chunk
        whole = 2 * self._step
        used = len(self._rest) - len(self._rest) % whole
        for start in range(0, used, whole):
            self._take(self._rest[start : start + whole])
        self._rest = self._rest[used:]

    def columns(self) -> list[float]:
        even = len(self._rest) - len(self._rest) % 2
        if even:
            self._take(self._rest[:even])
        self._rest = b""
        return [peak / LOUDEST for peak in self._found[: self._columns]]

    def _take(self, raw: bytes) -> None:
        samples = array.array("h", raw)
        if sys.byteorder == "big":
            samples.byteswap()
        highest, lowest = max(samples), min(samples)
        self._found.append(max(highest, -lowest))


def fitted(facts: MediaFacts, width: int, height: int) -> tuple[int, int]:
    """Largest even size inside the box, as the picture is shown (after turning), never enlarged."""
    wide, high = facts.width or width, facts.height or height
    if facts.rotation in QUARTER_TURNS:
        wide, high = high, wide
    share = min(1.0, width / wide, height / high)
    return max(2, int(wide * share) // 2 * 2), max(2, int(high * share) // 2 * 2)


def screen(facts: MediaFacts, box: tuple[int, int] = PROXY_SIZE) -> tuple[int, int]:
    """The box lies or stands as the picture does."""
    wide = (facts.width or 0) >= (facts.height or 0)
    return box if wide != (facts.rotation in QUARTER_TURNS) else box[::-1]


def with_picture(path: Path, tools: Tools, facts: MediaFacts | None = None) -> MediaFacts:
    facts = facts or probe(path, tools=tools, to_the_end=False)
    if not facts.readable:
        raise MediaRefused(Refusal.UNREADABLE, "cut before its index")
    if not facts.has_picture:
        raise MediaRefused(Refusal.NO_PICTURE)
    return facts


def with_sound(path: Path, tools: Tools, facts: MediaFacts | None = None) -> MediaFacts:
    facts = facts or probe(path, tools=tools, to_the_end=False)
    if not facts.readable:
        raise MediaRefused(Refusal.UNREADABLE, "cut before its index")
    if not facts.has_sound:
        raise MediaRefused(Refusal.NO_SOUND)
    return facts


def _drawn(columns: list[float]) -> Image.Image:
    picture = Image.new("RGB", WAVE_SIZE, WAVE_PAPER)
    pen = ImageDraw.Draw(picture)
    middle = WAVE_SIZE[1] / 2
    for place, peak in enumerate(columns):
        reach = max(0.5, peak * (middle - 2))
        pen.line([(place, middle - reach), (place, middle + reach)], fill=WAVE_INK)
    return picture
