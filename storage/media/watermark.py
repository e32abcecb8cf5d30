"""Words over a picture: who looked, at which case, when. Faint, slanted, and everywhere, so that no corner is clean."""

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

INK, EDGE = (255, 255, 255, 92), (0, 0, 0, 92)  # light and dark, so that it shows on either
SLANT = 24  # degrees
SMALLEST, LARGEST = 9, 30
QUALITY = 85


def stamped(jpeg: bytes, lines: Sequence[str], *, font: Path) -> bytes:
    """A JPEG of our own making (never one people sent), marked."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        over = sheet(picture.size, lines, font=font)
        marked = Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")
    made = io.BytesIO()
    marked.save(made, format="JPEG", quality=QUALITY)
    return made.getvalue()


def sheet(size: tuple[int, int], lines: Sequence[str], *, font: Path) -> Image.Image:
    """The words alone, repeated over a clear picture of this size."""
    width, height = size
    letters = _letters(font, max(SMALLEST, min(LARGEST, width // 36)))
    tile = _tile("\n".join(lines), letters)
    over = Image.new("RGBA", size, (0, 0, 0, 0))
    across, down = tile.width + width // 20, tile.height + height // 20
    for row in range(math.ceil(height / down) + 1):
        shift = (row % 2) * across // 2
        for column in range(-1, math.ceil(width / across) + 1):
            _put(over, tile, at=(column * across + shift, row * down - down // 4))
    return over


def _put(over: Image.Image, tile: Image.Image, *, at: tuple[int, int]) -> None:
    """The part of the tile that lies on the picture."""
    (left, top), (width, height) = at, over.size
    box = (max(0, -left), max(0, -top), min(tile.width, width - left), min(tile.height, height - top))
    if box[2] > box[0] and box[3] > box[1]:
        over.alpha_composite(tile.crop(box), (max(0, left), max(0, top)))


def _tile(text: str, letters: ImageFont.FreeTypeFont) -> Image.Image:
    pen = ImageDraw.Draw(Image.new("RGBA", (1, 1)))
    left, top, right, bottom = (round(edge) for edge in pen.multiline_textbbox((0, 0), text, font=letters))
    flat = Image.new("RGBA", (right - left + 4, bottom - top + 4), (0, 0, 0, 0))
    draw = ImageDraw.Draw(flat)
    draw.multiline_text((3 - left, 3 - top), text, font=letters, fill=EDGE)
    draw.multiline_text((2 - left, 2 - top), text, font=letters, fill=INK)
    return flat.rotate(SLANT, expand=True, resample=Image.Resampling.BILINEAR)


@lru_cache(maxsize=8)
def _letters(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), size)
