"""A table as an XLSX file. Text stays text: nothing in it is ever a formula."""

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 22


def text_table(
    sheet_title: str, lines: Sequence[Sequence[str]], *, headings: int = 1, title: str, made_at: datetime
) -> bytes:
    """The first line is set in bold; the first `headings` lines stay in sight."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_title
    for at, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            if not value:
                continue
            cell = sheet.cell(row=at, column=place)
            cell.value, cell.data_type, cell.number_format = ILLEGAL_CHARACTERS_RE.sub("", value), "s", "@"
            cell.font, cell.alignment = Font(bold=at == 1), Alignment(wrap_text=True, vertical="top")
    for place in range(1, max(map(len, lines)) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.freeze_panes = f"A{headings + 1}"
    book.properties.title = title
    book.properties.created = made_at.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
