"""检查、许可、其他行政执法行为 from the task to the archive, on both databases."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.cases import queries
from enforcement.cases import service as cases
from enforcement.documents import queries as documents
from enforcement.execution import service as execution
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.publication import queries as publication_queries
from enforcement.publication import service as publication
from enforcement.statistics.queries import acts
from enforcement.statistics.rules import Quarter
from enforcement.steps import queries as steps
from tests.bureau import Bureau
from tests.service.procedures import rulings

WALKS = {
    "inspection": (rulings.concluded, "inspection_result", "医保检〔2026〕1号", "PUBLISH_OTHER", date(2026, 4, 7)),
    "licence": (rulings.granted, "licence_decision", "医保许〔2026〕1号", "PUBLISH_PENALTY_LICENCE", date(2026, 3, 18)),
    "other_result": (rulings.supported, "other_decision", "医保行〔2026〕1号", "PUBLISH_OTHER", date(2026, 4, 7)),
    "compulsory_measure": (rulings.released, "measure_result", "医保强〔2026〕1号", "PUBLISH_OTHER", date(2026, 4, 7)),
}


def due(bureau: Bureau, case: CaseId) -> dict[str, date]:
    return {row.key: row.due_on for row in bureau.read(queries.deadlines, case) if row.closed_on is None}


def publish(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", publication.prepare, case)
    (notice, *_) = bureau.read(publication_queries.of_case, case)
    bureau.act("clerk", publication.confirm, case, digest=notice.content_sha256)
    bureau.act("clerk", publication.publish, case)


@pytest.mark.parametrize("kind", WALKS)
def test_from_the_task_to_the_archive(bureau: Bureau, kind: str) -> None:
    walk, paper, number, period, last_day = WALKS[kind]
    case = walk(bureau)
    ruling = bureau.read(steps.ruling, case)
    assert ruling is not None
    assert bureau.read(documents.latest, case, paper).number == ruling.number
    assert bureau.read(queries.get, case).number == number
    assert due(bureau, case)[period] == last_day
    rulings.hand_over(bureau, case, paper)
    publish(bureau, case)
    assert period not in due(bureau, case)
    bureau.act("officer_a", execution.close_case, case, opinion="已经办结。")
    put_away(bureau.runtime, bureau.actor("archivist"), case, retention=Retention.THIRTY_YEARS)
    assert bureau.read(queries.get, case).stage is Stage.ARCHIVED


def test_nobody_is_inspected_without_the_heads_approval(bureau: Bureau) -> None:
    case = rulings.opened(bureau, "inspection")
    told = {"inspection_place": "收费处", "materials": "处方"}
    with pytest.raises(RuleBroken, match="尚未经行政机关负责人批准"):
        rulings.step(bureau, case, Milestone.INSPECTION_NOTIFIED, **told)
    rulings.step(bureau, case, Milestone.INSPECTION_PROPOSED, **rulings.PLAN)
    with pytest.raises(RuleBroken, match="不由您的岗位办理"):
        rulings.step(bureau, case, Milestone.INSPECTION_APPROVED, head_opinion="同意。")
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", cases.refer_violation, case, cause="38-4", act_date=rulings.MONDAY, summary="无")
    rulings.step(bureau, case, Milestone.INSPECTION_REFUSED, by="agency_head", refusal_reason="可以书面核查。")
    assert bureau.read(queries.get, case).stage is Stage.DECLINED
    with pytest.raises(RuleBroken, match="不予批准检查"):
        rulings.step(bureau, case, Milestone.INSPECTION_APPROVED, by="agency_head", head_opinion="同意。")


def test_a_second_inspection_in_the_year_says_why(bureau: Bureau) -> None:
    rulings.concluded(bureau)
    case = rulings.opened(bureau, "inspection")
    with pytest.raises(InvalidInput) as refused:
        rulings.step(bureau, case, Milestone.INSPECTION_PROPOSED, **rulings.PLAN)
    assert "1 次" in refused.value.fields["fact_frequency_reason"][0]
    again = rulings.PLAN | {"frequency_reason": "收到新的投诉举报。"}
    rulings.step(bureau, case, Milestone.INSPECTION_PROPOSED, **again)
    rulings.step(bureau, case, Milestone.INSPECTION_APPROVED, by="agency_head", head_opinion="同意。")
    paper = bureau.read(documents.latest, case, "inspection_approval")
    assert "检查1次" in paper.data["frequency"]
    assert paper.data["frequency_reason"] == again["frequency_reason"]


def test_a_breach_becomes_a_clue_of_its_own_and_both_know_of_each_other(bureau: Bureau) -> None:
    case = rulings.inspected(bureau)
    ended = rulings.RESULT | {"outcome": "涉嫌违法，另行查处"}
    with pytest.raises(RuleBroken, match="须先办理“发现违法转办”"):
        rulings.step(bureau, case, Milestone.INSPECTION_CONCLUDED, **ended)
    found = {"cause": "38-4", "act_date": date(2026, 1, 12), "summary": "处方与结算不符。"}
    clue = bureau.act("officer_a", cases.refer_violation, case, **found)
    made = bureau.read(queries.get, clue)
    assert (made.procedure, made.source, made.source_detail) == ("ordinary_penalty", "inspection", "医保检〔2026〕1号")
    assert set(made.handlers) == set(bureau.read(queries.get, case).handlers)
    assert [one.id for one in bureau.read(queries.came_of, case)] == [clue]
    assert [one.id for one in bureau.read(queries.came_of, clue)] == [case]
    rulings.step(bureau, case, Milestone.INSPECTION_CONCLUDED, **ended)
    ruling = bureau.read(steps.ruling, case)
    assert ruling is not None
    assert ruling.outcome == ended["outcome"]


def test_corrections_are_asked_once_and_stop_acceptance_until_they_come(bureau: Bureau) -> None:
    case = rulings.opened(bureau, "licence")
    assert due(bureau, case) == {"LICENCE_ACCEPT": date(2026, 3, 16)}
    asked = {"correction_items": "补充场所平面图。", "paper": "补正告知书〔2026〕1号"}
    rulings.step(bureau, case, Milestone.LICENCE_CORRECTION_ASKED, **asked)
    with pytest.raises(RuleBroken, match="一次告知补正"):
        rulings.step(bureau, case, Milestone.LICENCE_CORRECTION_ASKED, **asked)
    given = {"application_content": "申请结算。", "paper": "受理通知书〔2026〕1号"}
    with pytest.raises(RuleBroken, match="尚未提交全部补正材料"):
        rulings.step(bureau, case, Milestone.LICENCE_ACCEPTED, **given)
    rulings.step(bureau, case, Milestone.LICENCE_CORRECTED, corrected="已补齐。")
    rulings.step(bureau, case, Milestone.LICENCE_ACCEPTED, **given)
    assert due(bureau, case) == {"LICENCE_DECIDE": date(2026, 4, 7)}


def test_a_major_licence_is_reviewed_and_the_answer_is_one_of_the_list(bureau: Bureau) -> None:
    case = rulings.examined(bureau)
    rulings.step(bureau, case, Milestone.LICENCE_MAJOR, major_reason="列入目录。")
    with pytest.raises(RuleBroken, match="未经法制审核同意"):
        rulings.step(bureau, case, Milestone.LICENCE_DECIDED, by="agency_head", **rulings.GRANT)
    rulings.step(bureau, case, Milestone.LICENCE_REVIEWED, by="reviewer", review_opinion="同意。")
    with pytest.raises(InvalidInput) as refused:
        rulings.step(bureau, case, Milestone.LICENCE_DECIDED, by="agency_head", **(rulings.GRANT | {"outcome": "准"}))
    assert set(refused.value.fields) == {"fact_outcome"}
    rulings.step(bureau, case, Milestone.LICENCE_DECIDED, by="agency_head", **rulings.GRANT)
    assert due(bureau, case) == {"LICENCE_ISSUE": date(2026, 3, 23), "PUBLISH_PENALTY_LICENCE": date(2026, 3, 18)}


def test_what_was_decided_stays_and_no_handler_writes_it(bureau: Bureau) -> None:
    case = rulings.granted(bureau)
    for statement in ("UPDATE ruling SET outcome = '不予行政许可'", "DELETE FROM ruling"):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)
    copied = (
        "INSERT INTO ruling SELECT case_id, record_id, document_id, action_type, outcome, number || 'x', decided_on, "
        "(SELECT registered_by FROM enforcement_case WHERE id = ruling.case_id), decided_at FROM ruling"
    )
    with pytest.raises(IntegrityError):
        bureau.sql(copied)
    assert bureau.read(steps.ruling, case) is not None


def test_each_act_is_counted_once_and_an_inspection_that_became_a_case_is_not(bureau: Bureau) -> None:
    spring = Quarter(2026, 1)

    def figures() -> dict[str, int]:
        return {one.key: one.count for one in bureau.read(acts.figures, spring)}

    keys = ("inspections", "applied", "accepted", "granted", "refused", "measures_concluded", "other_acts")
    nothing = dict.fromkeys(keys, 0)
    assert figures() == nothing
    rulings.concluded(bureau)
    referred = rulings.inspected(bureau)
    found = {"cause": "38-4", "act_date": date(2026, 1, 12), "summary": "处方与结算不符。"}
    bureau.act("officer_a", cases.refer_violation, referred, **found)
    rulings.step(
        bureau, referred, Milestone.INSPECTION_CONCLUDED, **(rulings.RESULT | {"outcome": "涉嫌违法，另行查处"})
    )
    rulings.granted(bureau, outcome="不予行政许可")
    rulings.opened(bureau, "licence")
    rulings.supported(bureau)
    counted = {"inspections": 1, "applied": 2, "accepted": 1, "refused": 1, "other_acts": 1}
    assert figures() == nothing | counted
    (frequency,) = bureau.read(acts.frequencies, spring)
    assert (frequency.party, frequency.times) == ("芜湖安康医院", 2)
