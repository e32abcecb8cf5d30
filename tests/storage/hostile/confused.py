"""Two things in one file, or one thing under another's name; and private matter that must not travel into a preview."""

import io
import zipfile

from tests.storage import clips
from tests.storage.hostile.corpus import Case, Make, Place, harmless, refused, shown

HTML = b"<html><script>fetch('/office/cases')</script></html>"
EICAR = "".join(("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS", "-TEST-FILE!$H+H*"))
PRIVATE = b"SECRET-13800000000"


def raw(content: bytes) -> Make:
    return lambda _place: content


def _zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, "x")
    return made.getvalue()


def _behind(what: bytes) -> Make:
    return lambda place: place.photo.read_bytes() + what


def _photograph(ending: str) -> Make:
    return lambda place: clips.photograph(place.folder / f"made.{ending}").read_bytes()


def _commented(place: Place) -> bytes:
    options = {"comment": PRIVATE, "taken": {"software": PRIVATE.decode()}}
    return clips.photograph(place.folder / "private.jpg", **options).read_bytes()


def _differing_thumbnail(place: Place) -> bytes:
    """EXIF keeps a small picture of its own: what was cut away or covered in the large one may still be in it."""
    whole = place.photo.read_bytes()
    at = whole.index(b"Exif\0\0")
    return whole[:at] + b"Exif\0\0" + whole[at + 6 :] + b"\xff\xd8" + PRIVATE + b"\xff\xd9"


def _described(place: Place) -> bytes:
    """Adobe's description (XMP) and the press agencies' (IPTC)."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>' + PRIVATE + b"</rdf></x:xmpmeta>"
    whole = clips.photograph(place.folder / "described.jpg", xmp=xmp).read_bytes()
    said = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + (5 + len(PRIVATE)).to_bytes(4) + b"\x1c\x02\x78"
    said += len(PRIVATE).to_bytes(2) + PRIVATE
    return whole[:2] + b"\xff\xed" + (len(said) + 2).to_bytes(2) + said + whole[2:]


def _tagged(place: Place) -> bytes:
    out = place.folder / "tagged.mp4"
    clips.ffmpeg(
        "-i",
        place.film,
        "-c",
        "copy",
        "-metadata",
        f"comment={PRIVATE.decode()}",
        "-metadata",
        "location=+23.1+113.2/",
        out,
    )
    return out.read_bytes()


CASES: tuple[Case, ...] = (
    refused("page.jpg", raw(HTML)),
    refused("page.pdf", raw(HTML)),
    refused("page.html", raw(HTML)),
    refused("script.mp4", raw(b"GIF89a/*" + HTML)),
    refused("gif.jpg", raw(b"GIF89a" + bytes(100))),
    refused("pdf.jpg", raw(b"%PDF-1.7\n" + HTML)),
    refused("jpeg.pdf", lambda place: place.photo.read_bytes()),
    refused("film.jpg", lambda place: place.film.read_bytes()),
    refused("postscript.jpg", raw(b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file")),
    refused("layers.jpg", raw(b"8BPS\0\1" + bytes(100))),
    refused("stars.tiff", raw(b"SIMPLE  =                    T" + bytes(100))),
    refused("wavelets.jpg", raw(b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100))),
    refused("metafile.bmp", raw(b"\xd7\xcd\xc6\x9a" + bytes(100))),
    refused("vector.png", raw(b"push graphic-context\nimage over 0,0 0,0 'url(file:///etc/passwd)'\n")),
    refused("program.mp4", raw(b"MZ\x90\0" + bytes(300))),
    refused("program.exe", raw(b"MZ\x90\0" + bytes(300))),
    refused("text.doc", raw(b"{\\rtf1 x}")),
    refused("document.docx", raw(_zipped("word/vbaProject.bin"))),
    refused("sheet.xlsx", raw(_zipped("xl/workbook.xml"))),
    refused("zip.jpg", raw(_zipped("a.jpg"))),
    refused("test.mp4", raw(EICAR.encode())),
    refused("two.mp4.exe", lambda place: place.film.read_bytes()),
    refused("photo.heic", raw(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")),
    shown("behind-html.jpg", _behind(HTML + PRIVATE)),
    shown("behind-zip.jpg", _behind(_zipped("a.txt") + PRIVATE)),
    shown("commented.jpg", _commented),
    shown("described.jpg", _described),
    shown("thumbnail.jpg", _differing_thumbnail),
    shown("tagged.mp4", _tagged),
    harmless("film-html.mp4", lambda place: place.film.read_bytes() + HTML),
)

ACCEPTED: tuple[Case, ...] = (
    shown("皖芜医保执〔2026〕12号 现场检查.mp4", lambda place: place.film.read_bytes()),
    shown("MOVIE.MOV", lambda place: place.film.read_bytes()),
    shown("neighbour.ts", lambda place: place.neighbour.read_bytes()),
    shown("柜台 照片（1）.JPEG", lambda place: place.photo.read_bytes()),
    *(shown(f"照片.{ending}", _photograph(ending)) for ending in ("png", "webp", "bmp", "tiff")),
    shown("turned.jpg", lambda place: clips.photograph(place.folder / "made6.jpg", orientation=6).read_bytes()),
)
