"""The picture door: 620 KB of JPEG can cost 88 seconds of decoding, so none is decoded in our own process."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media import limits, picture_child
from storage.media.limits import MediaLimits
from storage.media.runner import Workplace, deliver, run, workplace
from storage.media.sniff import head_of, recognise

CHILD = str(Path(picture_child.__file__).resolve())
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "bmp": "BMP", "tiff": "TIFF"}
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp", "bmp": "bmp", "tiff": "tif"}
THUMBNAIL_WIDTHS = (320, 1280)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`exif` holds what the camera wrote of captured_at, device, software, latitude, longitude, accuracy, altitude,
    exposure, aperture, sensitivity and focal_length: its word, not ours."""

    family: str
    width: int
    height: int
    exif: Mapping[str, str | float]
    thumbnails: Mapping[int, Path]


def examine(
    path: Path, folder: Path, *, widths: tuple[int, ...] = THUMBNAIL_WIDTHS, bounds: MediaLimits = limits.PICTURE
) -> PictureFacts:
    """Facts, and upright JPEG copies `<width>.jpg` without metadata, put into `folder`."""
    family = _family(path)
    with workplace() as place:
        answer = _asked(place, path, family=family, widths=widths, bounds=bounds)
        thumbnails = {width: folder / f"{width}.jpg" for width in widths}
        for width, target in thumbnails.items():
            deliver(place.folder / f"{width}.jpg", target)
    return PictureFacts(
        family=family, width=answer["width"], height=answer["height"], exif=answer["exif"], thumbnails=thumbnails
    )


def _family(path: Path) -> str:
    head = head_of(path)
    if not head:
        raise MediaRefused(Refusal.EMPTY)
    family = recognise(head)
    if family not in FORMATS:
        raise MediaRefused(Refusal.NO_PICTURE, family)
    return family


def _asked(
    place: Workplace, path: Path, *, family: str, widths: tuple[int, ...], bounds: MediaLimits
) -> dict[str, Any]:
    guest = place.bring(path, extension=ENDINGS[family])  # by the ending Pillow loads one reader instead of five
    arguments = [str(guest), FORMATS[family], str(bounds.pixels), str(place.folder), *map(str, widths)]
    said = run([sys.executable, "-I", CHILD, *arguments], place=place, limits=bounds)
    answer = dict(json.loads(said))
    if "exceeded" in answer:
        raise MediaLimit(Exceeded(answer["exceeded"]))
    if "refused" in answer:
        raise MediaRefused(Refusal.UNREADABLE, answer["refused"])
    return answer
