"""The scrub strip: small frames at even steps in one picture, and an index that says where each one lies."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.media import commands, limits
from storage.media.preview import fitted, with_picture
from storage.media.probe import MediaFacts
from storage.media.runner import deliver, run, workplace
from storage.media.tools import Tools

FRAME_SIZE = (160, 160)
MOST_FRAMES = 100
ACROSS = 10
SHORT = 60.0  # seconds; of longer ones key frames alone are decoded


@dataclass(frozen=True, slots=True)
class Strip:
    """`frames` pictures of `width` by `height`, `every` seconds apart, ten in a row."""

    frames: int
    every: float
    width: int
    height: int

    @property
    def grid(self) -> str:
        return f"{min(ACROSS, self.frames)}x{math.ceil(self.frames / ACROSS)}"

    def index(self, picture: str) -> str:
        """WebVTT with media fragments, as players read it."""
        return "\n\n".join(["WEBVTT", *self._cues(picture)]) + "\n"

    def _cues(self, picture: str) -> Iterator[str]:
        for number in range(self.frames):
            left, top = number % ACROSS * self.width, number // ACROSS * self.height
            begins, ends = _clock(number * self.every), _clock((number + 1) * self.every)
            yield f"{begins} --> {ends}\n{picture}#xywh={left},{top},{self.width},{self.height}"


def scrub_strip(path: Path, out: Path, *, tools: Tools | None = None, facts: MediaFacts | None = None) -> Strip:
    """A JPEG of at most a hundred frames, one a second or fewer."""
    tools = tools or Tools.found()
    facts = with_picture(path, tools, facts)
    duration = max(facts.duration or 0, 1.0)
    every = max(1.0, duration / MOST_FRAMES)
    width, height = fitted(facts, *FRAME_SIZE)
    made_of = Strip(
        frames=max(1, min(MOST_FRAMES, math.ceil(duration / every))), every=every, width=width, height=height
    )
    with workplace() as place:
        made = place.new_file("jpg")
        command = commands.strip(
            tools,
            place.bring(path),
            made,
            family=facts.family,
            every=every,
            size=(width, height),
            grid=made_of.grid,
            sparse=duration > SHORT,
        )
        run(command, place=place, limits=limits.for_listening(duration))
        deliver(made, out)
    return made_of


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
