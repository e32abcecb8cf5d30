"""Recordings and pictures made on the spot: real containers from the real ffmpeg, photographs from Pillow."""

import struct
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from storage.media.tools import Tools

TOOLS = Tools.found()
FILM = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=3")
TONE = ("-f", "lavfi", "-i", "sine=f=440:d=3")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10")
AAC = ("-c:a", "aac", "-b:a", "48k")
MOMENT = "2026-03-01T02:03:04.000000Z"


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([TOOLS.ffmpeg, "-nostdin", "-v", "error", "-y", *map(str, arguments)], check=True)


def film(path: Path, *, extra: Sequence[str] = ()) -> Path:
    """Three seconds with sound, made at a stated moment by a stated device."""
    tags = ("-metadata", f"creation_time={MOMENT}", "-metadata", "make=Recorder", "-metadata", "model=DSJ-9")
    ffmpeg(*FILM, *TONE, *H264, *AAC, *tags, *extra, path)
    return path


def silent_film(path: Path, *, size: str = "320x180") -> Path:
    ffmpeg("-f", "lavfi", "-i", f"testsrc2=s={size}:r=5:d=1", *H264, path)
    return path


def tone(path: Path, *options: str) -> Path:
    ffmpeg(*TONE, *options, path)
    return path


EXPOSURE = {
    "exposure": ExifTags.Base.ExposureTime,
    "aperture": ExifTags.Base.FNumber,
    "sensitivity": ExifTags.Base.ISOSpeedRatings,
}


def photograph(
    path: Path,
    *,
    size: tuple[int, int] = (640, 400),
    orientation: int = 1,
    taken: dict[str, Any] | None = None,
    **options: Any,
) -> Path:
    """Left half red, right half blue, taken in Guangzhou; metadata in every place Pillow can write."""
    said = taken or {}
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (size[0] // 2, 0, *size))
    exif = picture.getexif()
    exif[ExifTags.Base.Make] = "HUAWEI"
    exif[ExifTags.Base.Model] = "P60"
    exif[ExifTags.Base.Orientation] = orientation
    if "software" in said:
        exif[ExifTags.Base.Software] = said["software"]
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = "2026:03:01 10:20:30"
    shot[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    shot.update(
        {
            tag: IFDRational(*value) if isinstance(value, tuple) else value
            for name, tag in EXPOSURE.items()
            if (value := said.get(name))
        }
    )
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (23.0, 7.0, 30.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (113.0, 15.0, 0.0)
    if "accuracy" in said:
        place[ExifTags.GPS.GPSHPositioningError] = said["accuracy"]
    picture.save(path, exif=exif, **options)
    return path


def patient_jpeg(path: Path, *, scans: int, edge: int = 5000) -> Path:
    """A valid progressive JPEG whose last scan is repeated: few bytes, and one pass over the whole picture for each."""
    Image.new("L", (edge, edge), 128).save(path, format="JPEG", progressive=True, quality=50)
    raw = path.read_bytes()
    last = raw.rindex(b"\xff\xda")
    tables = raw.rindex(b"\xff\xc4", 0, last)
    scan = raw[tables:-2]
    path.write_bytes(raw[:-2] + scan * scans + raw[-2:])
    return path


def claimed_png(path: Path, *, width: int, height: int) -> Path:
    """A header that promises far more pixels than the file could hold."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b""))
    return path


def bomb_png(path: Path, *, edge: int = 7200) -> Path:
    """A real picture of 51.8 million white pixels in some 50 KB."""
    Image.new("1", (edge, edge), 1).save(path, format="PNG")
    return path


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
