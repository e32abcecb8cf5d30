"""The workbook: numbers are numbers, text is never a formula, the form is the paper form."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

from openpyxl import load_workbook

from enforcement.decisions.rules import PenaltyKind
from enforcement.statistics.export import Imprint, workbook
from enforcement.statistics.indicators import Made
from enforcement.statistics.reports.quarterly import COLUMNS, tabulate
from enforcement.statistics.rules import Quarter

IMPRINT = Imprint(agency="临江市医疗保障局", status="本表为实时数据", made_at=datetime(2027, 1, 4, tzinfo=UTC))


def made(party, *kinds, fine, on=date(2026, 11, 3)):
    return Made(
        id=uuid4(),
        case_id=uuid4(),
        number="临罚〔2026〕1号",
        party=party,
        decided_on=on,
        kinds=kinds,
        fine_fen=fine,
        confiscated_fen=0,
    )


def opened(*decisions):
    content = workbook(tabulate(decisions, Quarter(2026, 4)), IMPRINT)
    return load_workbook(io.BytesIO(content))


def test_it_is_laid_out_like_the_paper_form():
    sheet = opened(made("某院", PenaltyKind.FINE, fine=7_900_012)).worksheets[0]
    assert sheet["A1"].value == "行政处罚实施情况统计表"
    assert (sheet["A2"].value, sheet["G2"].value) == ("填报单位：临江市医疗保障局", "2026年第四季度")
    assert [cell.value for cell in sheet[3]][1:13] == [column.title for column in COLUMNS]
    assert [cell.value for cell in sheet[5]] == ["本季度", 0, 0, 1, *[0] * 7, "无此项职权", 0, 1, 7.900012]
    assert [cell.data_type for cell in sheet[5]][1:4] == ["n", "n", "n"]
    assert sheet["A6"].value == "本年累计"
    assert sheet.page_setup.orientation == "landscape"


def test_the_second_sheet_lists_every_counted_decision_with_its_reason():
    earlier = made("另一院", PenaltyKind.WARNING, fine=0, on=date(2026, 2, 3))
    sheet = opened(made("某院", PenaltyKind.FINE, fine=500_000), earlier).worksheets[1]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[2], row[5], row[7]) for row in rows] == [
        ("另一院", "警告", "仅本年累计"),
        ("某院", "罚款", "本季度及本年累计"),
    ]
    assert rows[1][6] == 5000
    assert rows[1][8] == "2026年11月3日作出决定；只有一类处罚，计入该栏。"


def test_a_name_that_begins_like_a_formula_stays_a_name():
    wicked = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)"]
    book = opened(*(made(name, PenaltyKind.FINE, fine=1) for name in wicked))
    cells = [row[2] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == wicked
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_control_character_does_not_break_the_file():
    (cell,) = [row[2] for row in opened(made("某\x0b院", PenaltyKind.FINE, fine=1)).worksheets[1].iter_rows(min_row=2)]
    assert cell.value == "某院"
