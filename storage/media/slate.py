"""QR codes shown to a camera: drawn for a page, and looked for in the first minute of a recording, under limits.

The codes are anybody's: a film may show a shop's payment code. What a text means is not decided here.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import zxingcpp

from storage.errors import MediaRefused, Refusal
from storage.media import slate_child
from storage.media.limits import MEBIBYTE, MediaLimits
from storage.media.picture import examine
from storage.media.preview import fitted
from storage.media.probe import probe
from storage.media.runner import Workplace, run, workplace
from storage.media.tools import Tools

CHILD = str(Path(slate_child.__file__).resolve())
FIRST_SECONDS = 60
FRAMES_A_SECOND = 3
LONGEST_EDGE = 960  # a code a quarter as high as the picture still has five points for each of its squares
PICTURE_EDGE = 1280
LONGEST_ANSWER = 200_000
MIDDLE_GREY = 128
MIDDLE_CORRECTION = "M"  # 15 % of the code may be covered or blurred

# One decoding thread: a minute of 4K costs the better part of this; whatever costs more is left to a person.
EXTRACT = MediaLimits(cpu_seconds=240, wall_seconds=600, output_bytes=192 * MEBIBYTE)
DECODE = MediaLimits(cpu_seconds=120, wall_seconds=240, memory_bytes=1024 * MEBIBYTE, output_bytes=MEBIBYTE)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A code's text and when in the recording it was first seen."""

    offset_ms: int
    text: str


def drawn(text: str) -> str:
    """The code as SVG with its white border, as large as its place; no script, no style, no outside reference."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=MIDDLE_CORRECTION)
    image = code.to_image(scale=1, add_quiet_zones=True)
    points = memoryview(image)  # type: ignore[arg-type]  # a buffer, which its published types leave out
    edge = points.shape[0] if points.shape else 0
    dark = "".join(f"M{x} {y}h1v1h-1z" for y in range(edge) for x in range(edge) if points[y, x] < MIDDLE_GREY)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {edge} {edge}" shape-rendering="crispEdges">'
        f'<rect width="{edge}" height="{edge}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )


def codes_in_film(path: Path, *, tools: Tools | None = None) -> list[Sighting]:
    tools = tools or Tools.found()
    facts = probe(path, tools=tools)
    if not facts.has_picture or not facts.width or not facts.height:
        raise MediaRefused(Refusal.NO_PICTURE)
    size = fitted(facts, LONGEST_EDGE, LONGEST_EDGE)
    with workplace() as place:
        frames = place.new_file("gray")
        run(_frames(tools, place.bring(path), frames, family=facts.family, size=size), place=place, limits=EXTRACT)
        return _read(place, ["frames", str(frames), *map(str, size), str(FRAMES_A_SECOND)])


def codes_in_picture(path: Path) -> list[Sighting]:
    """Read from the clean copy the picture door makes, so that the picture itself is opened there alone."""
    with workplace() as place:
        copies = examine(path, place.folder, widths=(PICTURE_EDGE,)).thumbnails
        return _read(place, ["picture", str(copies[PICTURE_EDGE])])


def _frames(tools: Tools, source: Path, out: Path, *, family: str, size: tuple[int, int]) -> list[str]:
    """The guards are those of `commands`: the file protocol alone, and the one container its content shows."""
    references = ("-enable_drefs", "0") if family == "mov" else ()
    guards = ("-protocol_whitelist", "file", "-format_whitelist", family, *references)
    picture = f"fps={FRAMES_A_SECOND},scale={size[0]}:{size[1]}:flags=area,format=gray"
    opened = ("-threads", "1", *guards, "-t", str(FIRST_SECONDS), "-i", f"file:{source}")
    made = ("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", picture, "-f", "rawvideo", str(out))
    return [tools.ffmpeg, "-nostdin", "-v", "error", "-y", *opened, *made]


def _read(place: Workplace, arguments: Sequence[str]) -> list[Sighting]:
    said = run([sys.executable, "-I", CHILD, *arguments], place=place, limits=DECODE)
    if len(said) > LONGEST_ANSWER:
        raise MediaRefused(Refusal.UNREADABLE, "more codes than anybody shows to a camera")
    return [Sighting(offset_ms=int(one["ms"]), text=str(one["text"])) for one in json.loads(said)]
