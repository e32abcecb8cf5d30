from dataclasses import replace
from uuid import uuid4

import pytest

from enforcement.cases import queries as cases
from enforcement.decisions import queries, service
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, Stale
from enforcement.procedures.grammar import Milestone, Stage
from tests.bureau import Bureau
from tests.service.decisions.course import FINE, PARTS, TEXT, add_evidence, fined, reported, save


def test_a_report_is_a_document_that_lists_its_evidence(bureau: Bureau) -> None:
    case = reported(bureau)
    report = bureau.read(queries.current_report, case)
    document = bureau.read(documents.get, report.document_id)
    assert (report.version, len(report.items)) == (1, 1)
    assert "询问笔录（药房主任）" in document.data["evidence"]
    found = bureau.read(cases.get, case)
    assert report.party.startswith(f"{found.party.name}（法人及非法人组织）")
    assert found.stage is Stage.REPORTED


def test_a_second_report_is_a_second_version(bureau: Bureau) -> None:
    case = reported(bureau)
    items = [*bureau.read(queries.current_report, case).items]
    bureau.act("officer_b", service.submit_report, case, items=items, **PARTS | {"nature": "补充后的定性。"})
    assert [row.version for row in bureau.read(queries.reports, case)] == [2, 1]


def test_a_report_without_counted_evidence_is_refused(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.submit_report, case, items=[uuid4()], **PARTS)
    assert "items" in refused.value.fields


def test_evidence_of_another_case_carries_no_fact_here(bureau: Bureau) -> None:
    other = add_evidence(bureau, bureau.filed())
    case = bureau.filed()
    add_evidence(bureau, case)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.submit_report, case, items=[other], **PARTS)


def test_only_a_handler_reports_and_drafts(bureau: Bureau) -> None:
    case = reported(bureau)
    for stranger, refusal in (("officer_c", NotFound), ("reviewer", NotAllowed)):
        with pytest.raises(refusal):
            save(bureau, case, TEXT, by=stranger)


def test_a_draft_before_the_report_is_out_of_order(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(RuleBroken, match="调查终结报告") as refused:
        save(bureau, case, TEXT)
    assert refused.value.code == "OUT_OF_ORDER"


def test_each_saved_text_is_a_version_and_the_first_stays(bureau: Bureau) -> None:
    case = reported(bureau)
    assert [save(bureau, case, TEXT), save(bureau, case, fined(120_000))] == [1, 2]
    newer, older = bureau.read(queries.drafts, case)
    assert (newer.fine_fen, older.fine_fen) == (12_000_000, 15_000_000)
    assert older.digest == TEXT.digest
    assert older.recovery_fen == 10_000_000
    assert older.fine_fen + older.confiscated_fen == 15_000_000  # recovered money is no fine (CASE-30)


def test_saving_the_same_text_makes_no_version(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    with pytest.raises(RuleBroken, match="没有生成新版本") as refused:
        save(bureau, case, TEXT)
    assert refused.value.code == "DRAFT_UNCHANGED"
    assert len(bureau.read(queries.drafts, case)) == 1


def test_the_slower_of_two_writers_is_told(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT, base=0)
    with pytest.raises(Stale, match="第1版"):
        save(bureau, case, fined(120_000), base=0, by="officer_b")


def test_a_fine_below_the_range_needs_a_ground_of_mitigation(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as refused:
        save(bureau, case, fined(90_000))
    assert refused.value.code == "FINE_BELOW_RANGE"
    save(bureau, case, fined(90_000, mitigation="主动消除违法行为危害后果（第三十二条第一项）。"))
    assert bureau.read(queries.current_draft, case).fine_fen == 9_000_000


def test_a_fine_above_the_range_is_refused_whatever_the_reason(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as refused:
        save(bureau, case, fined(200_001, mitigation="情节特别恶劣。"))
    assert refused.value.code == "FINE_ABOVE_RANGE"


def test_one_act_is_fined_once(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as refused:
        save(bureau, case, replace(TEXT, penalties=(FINE, FINE)))
    assert refused.value.code == "ONE_FINE"


def test_drafting_stands_on_the_line_with_its_digest(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    last = bureau.read(cases.timeline, case)[-1]
    assert (last.kind, last.note) == (Milestone.DRAFTED, TEXT.digest)
