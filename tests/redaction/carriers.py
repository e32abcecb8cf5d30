"""The same text as final bytes: page, PDF, Word file, hidden fields of pictures; read back by the product's readers."""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import typst
from docx import Document
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from pylopdf_fonts_zh_cn import serif_path

from enforcement.publication.carriers import parts_of

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
    """The text layer of each page, as the product reads it."""
    return [part.text for part in parts_of("x.pdf", data) if re.search("第[0-9]+页$", part.where)]


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


def read(name: str, data: bytes) -> str:
    """Everything the product's readers find in the file, beside its name."""
    return "\n".join(part.text for part in list(parts_of(name, data))[1:])


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
