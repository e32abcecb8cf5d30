"""案卷评查 of real cases: worked out while they are open, and asked by the gates of closing and archiving."""

from datetime import timedelta

import pytest

from enforcement.archive import service as archive
from enforcement.archive.rules import Retention
from enforcement.cases import queries as cases
from enforcement.execution import queries as execution_queries
from enforcement.execution import service as execution
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.scoring import queries
from enforcement.scoring.rules import Sheet, Verdict
from tests.bureau import Bureau
from tests.service.execution.course import closable, closed, decided

UNQUALIFIED = "UPDATE account SET legal_qualification_no = NULL"


def scored(bureau: Bureau, case: CaseId) -> Sheet:
    row = bureau.read(cases.get, case)
    return bureau.read(queries.sheet, row, today=bureau.clock.now().date())


def verdicts(sheet: Sheet) -> dict[str, Verdict]:
    return {one.check.key: one.verdict for one in sheet.findings}


def test_a_case_done_by_the_book_keeps_its_hundred(bureau: Bureau) -> None:
    case = closed(bureau)
    sheet = scored(bureau, case)
    assert sheet.score == 100, [one.sentence for one in sheet.faults]
    unasked = {key for key, verdict in verdicts(sheet).items() if verdict is Verdict.NOT_ASKED}
    assert unasked == {"F2", "F3", "F4", "F8"}, "no measure was taken, nothing had to be discussed"
    assert {verdict for key, verdict in verdicts(sheet).items() if key not in unasked} == {Verdict.PASSED}


def test_a_fresh_case_has_lost_nothing(bureau: Bureau) -> None:
    sheet = scored(bureau, bureau.filed())
    assert (sheet.score, sheet.count(Verdict.FAILED)) == (100, 0)
    assert verdicts(sheet)["F7"] is Verdict.NOT_YET


def test_a_decision_left_lying_costs_points_but_bars_nothing(bureau: Bureau) -> None:
    case = decided(bureau)
    bureau.clock.at += timedelta(days=30)
    sheet = scored(bureau, case)
    assert {one.check.key for one in sheet.faults} == {"F11", "F12"}
    assert sheet.score == 80
    assert bureau.read(queries.knock_outs, case) == ()


def test_a_knock_out_bars_closing(bureau: Bureau) -> None:
    """What makes a review void is found at the gate, though the review itself was taken in good faith."""
    case = closable(bureau)
    bureau.sql(UNQUALIFIED)
    missing = bureau.read(execution_queries.lacks_for_closing, case)
    assert ["没有登记法律职业资格" in one.sentence for one in missing] == [True]
    with pytest.raises(RuleBroken, match="没有登记法律职业资格") as refused:
        bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")
    assert "《行政处罚法》第五十八条" in refused.value.basis


def test_a_knock_out_bars_archiving(bureau: Bureau) -> None:
    case = closed(bureau)
    bureau.sql(UNQUALIFIED)
    with pytest.raises(RuleBroken, match="否决项不合格，不能归档") as refused:
        bureau.act("archivist", archive.request_archiving, case, retention=Retention.TEN_YEARS)
    assert (refused.value.code, refused.value.cure) == ("KNOCKED_OUT", "scoring.tab")


def test_the_supervisor_reads_the_worst_first(bureau: Bureau) -> None:
    late = decided(bureau, party={"name": "芜湖同安医院"})
    bureau.clock.at += timedelta(days=30)
    fresh = bureau.filed()
    today = bureau.clock.now().date()
    assert [row.case.id for row in bureau.read(queries.scored, today=today)] == [late, fresh]
    bureau.clue(party={"name": "芜湖和平医院"})
    assert len(bureau.read(queries.scored, today=today)) == 2, "a clue has no file yet"
