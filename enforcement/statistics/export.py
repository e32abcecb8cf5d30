"""The workbook, laid out like the paper form. Numbers are numbers; text is never a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from enforcement.statistics.indicators import Counted
from enforcement.statistics.reports.quarterly import (
    AMOUNT,
    COLUMNS,
    FEN_PER_TEN_THOUSAND_YUAN,
    NOT_HELD,
    TOTAL,
    UNIT,
    Report,
    Row,
)

FEN_PER_YUAN = 100
TITLE_ROW, AGENCY_ROW, HEADER_ROW, UNIT_ROW = 1, 2, 3, 4
THIN = Side(style="thin")
BOXED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LIST_HEADER = (
    "序号",
    "决定书文号",
    "当事人",
    "决定日期",
    "处罚种类",
    "计入栏目",
    "罚没金额（元）",
    "计入期间",
    "计入理由",
)
LIST_WIDTHS = (6, 24, 30, 14, 30, 20, 16, 18, 60)

Value = str | int | Decimal | date


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """Who reports, and in which state the figures are."""

    agency: str
    status: str
    made_at: datetime


def workbook(report: Report, imprint: Imprint) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = report.title
    _table(sheet, report, imprint)
    _list(book.create_sheet("计入的决定"), report)
    book.properties.creator = imprint.agency
    book.properties.title = f"{report.title}（{report.period.title}）"
    book.properties.created = imprint.made_at.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Cell | MergedCell, value: Value) -> None:
    """A text that begins like a formula stays the text it is, also after somebody edits the cell."""
    if isinstance(cell, MergedCell):
        raise TypeError("the inside of a merged cell holds nothing")
    if not isinstance(value, str):
        cell.value = value
        return
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = plain
    if plain.startswith(FORMULA_SIGNS):
        cell.data_type = "s"
        cell.quotePrefix = True


def _table(sheet: Worksheet, report: Report, imprint: Imprint) -> None:
    last = len(COLUMNS) + 3
    _head(sheet, report, imprint, last=last)
    for place, row in enumerate(report.rows, start=UNIT_ROW + 1):
        _figures(sheet, place, row)
    after = UNIT_ROW + len(report.rows) + 1
    lines = [imprint.status, *(f"{number}．{note}" for number, note in enumerate(report.notes, start=1))]
    for place, line in enumerate(
        ["说明：", *lines, "填报人：　　　　　　审核人：　　　　　　负责人：　　　　　　"], start=after
    ):
        sheet.merge_cells(start_row=place, start_column=1, end_row=place, end_column=last)
        _put(sheet.cell(place, 1), line)
        sheet.cell(place, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 12
    for index in range(2, last + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 11
    sheet.row_dimensions[HEADER_ROW].height = 60
    _on_paper(sheet)


def _head(sheet: Worksheet, report: Report, imprint: Imprint, *, last: int) -> None:
    sheet.merge_cells(start_row=TITLE_ROW, start_column=1, end_row=TITLE_ROW, end_column=last)
    _put(sheet.cell(TITLE_ROW, 1), report.title)
    sheet.cell(TITLE_ROW, 1).font = Font(size=18, bold=True)
    sheet.cell(TITLE_ROW, 1).alignment = CENTRED
    spans = ((1, 6, f"填报单位：{imprint.agency}"), (7, 11, report.period.title), (12, last, f"单位：{UNIT}"))
    for first, end, text in spans:
        sheet.merge_cells(start_row=AGENCY_ROW, start_column=first, end_row=AGENCY_ROW, end_column=end)
        _put(sheet.cell(AGENCY_ROW, first), text)
    _boxed(sheet, HEADER_ROW, ["期间", *(column.title for column in (*COLUMNS, TOTAL, AMOUNT))])
    _boxed(sheet, UNIT_ROW, ["", *(column.unit for column in (*COLUMNS, TOTAL, AMOUNT))])


def _figures(sheet: Worksheet, place: int, row: Row) -> None:
    counts: list[Value] = [row.of(column.key) if column.held else NOT_HELD for column in COLUMNS]
    amount = Decimal(row.amount_fen) / FEN_PER_TEN_THOUSAND_YUAN
    _boxed(sheet, place, [row.title, *counts, row.total, amount])
    sheet.cell(place, len(COLUMNS) + 3).number_format = "0.00####"


def _boxed(sheet: Worksheet, place: int, values: Sequence[Value]) -> None:
    for index, value in enumerate(values, start=1):
        cell = sheet.cell(place, index)
        _put(cell, value)
        cell.border, cell.alignment = BOXED, CENTRED


def _list(sheet: Worksheet, report: Report) -> None:
    """Every decision counted, so that each figure can be gone over by hand."""
    _boxed(sheet, 1, LIST_HEADER)
    titles = {column.key: column.title for column in COLUMNS}
    quarter = {one.decision_id for one in report.rows[0].counted}
    for place, one in enumerate(report.rows[-1].counted, start=1):
        span = "本季度及本年累计" if one.decision_id in quarter else "仅本年累计"
        _boxed(sheet, place + 1, _line(place, one, column=titles[one.column], span=span))
        sheet.cell(place + 1, 4).number_format = "yyyy-mm-dd"
        sheet.cell(place + 1, 7).number_format = "#,##0.00"
    for index, width in enumerate(LIST_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    _on_paper(sheet)


def _line(place: int, one: Counted, *, column: str, span: str) -> list[Value]:
    amount = Decimal(one.amount_fen) / FEN_PER_YUAN
    return [place, one.number, one.party, one.decided_on, one.kinds, column, amount, span, one.reason]


def _on_paper(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
