"""The annual draft on both databases: its figures keep their cases, a draft stays, a release follows the year."""

import io
from datetime import date

import pytest
from docx import Document
from sqlalchemy.exc import DatabaseError

from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.statistics import service
from enforcement.statistics.queries import annual
from enforcement.statistics.reports.annual import thawed
from tests.bureau import Bureau
from tests.service.decisions.course import reported
from tests.service.execution.course import decided
from tests.service.transfers.ways import sent

PLACE = "门户网站行政执法公示栏"


def test_every_figure_keeps_what_it_counts(bureau: Bureau) -> None:
    case, gone = decided(bureau), sent(bureau, reported(bureau))
    today = bureau.clock.now().date()
    report = bureau.read(annual.report, 2026, today=today)
    said = {one.key: one for table in report.tables for one in table.figures}
    assert said["total"].cases == said["fine"].cases == (case,)
    assert said["sent_justice"].cases == (gone,)
    assert said["reviewed"].cases == (case,)
    assert (said["inspections"].shown, said["detention"].shown) == ("0", "无此项职权")
    assert "作出行政处罚决定1宗" in report.sentence_of(report.table("penalties"))
    assert [one.id for one in bureau.read(annual.behind, said["total"].cases)] == [case]
    assert bureau.read(annual.report, 2025, today=today).figure("total").shown == "0"


def test_a_draft_stays_and_the_next_one_differs(bureau: Bureau) -> None:
    decided(bureau)
    assert bureau.act("clerk", service.save_annual_draft, year=2026, remarks="无。") == 1
    with pytest.raises(RuleBroken, match="完全相同"):
        bureau.act("clerk", service.save_annual_draft, year=2026, remarks="无。")
    assert bureau.act("clerk", service.save_annual_draft, year=2026, remarks="加强公示。") == 2
    newest, first = bureau.read(annual.drafts, 2026)
    assert (thawed(newest.figures).remarks, thawed(first.figures).remarks) == ("加强公示。", "无。")
    content = bureau.act("supervisor", service.annual_paper, year=2026)
    text = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    for words in ("2026年度行政执法总体情况报告", "加强公示。", "第2版", "2027年1月31日"):
        assert words in text
    with pytest.raises(NotFound):
        bureau.act("supervisor", service.annual_paper, year=2026, version=9)
    with pytest.raises(NotAllowed):
        bureau.act("supervisor", service.save_annual_draft, year=2026)
    with pytest.raises(InvalidInput):
        bureau.act("clerk", service.save_annual_draft, year=2027)


def test_a_release_is_recorded_after_the_year_and_ends_the_reminder(bureau: Bureau) -> None:
    decided(bureau)
    assert bureau.read(annual.in_hand, today=date(2026, 6, 1)) == 2026
    assert bureau.read(annual.in_hand, today=date(2027, 1, 5)) == 2026, "the year just ended is to be reported"
    said = {"year": 2026, "place": PLACE}
    with pytest.raises(InvalidInput):
        bureau.act("clerk", service.record_annual_release, published_on=date(2026, 4, 1), **said)
    bureau.on(date(2027, 1, 20))
    with pytest.raises(RuleBroken, match="先起草"):
        bureau.act("clerk", service.record_annual_release, published_on=date(2027, 1, 20), **said)
    bureau.act("clerk", service.save_annual_draft, year=2026)
    bureau.act("clerk", service.record_annual_release, published_on=date(2027, 1, 20), **said)
    released = bureau.read(annual.release, 2026)
    assert released is not None
    assert (released.version, released.place) == (1, PLACE)
    assert bureau.read(annual.in_hand, today=date(2027, 2, 5)) == 2027
    with pytest.raises(DatabaseError):
        bureau.sql("UPDATE annual_release SET place = '别处'")
