"""The same text as final bytes: page, PDF, Word file, hidden fields of pictures; and what can be read out of them."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

import typst
from docx import Document
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pylopdf_fonts_zh_cn import serif_path
from pypdf import PdfReader

TYPST = """#set page(paper: "a4", margin: 15mm)
#set text(size: 8pt, lang: "zh")
#for whole in json(bytes(sys.inputs.texts)) [
  #for line in whole.split("\\n") [#line #parbreak()]
  #pagebreak(weak: true)
]"""


def page(text: str) -> bytes:
    """As a board page would carry it: escaped, with emphasis in the middle of words."""
    marked = escape(text).replace("，", "，<b>").replace("。", "</b>。").replace("\n", "</p>\n<p>")
    return f"<!doctype html><html><body><p>{marked}</p></body></html>".encode()


def pdf(texts: Sequence[str]) -> bytes:
    """One text a page."""
    made = typst.compile(  # type: ignore[misc]  # its stub leaves the kind of input open
        TYPST.encode(), sys_inputs={"texts": json.dumps(list(texts))}, font_paths=[str(Path(serif_path()).parent)]
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def pdf_texts(data: bytes) -> list[str]:
    """The text layer of each page; what stands in its properties comes with the first."""
    reader = PdfReader(io.BytesIO(data))
    pages = [each.extract_text() for each in reader.pages]
    properties = "\n".join(str(value) for value in (reader.metadata or {}).values())
    return [f"{pages[0]}\n{properties}", *pages[1:]]


def word(text: str) -> bytes:
    """Signs of one word in several runs, a table, a header and the properties: wherever Word keeps text."""
    document = Document()
    lines = text.split("\n")
    for line in lines[:-1]:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 7):
            paragraph.add_run(line[at : at + 7]).bold = at % 2 == 0
    document.add_table(1, 1).cell(0, 0).text = lines[-1]
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_hidden_words(data: bytes, text: str) -> bytes:
    """A comment and an author's name, as an office program leaves them behind."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(kept, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part))
        said = f'<w:comments xmlns:w="urn:w"><w:comment><w:t>{escape(text)}</w:t></w:comment></w:comments>'
        after.writestr("word/comments.xml", said)
    return kept.getvalue()


def word_text(data: bytes) -> str:
    """Every part of the file, runs joined, paragraphs apart."""
    return "\n".join(_parts(data))


def _parts(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        for part in whole.namelist():
            if part.endswith((".xml", ".rels")):
                written = whole.read(part).decode("utf-8", "replace").replace("</w:p>", "\n")
                yield unescape("".join(piece.partition(">")[2] for piece in written.split("<")))


def photo(words: str) -> bytes:
    """A JPEG whose camera and user wrote into every field they could."""
    exif = Image.Exif()
    exif[Base.ImageDescription] = exif[Base.Artist] = exif[Base.Copyright] = words
    exif.get_ifd(IFD.Exif)[Base.UserComment] = words.encode("utf-16-be")
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSMapDatum] = words
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(kept, "JPEG", exif=exif, comment=words.encode())
    return kept.getvalue() + words.encode()


def drawing(words: str) -> bytes:
    told = PngInfo()
    told.add_itxt("Description", words)
    told.add_text("Author", words.encode("ascii", "ignore").decode() or "x", zip=True)
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(kept, "PNG", pnginfo=told)
    return kept.getvalue()
