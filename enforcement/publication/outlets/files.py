"""CSV and XLSX of a 双公示 table, and reading such a CSV back. Text stays text: nothing in it is ever a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.spreadsheet import text_table
from enforcement.publication.outlets.tables import Row, Table

BYTE_ORDER_MARK = "\ufeff"  # without it table software takes UTF-8 for the local code page
MOST_ROWS = 5000
LONGEST_CELL = 20_000


def written_csv(table: Table, rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.code for column in table.columns])
    writer.writerows([[row.get(column.name, "") for column in table.columns] for row in rows])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def workbook(table: Table, rows: Sequence[Row], *, made_at: datetime) -> bytes:
    """Two heading rows: the Chinese name, and under it the code of the standard."""
    lines = [[column.title for column in table.columns], [column.code for column in table.columns]]
    lines += [[row.get(column.name, "") for column in table.columns] for row in rows]
    return text_table(f"{table.title}公示", lines, headings=2, title=f"{table.title}公示数据", made_at=made_at)


def read_csv(table: Table, text: str) -> Sequence[Row]:
    """The heading may carry codes or Chinese names; a column nobody knows is refused, not dropped in silence."""
    lines = _lines(text.removeprefix(BYTE_ORDER_MARK))
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    if len(filled) < 2:  # noqa: PLR2004 -- a heading and one row
        raise InvalidInput({"text": ["没有数据：第一行应为表头（代码或者中文名称），以下每行一条记录。"]})
    names = _heading(table, filled[0])
    if len(filled) - 1 > MOST_ROWS:
        raise InvalidInput({"text": [f"一次最多核对 {MOST_ROWS} 行。"]})
    longer = [at for at, line in enumerate(filled[1:], start=1) if len(line) > len(names)]
    if longer:
        raise InvalidInput({"text": [f"第{longer[0]}行的列数多于表头。"]})
    return [dict(zip(names, (cell.strip()[:LONGEST_CELL] for cell in line), strict=False)) for line in filled[1:]]


def _lines(text: str) -> Sequence[Sequence[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as wrong:
        raise InvalidInput({"text": ["不是完整的 CSV 文本：引号不成对或者某一格过长。"]}) from wrong


def _delimiter(text: str) -> str:
    """Cells copied out of table software come parted by tabulators."""
    return "\t" if "\t" in text.partition("\n")[0] else ","


def _heading(table: Table, line: Sequence[str]) -> Sequence[str]:
    known = {column.code: column.name for column in table.columns} | {
        column.title: column.name for column in table.columns
    }
    told = [cell.strip() for cell in line]
    unknown = [cell for cell in told if cell not in known]
    if unknown:
        raise InvalidInput({"text": [f"表头中有不认识的列：{'、'.join(unknown)[:200]}。"]})
    names = [known[cell] for cell in told]
    if len(set(names)) != len(names):
        raise InvalidInput({"text": ["表头中有重复的列。"]})
    return names
