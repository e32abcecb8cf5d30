"""Between what a form asks and what a document says: the inputs of a kind, and how typed values are written. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from enforcement.documents.amounts import capitals, figures
from enforcement.documents.kinds.catalogue import SLOT, TABLE_LINE, DocumentKind, TableField
from enforcement.kernel.clock import chinese_minute

# Written by the system alone: the body, the number, and the officers with the certificates they held on that day.
OFFICERS = "officers"
NEVER_ASKED = frozenset({"agency_name", "document_no", OFFICERS})
STARTED, ENDED = "started_at", "ended_at"
FIGURES, CAPITALS = "_figures", "_capitals"
NUMBER = "number"  # the column of a table that counts its rows
WRITTEN_TIME = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:(\d{1,2})时(\d{1,2})分)?", re.ASCII)


class Input(StrEnum):
    LINE = "line"
    PARAGRAPH = "paragraph"
    DAY = "day"
    MOMENT = "moment"
    AMOUNT = "amount"


def asked(kind: DocumentKind) -> tuple[str, ...]:
    """Fields and tables in the order in which they are printed. Capitals follow from figures and are not asked."""
    twins = {f"{name.removesuffix(FIGURES)}{CAPITALS}" for name in kind.labels if name.endswith(FIGURES)}
    known = {*kind.labels, *kind.tables} - NEVER_ASKED - twins
    return tuple(dict.fromkeys(name for name in ("issued_on", *_printed(kind)) if name in known))


def _printed(kind: DocumentKind) -> Iterator[str]:
    for row in kind.rows:
        yield from row
    for line in kind.wording:
        yield from TABLE_LINE.findall(line) + SLOT.findall(line)


def input_of(kind: DocumentKind, name: str) -> Input:
    """By the ending of its name, as the kinds use them; long text where the kind says so."""
    if kind.writing and name in kind.writing.paragraphs:
        return Input.PARAGRAPH
    endings = {"_on": Input.DAY, "_at": Input.MOMENT, FIGURES: Input.AMOUNT}
    return next((form for ending, form in endings.items() if name.endswith(ending)), Input.LINE)


def as_said(kind: DocumentKind, content: Mapping[str, object]) -> dict[str, object]:
    """As the document writes it: minutes of the clock in words, money in figures and in capitals."""
    said = {name: _said(value) for name, value in content.items()}
    said |= {name: _counted(kind.tables[name], content.get(name)) for name in kind.tables if name in content}
    for name in kind.labels:
        if name.endswith(FIGURES) and isinstance(fen := content.get(name), int):
            said |= {name: figures(fen), f"{name.removesuffix(FIGURES)}{CAPITALS}": capitals(fen)}
    return said


def _said(value: object) -> object:
    return chinese_minute(value) if isinstance(value, datetime) else value


def _counted(table: TableField, rows: object) -> list[dict[str, object]]:
    given = rows if isinstance(rows, list) else []
    told = [{name: _said(part) for name, part in row.items()} for row in given]
    if NUMBER not in table.columns:
        return told
    return [row | {NUMBER: str(place)} for place, row in enumerate(told, start=1)]


def columns(table: TableField) -> dict[str, str]:
    """What is asked of each row; rows are counted by the system."""
    return {name: title for name, title in table.columns.items() if name != NUMBER}


def as_typed(kind: DocumentKind, said: Mapping[str, object]) -> dict[str, object]:
    """The same again as inputs take it, so that a document can be put right without typing it anew."""
    return {name: _typed(kind, name, said[name]) for name in asked(kind) if name in said}


def _typed(kind: DocumentKind, name: str, value: object) -> object:
    if isinstance(value, list):
        return [{part: _typed(kind, part, text) for part, text in row.items() if part != NUMBER} for row in value]
    form = input_of(kind, name)
    if form not in {Input.DAY, Input.MOMENT}:
        return value
    found = WRITTEN_TIME.fullmatch(str(value))
    if not found:
        return ""
    year, month, day = (int(found[part]) for part in (1, 2, 3))
    written = date(year, month, day).isoformat()
    return f"{written}T{int(found[4] or 0):02}:{int(found[5] or 0):02}" if form is Input.MOMENT else written


def act_day(content: Mapping[str, object], *, today: date) -> date:
    """The day on which certificates must hold: that of the act recorded, else that of the document."""
    for name in (STARTED, "issued_on"):
        found = content.get(name)
        if isinstance(found, date):
            return found.date() if isinstance(found, datetime) else found
    return today
