"""行政处罚简易程序 from the scene to the archive, on both databases (SIMP-1 to SIMP-4)."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.archive import queries as archive
from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.cases import queries, service
from enforcement.cases.rules import PartyCategory
from enforcement.decisions import queries as decision_queries
from enforcement.decisions import service as decisions
from enforcement.documents import queries as documents
from enforcement.execution import service as execution
from enforcement.kernel.errors import Concealed, InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.publication import queries as publication_queries
from enforcement.publication import service as publication
from enforcement.publication.rules import Policy, Withholding
from enforcement.review import service as review
from enforcement.serving.rules import ServiceMethod
from enforcement.statistics import queries as statistics
from enforcement.steps import queries as step_queries
from enforcement.steps import service as steps
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.procedures.spot import SCENE, TEXT, decided, drafted, fined, hand_over, seen

MONDAY = date(2026, 3, 9)
PERSON = {
    "category": PartyCategory.NATURAL_PERSON,
    "name": "周小满",
    "uscc": "",
    "legal_rep": "",
    "id_no": resident_id_with_check_digit("34020219800101121"),
}
REPORT = {"day": MONDAY, "paper": "备案登记簿第3号", "facts": {"received_by": "法规科 韩静"}}


def report(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", steps.record_step, case, step=Milestone.REPORTED_FOR_RECORD, **REPORT)


def due(bureau: Bureau, case: CaseId) -> dict[str, date]:
    return {row.key: row.due_on for row in bureau.read(queries.deadlines, case) if row.closed_on is None}


def test_from_the_scene_to_the_archive(bureau: Bureau) -> None:
    case = decided(bureau)
    row = bureau.read(queries.get, case)
    assert (row.number, row.filed_on, row.stage) == ("医保案〔2026〕1号", None, Stage.DECIDED)
    seventh_workday = date(2026, 3, 18)
    assert due(bureau, case) == {"SIMPLE_FILE": seventh_workday, "PUBLISH_PENALTY_LICENCE": seventh_workday}
    hand_over(bureau, case)
    assert due(bureau, case)["PAY"] == date(2026, 3, 24)
    with pytest.raises(RuleBroken, match="尚未报本机关备案"):
        bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")
    report(bureau, case)
    withhold(bureau, case)
    paid = {"amount_fen": 200_000, "paid_on": MONDAY, "receipt_no": "0000123456"}
    bureau.act("officer_a", execution.record_payment, case, **paid)
    assert due(bureau, case) == {}
    bureau.act("officer_a", execution.close_case, case, opinion="罚款已缴清，建议结案。")
    put_away(bureau.runtime, bureau.actor("archivist"), case, retention=Retention.TEN_YEARS)
    assert bureau.read(queries.get, case).stage is Stage.ARCHIVED
    filed = [entry.kind for entry in bureau.read(archive.catalogue, case)]
    assert filed == ["spot_decision", "service_receipt", "evidence", "closing"]


def withhold(bureau: Bureau, case: CaseId) -> None:
    """PUB-C5: minor information; in principle not shown, and the head of the body says so."""
    found = bureau.read(lambda session: publication_queries.sources(session, queries.get(session, case)))
    assert (found.verdict.policy, found.verdict.withholding) == (Policy.NOT_PUBLISHED, Withholding.LIGHT_PENALTY)
    with pytest.raises(RuleBroken, match="不予公示"):
        bureau.act("clerk", publication.prepare, case, assessment="")
    ground = {"ground": Withholding.LIGHT_PENALTY, "reason": found.verdict.reason, "basis": found.verdict.basis}
    bureau.act("agency_head", publication.not_publish, case, **ground)


def test_the_form_says_what_the_law_asks_and_reconsideration_comes_first(bureau: Bureau) -> None:
    case = decided(bureau)
    made = bureau.read(decision_queries.decision, case)
    said = bureau.read(documents.get, made.document_id)
    assert (made.review_id, made.decided_by, made.fine_fen) == (None, bureau.id("officer_a"), 200_000)
    assert "当罚〔2026〕1号" in str(said.number)
    assert "出示执法证件" in said.data["rights_course"]
    assert said.data["decided_place"] == SCENE.place
    assert said.data["officers"].count("执法证号") == 2
    (counted,) = bureau.read(statistics.made, MONDAY, MONDAY)
    assert (counted.number, counted.fine_fen) == (made.number, 200_000)


def test_SIMP_1_the_limit_holds_when_drafting_and_by_kind_of_party(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match=r"超过对法人或者其他组织当场处罚的限额3,000\.00元"):
        drafted(bureau, text=fined(3001))
    case = drafted(bureau, text=fined(200), party=PERSON)
    with pytest.raises(RuleBroken, match="超过对公民"):
        bureau.act("officer_a", decisions.save_draft, case, text=fined(201), base_version=1)


def test_SIMP_1_nobody_gets_past_the_limit_at_the_prompt(bureau: Bureau) -> None:
    case = decided(bureau)
    ordinary = bureau.filed()
    for statement in (
        "UPDATE enforcement_case SET procedure = 'spot_penalty' WHERE number_seq = 2",
        "UPDATE enforcement_case SET procedure = 'ordinary_penalty' WHERE number_seq = 1",
    ):
        with pytest.raises(IntegrityError, match="simple to the ordinary"):
            bureau.sql(statement)
    heavier = drafted(bureau, text=fined(3000))
    columns = "digest, outcome, confiscated_fen, recovery_fen, opinion, late_reason, decided_on, decided_by, decided_at"
    with pytest.raises(IntegrityError, match="within the limit"):
        bureau.sql(
            f"INSERT INTO decision (id, case_id, draft_id, review_id, number, document_id, fine_fen, {columns}) "  # noqa: S608
            f"SELECT d.draft_id, w.case_id, w.id, d.review_id, 'X', d.document_id, 300000, w.digest, d.outcome, 1, 0, "
            f"'', '', d.decided_on, d.decided_by, d.decided_at FROM decision d, draft w "
            f"WHERE w.case_id <> d.case_id"
        )
    assert bureau.read(decision_queries.decision, heavier) is None
    assert bureau.read(queries.get, ordinary).procedure == "ordinary_penalty"
    assert bureau.read(queries.get, case).procedure == "spot_penalty"


def test_only_its_own_officers_decide_on_the_spot(bureau: Bureau) -> None:
    case = drafted(bureau)
    with pytest.raises(Concealed):
        bureau.act("officer_c", decisions.decide_on_the_spot, case, scene=SCENE)
    with pytest.raises(NotAllowed):
        bureau.act("agency_head", decisions.decide_on_the_spot, case, scene=SCENE)
    with pytest.raises(RuleBroken, match="尚未当场告知"):
        bureau.act("agency_head", decisions.decide, case, opinion="同意。")


def test_an_ordinary_case_is_not_decided_on_the_spot(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(RuleBroken, match="没有“当场告知和听取申辩”这一步骤"):
        bureau.act("officer_a", decisions.decide_on_the_spot, case, scene=SCENE)
    with pytest.raises(RuleBroken, match="没有可以直接登记的"):
        report(bureau, case)


def test_no_review_no_filing_no_decision_without_evidence(bureau: Bureau) -> None:
    case = bureau.clue(procedure="spot_penalty")
    with pytest.raises(RuleBroken, match="不能当场处罚"):
        bureau.act("officer_a", decisions.save_draft, case, text=TEXT, base_version=0)
    with pytest.raises(RuleBroken, match="没有“立案报批”这一步骤"):
        bureau.act("officer_a", service.propose_filing, case, opinion="立案。")
    ready = drafted(bureau)
    with pytest.raises(RuleBroken, match="没有“提交法制审核”这一步骤"):
        bureau.act("officer_a", review.submit, ready, note="送审。")


def test_SIMP_2_handed_over_there_and_then_a_refusal_is_noted(bureau: Bureau) -> None:
    case = decided(bureau)
    for change in ({"method": ServiceMethod.POST, "proof": "EMS1"}, {"served_on": date(2026, 3, 10)}):
        with pytest.raises((RuleBroken, InvalidInput)):
            hand_over(bureau, case, **change)
    hand_over(bureau, case, refusal="当事人拒绝签收，已当场交付并在决定书上注明。")
    receipt = bureau.read(documents.latest, case, "service_receipt")
    assert "拒绝签收" in receipt.data["refusal"]
    assert bureau.read(queries.get, case).stage is Stage.EXECUTING


def test_SIMP_2_the_report_for_the_record_is_kept_and_comes_once(bureau: Bureau) -> None:
    case = drafted(bureau)
    with pytest.raises(RuleBroken, match="尚未作出决定"):
        report(bureau, case)
    bureau.act("officer_a", decisions.decide_on_the_spot, case, scene=SCENE)
    report(bureau, case)
    (row,) = bureau.read(step_queries.of_case, case)
    assert (row.title, row.facts, row.paper) == (
        "报本机关备案",
        {"接收备案的机构和人员": "法规科 韩静"},
        REPORT["paper"],
    )
    assert "法规科 韩静" in bureau.read(queries.timeline, case)[-1].note
    with pytest.raises(RuleBroken, match="已经"):
        report(bureau, case)
    with pytest.raises(IntegrityError, match="final"):
        bureau.sql("UPDATE step_record SET paper = '另一份'")


def test_what_is_not_for_the_spot_turns_ordinary_with_its_evidence(bureau: Bureau) -> None:
    case = seen(bureau)
    bureau.act("officer_a", service.turn_ordinary, case, reason="涉及多笔结算，尚需调查。")
    row = bureau.read(queries.get, case)
    assert (row.procedure, row.stage) == ("ordinary_penalty", Stage.CLUE)
    assert due(bureau, case) == {"CLUE_VERIFY": date(2026, 3, 30)}
    bureau.act("officer_a", service.propose_filing, case, opinion="建议立案。")
    bureau.act("unit_head", service.approve_filing, case, opinion="同意立案。")
    assert "CLUE_VERIFY" not in due(bureau, case)
    assert Milestone.EVIDENCE_SEALED in bureau.read(queries.stands, case)
    with pytest.raises(RuleBroken, match="不能再办理“转为普通程序”"):
        bureau.act("officer_a", service.turn_ordinary, case, reason="再转。")


def test_a_decided_case_does_not_turn(bureau: Bureau) -> None:
    case = decided(bureau)
    with pytest.raises(RuleBroken, match="已经"):
        bureau.act("officer_a", service.turn_ordinary, case, reason="改办。")
