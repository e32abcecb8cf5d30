"""先行登记保存 (CASE-11, PRESERVE_DISPOSE, G3): a head first, seven workdays, every item, and then the report."""

from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions import service as decisions
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.measures import queries, service
from enforcement.measures.names import MeasureKind, State, Way
from enforcement.measures.rules import Leaving
from enforcement.procedures.grammar import Milestone
from enforcement.serving import queries as serving
from enforcement.serving import service as handing
from enforcement.serving.rules import ServiceMethod
from tests.bureau import Bureau
from tests.service.decisions.course import PARTS, add_evidence
from tests.service.measures.taking import carry_out, dispose, propose, recorded_lightly, row, rule, taken, urgent

COPIED = Leaving(position=1, way=Way.COPIED)
RETURNED = Leaving(position=2, way=Way.RETURNED)


def report(bureau: Bureau, case: CaseId) -> None:
    item = add_evidence(bureau, case)
    bureau.act("officer_a", decisions.submit_report, case, items=[item], **PARTS)


def kinds(bureau: Bureau, case: CaseId) -> list[str]:
    return [paper.kind for paper in bureau.read(documents.of_case, case)]


def test_from_the_proposal_to_the_report(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case)
    found = row(bureau, case, measure)
    assert (found.state, found.deadline.due_on, found.deadline.title) == (
        State.RUNNING,
        date(2026, 3, 18),
        "先行登记保存处理（第1号先行登记保存）",
    )
    notice = bureau.read(documents.get, found.start.document_id)
    assert (notice.number, notice.data["due_on"], len(notice.data["items"])) == (
        "临登保〔2026〕1号",
        "2026年3月18日",
        2,
    )
    with pytest.raises(RuleBroken, match="没有了结"):
        report(bureau, case)
    dispose(bureau, case, measure, COPIED)
    assert row(bureau, case, measure).state is State.RUNNING, "one item is still kept"
    dispose(bureau, case, measure, RETURNED)
    found = row(bureau, case, measure)
    assert (found.state, found.deadline.closed_on) == (State.ENDED, date(2026, 3, 9))
    with pytest.raises(RuleBroken, match="没有了结"):
        report(bureau, case)
    recorded_lightly(bureau, case, measure)
    assert Milestone.MEASURES_CLEARED in bureau.read(cases.stands, case)
    report(bureau, case)
    assert kinds(bureau, case)[:4] == ["preserve_approval", "preserve_notice", "preserve_disposal", "preserve_disposal"]


def test_nothing_is_kept_before_a_head_agrees(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = propose(bureau, case)
    with pytest.raises(RuleBroken) as refused:
        carry_out(bureau, case, measure)
    assert (refused.value.code, refused.value.basis) == ("NOT_APPROVED", "《行政处罚法》第五十六条")
    rule(bureau, case, measure, granted=False)
    assert row(bureau, case, measure).state is State.NOT_APPROVED
    with pytest.raises(RuleBroken):
        carry_out(bureau, case, measure)
    with pytest.raises(RuleBroken, match="已经审批"):
        rule(bureau, case, measure)
    report(bureau, case)


def test_neither_a_unit_head_nor_a_handler_approves(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = propose(bureau, case)
    for login in ("officer_a", "unit_head", "reviewer"):
        with pytest.raises(NotAllowed):
            rule(bureau, case, measure, by=login)
    with pytest.raises(DatabaseError, match="does not rule on its measures"):
        bureau.sql(
            "INSERT INTO measure_ruling "
            "(measure_id, case_id, approved, late, opinion, document_id, ruled_by, ruled_at) "
            "SELECT m.id, m.case_id, TRUE, FALSE, '', m.id, m.proposed_by, m.proposed_at FROM measure m"
        )


def test_there_is_no_urgent_preservation_and_none_before_filing(bureau: Bureau) -> None:
    clue = bureau.clue()
    with pytest.raises(RuleBroken, match="尚未批准立案"):
        propose(bureau, clue)
    case = bureau.filed()
    with pytest.raises(RuleBroken) as refused:
        urgent(bureau, case, kind=MeasureKind.PRESERVATION, days=None)
    assert refused.value.code == "NO_URGENT_PRESERVATION"
    with pytest.raises(InvalidInput):
        propose(bureau, case, items=[])
    with pytest.raises(InvalidInput):
        propose(bureau, case, days=10)


def test_late_is_recorded_with_its_reason_and_never_refused(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case)
    bureau.on(date(2026, 3, 19))
    with pytest.raises(InvalidInput) as refused:
        dispose(bureau, case, measure)
    assert "late_reason" in refused.value.fields
    dispose(bureau, case, measure, late_reason="当事人负责人外出，约定今日清点。")
    found = row(bureau, case, measure)
    assert (found.state, found.disposals[0].late_reason) == (State.ENDED, "当事人负责人外出，约定今日清点。")
    paper = bureau.read(documents.get, found.disposals[0].document_id)
    assert paper.data["late_reason"] == "当事人负责人外出，约定今日清点。"


def test_two_measures_have_each_its_own_last_day(bureau: Bureau) -> None:
    case = bureau.filed()
    first = taken(bureau, case)
    bureau.on(date(2026, 3, 11))
    second = taken(bureau, case)
    dues = [row(bureau, case, one).deadline.due_on for one in (first, second)]
    assert dues == [date(2026, 3, 18), date(2026, 3, 20)]
    dispose(bureau, case, first)
    open_ones = [
        one.subject for one in bureau.read(cases.deadlines, case) if one.key == "PRESERVE_DISPOSE" and not one.closed_on
    ]
    assert open_ones == [second]
    recorded_lightly(bureau, case, first)
    assert Milestone.MEASURES_CLEARED not in bureau.read(cases.stands, case)


def test_the_notice_is_served_like_any_paper_and_beside_another(bureau: Bureau) -> None:
    case = bureau.filed()
    first, second = taken(bureau, case), taken(bureau, case)
    papers = [row(bureau, case, one).start.document_id for one in (first, second)]
    assert [one.id for one in bureau.read(serving.to_be_served, case)] == papers
    bureau.act(
        "officer_a",
        handing.record_service,
        case,
        document_id=papers[0],
        method=ServiceMethod.DIRECT,
        served_on=date(2026, 3, 9),
        receiver="韩立民",
    )
    assert [one.id for one in bureau.read(serving.to_be_served, case)] == papers[1:]


def test_turning_into_a_sealing_needs_a_decision_of_its_own(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case)
    sealed = [Leaving(position=1, way=Way.SEALED), RETURNED]
    with pytest.raises(RuleBroken) as refused:
        dispose(bureau, case, measure, *sealed)
    assert refused.value.code == "NO_SEAL_DECISION"
    taken(bureau, case, MeasureKind.SEALING)
    dispose(bureau, case, measure, *sealed)
    assert row(bureau, case, measure).ended


def test_each_item_leaves_once_and_rows_stay(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case)
    dispose(bureau, case, measure, COPIED)
    with pytest.raises(InvalidInput):
        dispose(bureau, case, measure, COPIED)
    with pytest.raises(InvalidInput):
        dispose(bureau, case, measure, Leaving(position=2, way=Way.TESTED))
    with pytest.raises(DatabaseError, match="measure_item is final"):
        bureau.sql("UPDATE measure_item SET quantity = '三册'")


def test_of_another_case_it_is_not_found(bureau: Bureau) -> None:
    measure = taken(bureau, bureau.filed())
    with pytest.raises(NotFound):
        dispose(bureau, bureau.filed(), measure, COPIED)
    assert bureau.read(queries.of_case, bureau.filed()) == []
    assert service.dispose.verb == "measures.disposed"
