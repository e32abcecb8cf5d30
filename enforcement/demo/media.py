"""Recordings to show: a film with speaking tones, a sound recording, a photograph with its camera's facts."""

from datetime import datetime
from pathlib import Path

import ffmpeg
from PIL import ExifTags, Image, ImageDraw

from enforcement.kernel.clock import SHANGHAI
from storage.media import runner
from storage.media.limits import for_transcoding
from storage.media.tools import Tools

SECONDS = 6
FILM_SIZE, FILM_RATE = "854x480", 12
PHOTO_SIZE = (1600, 1200)


def film(folder: Path, *, taken: datetime) -> Path:
    """A test picture that counts its own seconds, so that seeking can be seen to work."""
    picture = ffmpeg.input(f"testsrc2=size={FILM_SIZE}:rate={FILM_RATE}:duration={SECONDS}", format="lavfi")
    options = {"vcodec": "libx264", "preset": "ultrafast", "pix_fmt": "yuv420p", "acodec": "aac"}
    return _made(folder / "执法记录仪-现场检查.mp4", picture, _tone(440), taken=taken, options=options)


def sound(folder: Path, *, taken: datetime) -> Path:
    return _made(folder / "询问录音.m4a", _tone(300), taken=taken, options={"acodec": "aac"})


def _tone(hertz: int) -> object:
    """A tone that comes and goes like speech."""
    wave = f"aevalsrc=0.4*sin(2*PI*{hertz}*t)*gt(sin(2*PI*1.5*t)\\,0):duration={SECONDS}"
    return ffmpeg.input(wave, format="lavfi")


def _made(target: Path, *streams: object, taken: datetime, options: dict[str, str]) -> Path:
    tags = {"metadata": f"creation_time={taken.isoformat()}", "metadata:g:1": "model=DSJ-9"}
    with runner.workplace() as place:
        made = place.folder / f"made{target.suffix}"
        stream = ffmpeg.output(*streams, str(made), **options, **tags)
        command = ffmpeg.compile(stream, cmd=Tools.found().ffmpeg, overwrite_output=True)
        runner.run(command, place=place, limits=for_transcoding(SECONDS))
        runner.deliver(made, target)
    return target


def photograph(folder: Path, *, taken: datetime) -> Path:
    """A drawn desk with papers; EXIF as a phone writes it, place included: insiders see it, the public never does."""
    target = folder / "收费票据.jpg"
    picture = Image.new("RGB", PHOTO_SIZE, (222, 214, 200))
    draw = ImageDraw.Draw(picture)
    for number in range(4):
        left, top = 140 + number * 340, 220 + number * 90
        draw.rectangle((left, top, left + 300, top + 420), fill=(250, 250, 246), outline=(120, 110, 100), width=4)
        for line in range(9):
            draw.line(
                (left + 30, top + 50 + line * 38, left + 270, top + 50 + line * 38), fill=(150, 150, 150), width=5
            )
    picture.save(target, quality=88, exif=_exif(picture, taken))
    return target


def _exif(picture: Image.Image, taken: datetime) -> Image.Exif:
    exif = picture.getexif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "HUAWEI", "P60"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken.astimezone(SHANGHAI).strftime("%Y:%m:%d %H:%M:%S")
    details[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (31.0, 20.0, 12.0)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (118.0, 22.0, 30.0)
    return exif
