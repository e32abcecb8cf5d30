"""Good files with a few wounds, the same for the same number. Nobody foresaw them, and no reader may fall over them."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from tests.storage import clips

Base = tuple[str, bytes]  # a name whose ending agrees with the content
Wound = Callable[[random.Random, bytearray], None]

KEPT_HEAD = 16  # mostly left alone, or the gate would turn every mutant away
NUMBERS = (b"\0", b"\xff", b"\x7f", b"\x80", b"\1")
WIDTHS = (1, 2, 4, 8)
LONGEST_PIECE = 400
WITH_SOUND = ("mp4", "mov", "mkv", "avi", "ts")
SOUND = {"m4a": clips.AAC, "aac": clips.AAC, "mp3": (), "wav": ()}
PICTURES = ("jpg", "png", "webp", "bmp", "tiff")


def bases(folder: Path) -> list[Base]:
    """One of every kind the house opens, small, so that thousands can be tried."""
    whole = folder / "whole.mp4"
    source = ("-f", "lavfi", "-i", "testsrc2=s=96x64:r=10:d=1", "-f", "lavfi", "-i", "sine=f=440:d=1")
    clips.ffmpeg(*source, *clips.H264, *clips.AAC, whole)
    made = [_film(whole, folder / f"film.{ending}") for ending in WITH_SOUND]
    made += [clips.tone(folder / f"sound.{ending}", "-t", "1", *coded) for ending, coded in SOUND.items()]
    made += [clips.photograph(folder / f"photo.{ending}", size=(96, 64)) for ending in PICTURES]
    made.append(clips.photograph(folder / "slow.jpg", size=(96, 64), progressive=True))
    Image.new("P", (96, 64), 3).save(folder / "palette.png", transparency=3)
    return [(path.name, path.read_bytes()) for path in (*made, folder / "palette.png")]


def _film(whole: Path, path: Path) -> Path:
    clips.ffmpeg("-i", whole, "-c", "copy", path)
    return path


def mutant(number: int, whole: Sequence[Base]) -> Base:
    chosen = random.Random(number)
    name, content = whole[number % len(whole)]
    raw = bytearray(content)
    for _wound in range(chosen.choice((1, 1, 2, 3, 5, 20))):
        chosen.choice(WOUNDS)(chosen, raw)
    return f"{number}-{name}", bytes(raw)


def _place(chosen: random.Random, raw: bytearray) -> int:
    """Half of them in the first or last kilobyte, where indexes and headers lie."""
    start = 0 if chosen.random() < 0.05 else min(KEPT_HEAD, len(raw))
    reach = chosen.choice(((start, min(1024, len(raw))), (max(start, len(raw) - 1024), len(raw)), (start, len(raw))))
    return chosen.randrange(*reach) if reach[0] < reach[1] else 0


def _flip(chosen: random.Random, raw: bytearray) -> None:
    if raw:
        raw[_place(chosen, raw) % len(raw)] ^= 1 << chosen.randrange(8)


def _number(chosen: random.Random, raw: bytearray) -> None:
    """A size, a count or an offset at the edge of what fits."""
    at, width = _place(chosen, raw), chosen.choice(WIDTHS)
    raw[at : at + width] = chosen.choice(NUMBERS) + chosen.choice((b"\0", b"\xff")) * (width - 1)


def _cut(chosen: random.Random, raw: bytearray) -> None:
    at = _place(chosen, raw)
    del raw[at : at + chosen.randrange(1, LONGEST_PIECE)]


def _doubled(chosen: random.Random, raw: bytearray) -> None:
    at = _place(chosen, raw)
    raw[at:at] = raw[at : at + chosen.randrange(1, LONGEST_PIECE)] * chosen.choice((1, 1, 2, 50))


def _noise(chosen: random.Random, raw: bytearray) -> None:
    at, length = _place(chosen, raw), chosen.randrange(1, LONGEST_PIECE)
    raw[at : at + length] = chosen.randbytes(length)


def _moved(chosen: random.Random, raw: bytearray) -> None:
    """A piece from one place laid over another."""
    here, there, length = _place(chosen, raw), _place(chosen, raw), chosen.randrange(1, LONGEST_PIECE)
    raw[here : here + length] = raw[there : there + length]


def _ended(chosen: random.Random, raw: bytearray) -> None:
    del raw[_place(chosen, raw) :]


WOUNDS: tuple[Wound, ...] = (_flip, _flip, _number, _number, _cut, _doubled, _noise, _moved, _ended)
