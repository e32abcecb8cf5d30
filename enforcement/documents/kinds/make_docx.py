"""Writes body.docx of a kind from its kind.toml: `python -m enforcement.documents.kinds.make_docx [kind ...]`.

For developers, after a kind's fields or wording changed. An authority that edits a template in Word keeps its own copy.
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from enforcement.documents.kinds.catalogue import FOLDER, SLOT, TABLE_LINE, DocumentKind, kind_from

BODY, HEADING, TITLE = "仿宋", "黑体", "方正小标宋简体"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def write(kind: DocumentKind, path: Path) -> None:
    word = _sheet()
    _line(word, "{{ agency_name }}", font=TITLE, size=16, align=CENTRE)
    _line(word, kind.title, font=TITLE, size=22, align=CENTRE)
    if "document_no" in kind.labels:
        with_rows = RIGHT if kind.rows else CENTRE
        _optional(word, kind, "{{ document_no }}", align=with_rows)
    if kind.rows:
        _form(word, kind)
    for line in kind.wording:
        _wording(word, kind, line)
    _ending(word, kind)
    word.core_properties.title = kind.title
    word.core_properties.author = ""
    word.save(str(path))


def _sheet() -> WordDocument:
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = word.styles["Normal"]
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(28.9)
    normal.paragraph_format.space_after = Pt(0)
    return word


def _line(
    place: WordDocument | _Cell,
    text: str,
    *,
    font: str = BODY,
    size: float = 16,
    align: Any = None,
    indent: bool = False,
) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _run(paragraph, text, font=font, size=size)
    return paragraph


def _run(paragraph: Paragraph, text: str, *, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _optional(word: WordDocument, kind: DocumentKind, text: str, **look: Any) -> None:
    """A paragraph all of whose fields may be empty vanishes when they are, as it does in the PDF."""
    names = SLOT.findall(text)
    may_vanish = bool(names) and all(name in kind.optional for name in names)
    if may_vanish:
        _line(word, "{%p if " + " or ".join(names) + " %}")
    _line(word, text, **look)
    if may_vanish:
        _line(word, "{%p endif %}")


def _wording(word: WordDocument, kind: DocumentKind, line: str) -> None:
    if table := TABLE_LINE.fullmatch(line):
        _list(word, kind, table[1])
        return
    if line.startswith("# "):
        _optional(word, kind, line[2:], font=HEADING, indent=True)
    elif line.startswith("> "):
        _optional(word, kind, line[2:])
    else:
        _optional(word, kind, line, indent=True)


def _list(word: WordDocument, kind: DocumentKind, name: str) -> None:
    columns = kind.tables[name].columns
    table = _grid(word, len(columns))
    _fill(table, list(columns.values()), font=HEADING)
    _fill(table, [f"{{%tr for row in {name} %}}"])
    _fill(table, [f"{{{{ row.{column} }}}}" for column in columns])
    _fill(table, ["{%tr endfor %}"])


def _form(word: WordDocument, kind: DocumentKind) -> None:
    table = _grid(word, 2)
    for names in kind.rows:
        _form_row(table, kind, names)
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(42), Mm(114)


def _form_row(table: Table, kind: DocumentKind, names: Sequence[str]) -> None:
    if len(names) > 1 and names[1].endswith("_signed_by"):
        opinion, signed_by, signed_on = names
        signature = f"签名：{{{{ {signed_by} }}}}　{{{{ {signed_on} }}}}"
        _field(table, kind, opinion, after=signature)
        return
    for name in names:
        _field(table, kind, name)


def _field(table: Table, kind: DocumentKind, name: str, *, after: str = "") -> None:
    if name in kind.optional:
        _fill(table, [f"{{%tr if {name} %}}"])
    cells = _fill(table, [kind.labels[name], f"{{{{ {name} }}}}"])
    if after:
        tail = _line(cells[1], after, size=12, align=RIGHT)
        tail.paragraph_format.line_spacing = Pt(20)
    if name in kind.optional:
        _fill(table, ["{%tr endif %}"])


def _grid(word: WordDocument, columns: int) -> Table:
    table: Table = word.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    return table


def _fill(table: Table, texts: Sequence[str], *, font: str = BODY) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    for cell, text in zip(cells, texts, strict=False):
        _run(cell.paragraphs[0], text, font=font, size=12)
        cell.paragraphs[0].paragraph_format.line_spacing = Pt(20)
    return cells


def _ending(word: WordDocument, kind: DocumentKind) -> None:
    if kind.page_signers:
        _line(word, "　".join(f"{who}：＿＿＿＿" for who in kind.page_signers), size=12)
    if kind.rows:
        _line(word, "填写日期：{{ issued_on }}", size=12, align=RIGHT)
        return
    for text in ("{{ agency_name }}", "{{ issued_on }}", "（印章）"):
        _line(word, text, align=RIGHT)


def main(names: Sequence[str]) -> None:
    folders = [FOLDER / name for name in names] or [path.parent for path in sorted(FOLDER.glob("*/kind.toml"))]
    for folder in folders:
        kind = kind_from(folder.name, tomllib.loads((folder / "kind.toml").read_text("utf-8")))
        write(kind, folder / "body.docx")
        print(folder / "body.docx")


if __name__ == "__main__":
    main(sys.argv[1:])
