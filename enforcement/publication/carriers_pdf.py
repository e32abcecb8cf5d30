"""A PDF's text layer, properties, notes, form fields, bookmarks, attachments, and the hidden words of its pictures."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from enforcement.publication import carriers_picture
from enforcement.publication.carrying import Part, Unreadable

MOST_PAGES = 500
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError)
PERSONS = frozenset({"/Author"})


def parts(name: str, data: bytes) -> Iterator[Part]:
    reader = _opened(name, data)
    try:
        yield from list(_properties(name, reader))
        for number, page in enumerate(reader.pages, start=1):
            yield from list(_page(f"{name}：第{number}页", page))
    except BROKEN as wrong:
        raise _unreadable(name) from wrong


def attached(name: str, data: bytes) -> list[tuple[str, bytes]]:
    try:
        found = _opened(name, data).attachments
        return [(inner, content) for inner, contents in found.items() for content in contents]
    except BROKEN as wrong:
        raise _unreadable(name) from wrong


def _unreadable(name: str) -> Unreadable:
    return Unreadable(f"“{name}”不是完整的 PDF，无法检查。")


def _opened(name: str, data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data))
        locked, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except BROKEN as wrong:
        raise _unreadable(name) from wrong
    if locked:
        raise Unreadable(f"“{name}”加了密，无法检查。")
    if pages > MOST_PAGES:
        raise Unreadable(f"“{name}”超过 {MOST_PAGES} 页，请分册后检查。")
    return reader


def _properties(name: str, reader: PdfReader) -> Iterator[Part]:
    for key, value in (reader.metadata or {}).items():
        yield Part(where=f"{name}：文件属性", text=str(value), person=key in PERSONS and bool(str(value).strip()))
    packet: Any = reader.root_object.get("/Metadata")
    if packet is not None:
        yield Part(where=f"{name}：XMP 属性", text=packet.get_object().get_data().decode("utf-8", "replace"))
    fields = reader.get_fields() or {}
    filled = [f"{key}\n{field.get('/V', '')}" for key, field in fields.items()]
    yield Part(where=f"{name}：表单", text="\n".join(filled))
    yield Part(where=f"{name}：书签", text="\n".join(_titles(reader.outline)))


def _titles(outline: Any) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def _page(where: str, page: PageObject) -> Iterator[Part]:
    words = page.extract_text()
    pictures = list(_pictures(page))
    if pictures and not words.strip():
        raise Unreadable(f"{where}只有图像，没有文字层，无法检查；请改用由系统制作的文件。")
    yield Part(where=where, text=words)
    for annotation in page.annotations or ():
        yield Part(where=f"{where}的批注", text="\n".join(_said(annotation.get_object())))
    for picture in pictures:
        yield from carriers_picture.parts(f"{where}的图像", picture) if carriers_picture.is_picture(picture) else ()


def _said(annotation: Any) -> Iterator[str]:
    yield from (str(annotation.get(key, "")) for key in ("/Contents", "/T", "/Subj", "/RC", "/NM"))
    action = annotation.get("/A")
    if action is not None:
        yield str(action.get_object().get("/URI", ""))


def _pictures(page: PageObject) -> Iterator[bytes]:
    """Photographs stand in a PDF as they were taken, with everything the camera wrote into them."""
    resources: Any = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    for value in (objects.get_object() if objects is not None else {}).values():
        found = value.get_object()
        if found.get("/Subtype") == "/Image":
            yield found.get_data() if "/DCTDecode" in str(found.get("/Filter", "")) else b""
