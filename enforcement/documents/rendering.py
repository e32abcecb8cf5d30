"""From a kind and its data to PDF and Word. Data is set as text and never read as markup, in either of them."""

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst
from docxtpl import DocxTemplate
from pylopdf_fonts_zh_cn import serif_path

from enforcement.documents.kinds.catalogue import FOLDER, SLOT, TABLE_LINE, DocumentKind, read_kinds
from enforcement.kernel.clock import chinese_day

log = logging.getLogger(__name__)

BLANK = "＿＿＿＿＿＿"
ARCHIVAL = "a-2b"  # PDF/A-2b: fonts embedded, nothing fetched, readable when the file's retention ends
UNDISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
STYLES = {"# ": "heading", "> ": "flush"}
NARROW, WIDE = 10, 14  # characters in a column's longest cell; beyond them a column is given more room


@cache
def kinds() -> Mapping[str, DocumentKind]:
    return read_kinds()


def check_fields(kind: str, data: Mapping[str, object]) -> tuple[str, ...]:
    """One sentence for every mandatory field that is empty; nothing means the document may be issued."""
    return tuple(_missing(kinds()[kind], data))


def render_pdf(kind: str, data: Mapping[str, object], *, fonts: Sequence[Path] = (), draft: bool = False) -> bytes:
    """Archival PDF. With a character no font has, a plain one: an odd name must not stop a decision."""
    document = _document(kinds()[kind], data) | ({"draft": True} if draft else {})
    try:
        return _compile(kind, document, fonts=fonts, standards=[ARCHIVAL])
    except typst.TypstError as failed:
        if not UNDISPLAYED.search(str(failed)):
            raise
        log.warning("document kind %s: a character has no glyph in any font; the PDF is not archival", kind)
        return _compile(kind, document, fonts=fonts, standards=[])


def missing_characters(kind: str, data: Mapping[str, object], *, fonts: Sequence[Path] = ()) -> tuple[str, ...]:
    """Characters that would print as empty boxes; a font folder that has them cures it."""
    try:
        _compile(kind, _document(kinds()[kind], data), fonts=fonts, standards=[ARCHIVAL])
    except typst.TypstError as failed:
        found = UNDISPLAYED.findall(str(failed))
        if not found:
            raise
        return tuple(dict.fromkeys(found))
    return ()


def render_docx(kind: str, data: Mapping[str, object]) -> bytes:
    template = DocxTemplate(kinds()[kind].folder / "body.docx")
    template.render(_context(kinds()[kind], data), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _missing(kind: DocumentKind, data: Mapping[str, object]) -> Iterator[str]:
    for name, label in kind.required.items():
        if not _text(data.get(name)):
            yield f"《{kind.title}》缺少“{label}”（{kind.basis}）。"
    for name, table in kind.tables.items():
        rows = _rows(data.get(name))
        if not rows:
            yield f"《{kind.title}》缺少“{table.label}”（{kind.basis}）。"
        for number, row in enumerate(rows, start=1):
            for title in (title for column, title in table.columns.items() if not _text(row.get(column))):
                yield f"《{kind.title}》“{table.label}”第{number}行缺少“{title}”。"
    for group in kind.together:
        yield from _missing_companions(kind, group, data)


def _missing_companions(kind: DocumentKind, group: Sequence[str], data: Mapping[str, object]) -> Iterator[str]:
    """A fine without its account, or an account without its fine, tells nobody what to pay."""
    present = [name for name in group if _text(data.get(name))]
    for name in group if present else ():
        if name not in present:
            given, wanted = kind.labels[present[0]], kind.labels[name]
            yield f"《{kind.title}》已填写“{given}”，还须填写“{wanted}”（{kind.basis}）。"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return chinese_day(value)
    return str(value).replace("\r\n", "\n").strip()


def _rows(given: object) -> list[Mapping[str, object]]:
    return [cast("Mapping[str, object]", row) for row in given] if isinstance(given, list | tuple) else []


def _values(kind: DocumentKind, data: Mapping[str, object]) -> dict[str, str]:
    """A draft shows a blank where a mandatory field is still empty; an empty optional one is left out."""
    return {name: _text(data.get(name)) or (BLANK if name in kind.required else "") for name in kind.labels}


def _context(kind: DocumentKind, data: Mapping[str, object]) -> dict[str, Any]:
    tables = {
        name: [{column: _text(row.get(column)) for column in table.columns} for row in _rows(data.get(name))]
        for name, table in kind.tables.items()
    }
    return {"document_no": "", **_values(kind, data), **tables}


def _document(kind: DocumentKind, data: Mapping[str, object]) -> dict[str, Any]:
    values = _values(kind, data)
    return {
        "agency": values["agency_name"],
        "title": kind.title,
        "number": values.get("document_no", ""),
        "issued_on": values["issued_on"],
        "rows": [row for row in (_form_row(kind, names, values) for names in kind.rows) if row],
        "lines": [*_lines(kind, values)],
        "tables": {name: _table(table.columns, _rows(data.get(name))) for name, table in kind.tables.items()},
        "page_signers": list(kind.page_signers),
        "fields": values,
    }


def _form_row(kind: DocumentKind, names: Sequence[str], values: Mapping[str, str]) -> list[dict[str, str]]:
    if len(names) > 1 and names[1].endswith("_signed_by"):
        opinion, signed_by, signed_on = (values[name] for name in names)
        if not opinion:
            return []
        return [{"label": kind.labels[names[0]], "text": opinion, "signed_by": signed_by, "signed_on": signed_on}]
    return [
        {"label": kind.labels[name], "text": values[name], "signed_by": "", "signed_on": ""}
        for name in names
        if values[name]
    ]


def _lines(kind: DocumentKind, values: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for line in kind.wording:
        if table := TABLE_LINE.fullmatch(line):
            yield {"style": "table", "text": table[1]}
            continue
        names = SLOT.findall(line)
        if names and not any(values[name] for name in names):
            continue
        style = STYLES.get(line[:2], "plain")
        text = line if style == "plain" else line[2:]
        yield {"style": style, "text": SLOT.sub(lambda found: values[found[1]], text)}


def _table(columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    cells = [[_text(row.get(name)) for name in columns] for row in rows]
    longest = [max(map(len, column)) for column in zip(columns.values(), *cells, strict=True)]
    widths = [max(2, min(size, NARROW)) + (4 if size > WIDE else 0) for size in longest]
    return {"columns": list(columns.values()), "rows": cells, "widths": widths}


def _compile(kind: str, document: Mapping[str, Any], *, fonts: Sequence[Path], standards: list[str]) -> bytes:
    """Neither fonts nor the clock of the machine are used: the same data gives the same bytes everywhere."""
    return typst.compile(
        str(FOLDER / kind / "body.typ"),
        root=str(FOLDER),
        font_paths=[str(path) for path in (*fonts, serif_path().parent)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
        pdf_standards=cast("Any", standards),
        timestamp=_noon(document["issued_on"]),
    )


def _noon(issued_on: str) -> int:
    """The day written in the document, 12:00 in China, in seconds since 1970; a draft without a day bears that year."""
    try:
        day = datetime.strptime(issued_on, "%Y年%m月%d日").replace(hour=4, tzinfo=UTC)
    except ValueError:
        return 0
    return int(day.timestamp())
