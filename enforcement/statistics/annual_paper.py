"""The annual draft as a Word file: the body edits it, so it is plain paragraphs and tables."""

import io
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from enforcement.kernel.clock import chinese_day
from enforcement.statistics.reports.annual import Annual, Table, due_on

COUNTING = "一二三四五六七八九十"
BODY, HEADING, TITLE = "仿宋", "黑体", "方正小标宋简体"


def paper(report: Annual, *, agency: str, status: str, made_at: datetime) -> bytes:
    word = Document()
    _line(word, agency, font=TITLE, size=18, centred=True)
    _line(word, report.title, font=TITLE, size=22, centred=True)
    _line(word, f"（草稿。{status}）", size=12, centred=True)
    _line(word, f"{report.span}，本机关行政执法总体情况如下。")
    for place, table in enumerate(report.tables):
        _line(word, f"{COUNTING[place]}、{table.title}", font=HEADING)
        _line(word, report.sentence_of(table))
        _grid(word, table)
        _line(word, f"说明：{table.note}", size=10.5)
    _line(word, f"{COUNTING[len(report.tables)]}、情况说明", font=HEADING)
    for text in report.remarks.splitlines() or ["（由填报人补充：主要工作、存在的问题和下一步措施。）"]:
        _line(word, text)
    _line(word, f"应当在{chinese_day(due_on(report.year))}以前公布（国办发〔2018〕118号）。", size=10.5)
    word.core_properties.title, word.core_properties.author = report.title, agency
    word.core_properties.created = made_at.replace(tzinfo=None)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _line(word: WordDocument, text: str, *, font: str = BODY, size: float = 16, centred: bool = False) -> None:
    paragraph = word.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    _run(paragraph, text, font=font, size=size)


def _run(paragraph: Paragraph, text: str, *, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _grid(word: WordDocument, table: Table) -> None:
    """One line a figure: fourteen columns side by side do not fit a standing page."""
    grid = word.add_table(rows=1 + len(table.figures), cols=3)
    grid.style = "Table Grid"
    lines = [("项目", "单位", "数量"), *((one.title, one.unit, one.shown) for one in table.figures)]
    for row, line in zip(grid.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            _run(cell.paragraphs[0], text, font=BODY, size=12)
