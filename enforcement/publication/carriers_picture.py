"""What a picture says beside its pixels: camera and author fields, place, comments, and bytes after its end.

The pixels themselves are for human eyes: nothing here reads writing in a photograph.
"""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import IFD, Base

from enforcement.publication.carrying import Part, Unreadable

STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
PERSONS = frozenset({Base.Artist, Base.Copyright, Base.XPAuthor, Base.CameraOwnerName})
JPEG_END, PNG_END = b"\xff\xd9", b"IEND\xaeB`\x82"
SHORTEST_WORD = 4


def is_picture(data: bytes) -> bool:
    return data.startswith(STARTS)


def parts(name: str, data: bytes) -> Iterator[Part]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata is exactly what is looked for
            with Image.open(io.BytesIO(data)) as picture:
                yield from list(_fields(name, picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise Unreadable(f"“{name}”不是完整的图片，无法检查。") from wrong
    end = PNG_END if data.startswith(b"\x89PNG") else JPEG_END
    trailing = data[data.rfind(end) + len(end) :] if end in data and data.startswith((b"\xff\xd8", b"\x89")) else b""
    for words in _readings(trailing):
        yield Part(where=f"{name}：图片结束以后", text=words)


def _fields(name: str, picture: Image.Image) -> Iterator[Part]:
    for key, value in picture.info.items():
        if key not in {"exif", "icc_profile", "dpi"}:
            yield from (Part(where=f"{name}：图片说明", text=words) for words in _readings(value))
    exif = picture.getexif()
    for tag, value in exif.items():
        person = tag in PERSONS and bool(str(value).strip("\x00 "))
        yield from (Part(where=f"{name}：拍摄信息", text=words, person=person) for words in _readings(value))
    for value in exif.get_ifd(IFD.Exif).values():
        yield from (Part(where=f"{name}：拍摄信息", text=words) for words in _readings(value))
    if exif.get_ifd(IFD.GPSInfo):
        yield Part(where=f"{name}：拍摄位置", text=str(dict(exif.get_ifd(IFD.GPSInfo))), place=True)


def _readings(value: object) -> Iterator[str]:
    """Bytes are read in each way programs write words."""
    if isinstance(value, bytes):
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            words = value.decode(coding, "ignore").replace("\x00", "")
            if len(words.strip()) >= SHORTEST_WORD:
                yield words
    elif value is not None:
        yield str(value)
