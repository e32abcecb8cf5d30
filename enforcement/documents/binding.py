"""Documents of a case as one file to print: the very pages that were issued, each with its bookmark."""

import io
from collections.abc import Sequence

import typst
from pypdf import PdfReader, PdfWriter

CORNER = """
#set page(paper: "a4", margin: (top: 14mm, right: 16mm))
#set align(top + right)
#let last = int(sys.inputs.last)
#for number in range(1, last + 1) [#if number > 1 { pagebreak() } #text(size: 11pt)[#number]]
"""


def bind(papers: Sequence[tuple[str, bytes]]) -> bytes:
    """Every paper begins on a right-hand page, so that a two-sided print can be taken apart again."""
    bound = PdfWriter()
    for title, content in papers:
        _add(bound, title, content)
        if len(bound.pages) % 2:
            bound.add_blank_page()
    return _written(bound)


def bind_file(catalogue: bytes, papers: Sequence[tuple[str, bytes]]) -> bytes:
    """One part of a file: its catalogue, then the papers with the page of the file in their upper right corner."""
    bound = PdfWriter()
    _add(bound, "卷内文件目录", catalogue)
    front = len(bound.pages)
    for title, content in papers:
        _add(bound, title, content)
    numbers = PdfReader(io.BytesIO(_numbers(len(bound.pages) - front)))
    for page, number in zip(list(bound.pages)[front:], numbers.pages, strict=True):
        page.merge_page(number)
    return _written(bound)


def pages_of(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


def _numbers(last: int) -> bytes:
    return typst.compile(CORNER.encode(), ignore_system_fonts=True, format="pdf", sys_inputs={"last": str(last)})


def _add(bound: PdfWriter, title: str, content: bytes) -> None:
    start = len(bound.pages)
    bound.append(PdfReader(io.BytesIO(content)), import_outline=False)
    bound.add_outline_item(title=title, page_number=start)


def _written(bound: PdfWriter) -> bytes:
    out = io.BytesIO()
    bound.write(out)
    return out.getvalue()
