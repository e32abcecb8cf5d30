"""Runs alone, under limits, on one picture: reads its facts, makes its small copies, prints one line of JSON.

Started as a program by `picture.py`, imports nothing of ours. Arguments: picture, format, most pixels, folder, widths.
"""

import json
import math
import struct
import sys
import warnings
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

QUALITY = 82
LONGEST_TEXT = 200
LARGEST_NUMBER = 1_000_000
BROKEN_EXIF = (AttributeError, KeyError, OSError, SyntaxError, TypeError, ValueError, ZeroDivisionError, struct.error)
WHITE = (255, 255, 255)
OPAQUE = {"RGB", "L", "CMYK", "YCbCr"}


def main(arguments: list[str]) -> None:
    path, kind, pixels, folder, *widths = arguments
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = int(pixels)
    try:
        answer = examine(path, kind, folder=folder, widths=[int(width) for width in widths])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        answer = {"exceeded": "pixels"}
    except MemoryError:
        answer = {"exceeded": "memory"}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error, EOFError) as broken:
        answer = {"refused": f"{type(broken).__name__}: {broken}"[:LONGEST_TEXT]}
    sys.stdout.write(json.dumps(answer))


def examine(path: str, kind: str, *, folder: str, widths: list[int]) -> dict[str, Any]:
    with Image.open(path, formats=[kind]) as picture:
        width, height = picture.size
        facts = {"width": width, "height": height, "exif": exif_facts(picture)}
        small = shrunk(picture, max(widths))
    for width in sorted(widths, reverse=True):
        small.thumbnail((width, width))
        small.save(f"{folder}/{width}.jpg", quality=QUALITY, progressive=False)
    return facts


def shrunk(picture: Image.Image, edge: int) -> Image.Image:
    """New pixels on new paper, turned upright: whatever else the file carried stays behind."""
    picture.thumbnail((edge, edge), reducing_gap=1.0)  # a JPEG is decoded at the next size above, not at twice that
    ImageOps.exif_transpose(picture, in_place=True)
    clean = Image.new("RGB", picture.size, WHITE)
    if picture.mode in OPAQUE and "transparency" not in picture.info:
        clean.paste(picture)
    else:
        coloured = picture.convert("RGBA")
        clean.paste(coloured, mask=coloured.getchannel("A"))
    return clean


def exif_facts(picture: Image.Image) -> dict[str, str | float]:
    """A broken EXIF block makes the picture no less a picture."""
    try:
        exif = picture.getexif()
        taken = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        found = {**camera(dict(exif)), **moment(dict(exif), taken), **position(place), **exposure(taken)}
    except BROKEN_EXIF:
        return {}
    return {name: value for name, value in found.items() if value is not None}


def camera(exif: dict[int, Any]) -> dict[str, str | None]:
    names = (text(exif.get(ExifTags.Base.Make)), text(exif.get(ExifTags.Base.Model)))
    return {"device": " ".join(filter(None, names)) or None, "software": text(exif.get(ExifTags.Base.Software))}


def moment(exif: dict[int, Any], taken: dict[int, Any]) -> dict[str, str | None]:
    """As the camera wrote it, in ISO form; with a zone only if the camera stated one."""
    written = text(taken.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime))
    if not written or len(written) < len("2026:01:01 00:00:00"):
        return {}
    zone = text(taken.get(ExifTags.Base.OffsetTimeOriginal)) or ""
    return {"captured_at": f"{written[:10].replace(':', '-')}T{written[11:19]}{zone}"}


def position(place: dict[int, Any]) -> dict[str, float | None]:
    gps = ExifTags.GPS
    return {
        "latitude": degrees(place.get(gps.GPSLatitude), text(place.get(gps.GPSLatitudeRef)), most=90),
        "longitude": degrees(place.get(gps.GPSLongitude), text(place.get(gps.GPSLongitudeRef)), most=180),
        "accuracy": number(place.get(gps.GPSHPositioningError)),
        "altitude": number(place.get(gps.GPSAltitude)),
    }


def exposure(taken: dict[int, Any]) -> dict[str, float | None]:
    """Seconds, the stop, the sensitivity, millimetres."""
    speed = taken.get(ExifTags.Base.ISOSpeedRatings)
    return {
        "exposure": number(taken.get(ExifTags.Base.ExposureTime)),
        "aperture": number(taken.get(ExifTags.Base.FNumber)),
        "sensitivity": number(speed[0] if isinstance(speed, tuple) and speed else speed),
        "focal_length": number(taken.get(ExifTags.Base.FocalLength)),
    }


def number(value: Any) -> float | None:
    """A fraction over nothing is no number, and neither is what no lens or receiver could say."""
    try:
        found = float(value)
    except BROKEN_EXIF:
        return None
    return round(found, 6) if math.isfinite(found) and 0 < found < LARGEST_NUMBER else None


def degrees(parts: Any, side: str | None, *, most: int) -> float | None:
    if not parts or side not in {"N", "S", "E", "W"}:
        return None
    whole, minutes, seconds = (float(part) for part in parts)
    value = whole + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or abs(value) > most:
        return None
    return round(-value if side in {"S", "W"} else value, 7)


def text(value: Any) -> str | None:
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    if not isinstance(value, str):
        return None
    return "".join(letter for letter in value[:LONGEST_TEXT] if letter.isprintable()).strip() or None


if __name__ == "__main__":
    main(sys.argv[1:])
