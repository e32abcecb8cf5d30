"""All issued documents of a case as one file to print: the very pages that were issued, each with its bookmark."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter


def bind(papers: Sequence[tuple[str, bytes]]) -> bytes:
    """Every paper begins on a right-hand page, so that a two-sided print can be taken apart again."""
    bound = PdfWriter()
    for title, content in papers:
        start = len(bound.pages)
        bound.append(PdfReader(io.BytesIO(content)), import_outline=False)
        bound.add_outline_item(title=title, page_number=start)
        if len(bound.pages) % 2:
            bound.add_blank_page()
    out = io.BytesIO()
    bound.write(out)
    return out.getvalue()
