"""What a recording says about itself, asked under limits and believed only so far."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media import commands, limits
from storage.media.limits import MediaLimits
from storage.media.runner import run, workplace
from storage.media.sniff import head_of, recognise
from storage.media.structure import is_cut_short
from storage.media.tools import Tools

RECORDINGS = {"mov", "matroska", "avi", "mpegts", "mp3", "wav", "aac", "amr"}
TIME_TAGS = ("com.apple.quicktime.creationdate", "creation_time", "date")
MAKER_TAGS = ("com.apple.quicktime.make", "make", "com.android.manufacturer")
MODEL_TAGS = ("com.apple.quicktime.model", "model", "com.android.model")
PLACE_TAGS = ("com.apple.quicktime.location.iso6709", "location")
LONGEST_TAG = 500
MOST_TAGS = 100
TAIL_SECONDS = 3.0
SHORTFALL = 1.0  # seconds; less than this between stated and last packet is rounding
FASTEST = 1000  # frames a second; more is a camera's mistake
EARLIEST_YEAR = 1990  # 1904 and 1970 are the zeros of camera clocks that were never set


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """Times and places are the camera's word, not ours. `readable` is false for a recording cut before its index."""

    family: str
    readable: bool
    truncated: bool
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    frame_rate: float | None = None
    pixel_format: str | None = None
    bit_rate: int | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    streams: int = 0
    captured_at: datetime | None = None
    device: str | None = None
    place: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_picture(self) -> bool:
        return self.video_codec is not None

    @property
    def has_sound(self) -> bool:
        return self.audio_codec is not None


def probe(
    path: Path, *, bounds: MediaLimits = limits.PROBE, tools: Tools | None = None, to_the_end: bool = True
) -> MediaFacts:
    """Facts of a recording; MediaRefused when it is none, MediaLimit when it is beyond `bounds`.

    `to_the_end` also looks for the last packet: what judges a recording needs that, what makes a copy of it does not.
    """
    family = _family(path)
    cut_short = is_cut_short(path, family=family)
    tools = tools or Tools.found()
    try:
        facts = _facts(_asked(path, family=family, bounds=bounds, tools=tools), family, truncated=cut_short)
    except MediaRefused:
        if not cut_short:
            raise
        return MediaFacts(family=family, readable=False, truncated=True)
    _check(facts, bounds)
    if to_the_end and not cut_short and _ends_early(path, facts, bounds=bounds, tools=tools):
        return _marked_truncated(facts)
    return facts


def _family(path: Path) -> str:
    head = head_of(path)
    if not head:
        raise MediaRefused(Refusal.EMPTY)
    family = recognise(head)
    if family not in RECORDINGS:
        raise MediaRefused(Refusal.UNREADABLE, f"{family} is no recording")
    return family


def _asked(path: Path, *, family: str, bounds: MediaLimits, tools: Tools) -> dict[str, Any]:
    with workplace() as place:
        said = run(commands.probe(tools, place.bring(path), family=family), place=place, limits=bounds)
    try:
        answer = json.loads(said)
    except ValueError as broken:
        raise MediaRefused(Refusal.UNREADABLE, "no facts") from broken
    if not answer.get("streams"):
        raise MediaRefused(Refusal.UNREADABLE, "no streams")
    return dict(answer)


def _facts(answer: Mapping[str, Any], family: str, *, truncated: bool) -> MediaFacts:
    streams, container = answer["streams"], answer.get("format", {})
    video: dict[str, Any] = next((one for one in streams if _is_moving_picture(one)), {})
    audio: dict[str, Any] = next((one for one in streams if one.get("codec_type") == "audio"), {})
    tags = _tags(container, video, audio)
    return MediaFacts(
        family=family,
        readable=True,
        truncated=truncated,
        duration=_seconds(container.get("duration") or video.get("duration") or audio.get("duration")),
        width=video.get("width"),
        height=video.get("height"),
        rotation=_rotation(video),
        frame_rate=_rate(video.get("avg_frame_rate")),
        pixel_format=video.get("pix_fmt"),
        bit_rate=_whole(container.get("bit_rate")),
        video_codec=video.get("codec_name"),
        audio_codec=audio.get("codec_name"),
        streams=len(streams),
        captured_at=_time(tags),
        device=" ".join(filter(None, (_first(tags, MAKER_TAGS), _first(tags, MODEL_TAGS)))) or None,
        place=_first(tags, PLACE_TAGS),
        tags=tags,
    )


def _is_moving_picture(stream: Mapping[str, Any]) -> bool:
    """The cover picture of a sound file is not a film."""
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")


def _tags(*bearers: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for bearer in bearers:
        for name, value in list(bearer.get("tags", {}).items())[:MOST_TAGS]:
            found.setdefault(name.lower()[:LONGEST_TAG], _printable(str(value)))
    return found


def _printable(text: str) -> str:
    return "".join(letter for letter in text[:LONGEST_TAG] if letter.isprintable()).strip()


def _first(tags: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if tags.get(name)), None)


def _time(tags: Mapping[str, str]) -> datetime | None:
    for name in TIME_TAGS:
        moment = _moment(tags.get(name, ""))
        if moment is not None:
            return moment
    return None


def _moment(text: str) -> datetime | None:
    """Only a time with its zone is a moment; others stay in `tags` as they are written."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo and moment.year >= EARLIEST_YEAR else None


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _rotation(video: Mapping[str, Any]) -> int:
    turns = (side.get("rotation") for side in video.get("side_data_list", ()))
    return next((int(turn) % 360 for turn in turns if isinstance(turn, int | float)), 0)


def _rate(text: object) -> float | None:
    """A fraction such as 30000/1001; cameras that do not know write 0/0."""
    over, _, under = str(text).partition("/")
    if not (over.isdecimal() and under.isdecimal()) or not int(under):
        return None
    rate = int(over) / int(under)
    return round(rate, 3) if 0 < rate <= FASTEST else None


def _whole(text: object) -> int | None:
    return int(str(text)) if str(text).isdecimal() else None


def _check(facts: MediaFacts, bounds: MediaLimits) -> None:
    if facts.streams > bounds.streams:
        raise MediaLimit(Exceeded.STREAMS, str(facts.streams))
    if (facts.width or 0) * (facts.height or 0) > bounds.pixels:
        raise MediaLimit(Exceeded.PIXELS, f"{facts.width} x {facts.height}")
    if (facts.duration or 0) > bounds.duration_seconds:
        raise MediaLimit(Exceeded.DURATION, f"{facts.duration:.0f} s")


def _ends_early(path: Path, facts: MediaFacts, *, bounds: MediaLimits, tools: Tools) -> bool:
    """The last packet against the stated length. Where that costs too much, the structure's verdict stands."""
    if facts.duration is None or not (facts.has_picture or facts.has_sound):
        return False
    try:
        end = _last_packet(path, facts, bounds=bounds, tools=tools)
    except (MediaLimit, MediaRefused):
        return False
    return end < facts.duration - max(SHORTFALL, facts.duration / 50)


def _last_packet(path: Path, facts: MediaFacts, *, bounds: MediaLimits, tools: Tools) -> float:
    stream = "v:0" if facts.has_picture else "a:0"
    after = max(0.0, (facts.duration or 0) - TAIL_SECONDS)
    with workplace() as place:
        asked = commands.last_packets(tools, place.bring(path), family=facts.family, stream=stream, after=after)
        said = run(asked, place=place, limits=bounds)
    return max((_packet_end(line) for line in said.decode().splitlines()), default=0.0)


def _packet_end(line: str) -> float:
    """Shown at, decoded at, lasting; AVI states only the second."""
    shown, decoded, lasting = (*(_seconds(part) for part in line.split(",")[:3]), None, None, None)[:3]
    return (shown if shown is not None else decoded or 0.0) + (lasting or 0.0)


def _marked_truncated(facts: MediaFacts) -> MediaFacts:
    return MediaFacts(**{name: getattr(facts, name) for name in facts.__slots__} | {"truncated": True})
