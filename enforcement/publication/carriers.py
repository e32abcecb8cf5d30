"""RED-4: every word a file carries, also where no reader looks: names, properties, comments, alternatives, members.

What cannot be read cannot be cleared: an encrypted file, a page that is only a picture, an unknown kind is refused.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from lxml import etree, html

from enforcement.publication import carriers_pdf, carriers_picture
from enforcement.publication.carrying import LARGEST_FILE, MOST_PARTS, Part, Unreadable

__all__ = ["Part", "Unreadable", "parts_of"]

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}
)
SPOKEN = frozenset(
    (
        *("alt", "title", "href", "src", "content", "value", "label", "placeholder", "action", "aria-label", "name"),
        *("author", "initials", "descr", "lastModifiedBy", "Target"),
    )
)
AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager", "Company"})
MARKUP, TEXT = frozenset({".html", ".htm"}), frozenset({".txt", ".csv", ".md", ".css"})
XML = frozenset({".xml", ".svg", ".rels", ".atom", ".vml"})
DEEPEST = 3


def parts_of(name: str, data: bytes, *, depth: int = 0) -> Iterator[Part]:
    """The file's own name first, then everything in it. The kind is told by its bytes before its name."""
    if len(data) > LARGEST_FILE or depth > DEEPEST:
        raise Unreadable(f"“{name}”过大或者层层套装，无法检查。")
    path = PurePosixPath(name)
    yield Part(where=f"{name}：文件名", text="\n".join(path.parts))
    if data.startswith(b"PK\x03\x04"):
        yield from _members(name, data, depth=depth)
    elif b"%PDF-" in data[:1024]:
        yield from carriers_pdf.parts(name, data)
        for inner, kept in carriers_pdf.attached(name, data):
            yield from parts_of(f"{name}/{inner}", kept, depth=depth + 1)
    elif carriers_picture.is_picture(data):
        yield from carriers_picture.parts(name, data)
    else:
        yield from _written(name, data, f".{path.name.rpartition('.')[2].lower()}")


def _written(name: str, data: bytes, suffix: str) -> Iterator[Part]:
    if suffix in MARKUP:
        yield from _page(name, data)
    elif suffix in XML:
        yield from _xml(name, data)
    elif suffix == ".json":
        yield Part(where=name, text="\n".join(_values(_json(name, data))))
    elif suffix in TEXT:
        yield Part(where=name, text=_decoded(name, data))
    else:
        raise Unreadable(f"“{name}”不是能够检查的文件（网页、PDF、Word、表格、图片、文本）。")


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"“{name}”的文字编码不是 UTF-8，无法检查。") from wrong


def _json(name: str, data: bytes) -> object:
    try:
        return json.loads(_decoded(name, data))
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(f"“{name}”不是完整的 JSON，无法检查。") from wrong


def _values(told: object) -> Iterator[str]:
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(chain(one.values(), one))
        elif isinstance(one, list):
            waiting.extend(one)
        else:
            yield str(one)


def _page(name: str, data: bytes) -> Iterator[Part]:
    try:
        root = html.document_fromstring(_decoded(name, data).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as wrong:
        raise Unreadable(f"“{name}”不是完整的网页，无法检查。") from wrong
    yield from _spoken(name, root)


def _xml(name: str, data: bytes) -> Iterator[Part]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as wrong:
        raise Unreadable(f"“{name}”不是完整的文件，无法检查。") from wrong
    yield from _spoken(name, root)


def _spoken(name: str, root: Any) -> Iterator[Part]:
    """The words as they run on the page, then what stands in attributes and comments."""
    words, beside = [], []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            beside.append(node.text or "")
            words.append(node.tail or "")
        elif event == "start":
            words.append(_before(node))
            beside += [value for key, value in node.attrib.items() if _local(key) in SPOKEN]
        else:
            words.append(_after(node))
            yield from _author(name, node)
    yield Part(where=name, text="".join(words))
    yield Part(where=f"{name}：属性和批注", text="\n".join(beside))


def _before(node: Any) -> str:
    return ("" if _runs_on(node) else "\n") + (node.text or "")


def _after(node: Any) -> str:
    return ("" if _runs_on(node) else "\n") + (node.tail or "")


def _runs_on(node: Any) -> bool:
    """Words broken by emphasis, or by the runs of an office program, are still one word."""
    local = _local(node.tag)
    office = isinstance(node.tag, str) and node.tag.startswith("{")
    return (local not in {"p", "tr", "tc", "br", "row", "si", "tab", "comment", "text"}) if office else local in INLINE


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _author(name: str, node: Any) -> Iterator[Part]:
    """Properties of office files name whoever wrote them."""
    if _local(node.tag) in AUTHORS and (node.text or "").strip():
        yield Part(where=f"{name}：文件属性", text=node.text, person=True)


def _members(name: str, data: bytes, *, depth: int) -> Iterator[Part]:
    """Word, spreadsheets and bundles are ZIP files; each member is a file of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            members = [one for one in whole.infolist() if not one.is_dir()]
            if len(members) > MOST_PARTS or sum(one.file_size for one in members) > LARGEST_FILE:
                raise Unreadable(f"“{name}”展开后过大，无法检查。")
            kept = [(one.filename, whole.read(one)) for one in members]
            said = whole.comment.decode("utf-8", "replace")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as wrong:
        raise Unreadable(f"“{name}”不是完整的文件或者加了密，无法检查。") from wrong
    yield Part(where=f"{name}：压缩包说明", text=said)
    for inner, content in kept:
        if not _plumbing(inner):
            yield from parts_of(f"{name}/{inner}", content, depth=depth + 1)


PLUMBING = re.compile(
    r"(?:^|/)(?:\[Content_Types\]\.xml|(?:styles|settings|fontTable|webSettings|theme\d*|stylesWithEffects)\.xml)$"
)


def _plumbing(inner: str) -> bool:
    """Parts of an office file that hold shapes and no words."""
    return PLUMBING.search(inner) is not None
