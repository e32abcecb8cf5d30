"""行政强制措施 as a file of its own: each refusal on its way, with article and page; and what comes of it."""

from datetime import date
from typing import Any

import pytest

from enforcement.cases import queries
from enforcement.cases import service as cases
from enforcement.documents import queries as documents
from enforcement.duties import queries as duties
from enforcement.execution import service as execution
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.measures import service
from enforcement.measures.names import MeasureKind, Way
from enforcement.measures.rules import Leaving
from enforcement.procedures.demands import RecordingLevel
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.publication import service as publication
from enforcement.statistics import queries as statistics
from enforcement.statistics.queries import acts
from enforcement.statistics.rules import Quarter
from tests.bureau import Bureau
from tests.service.measures import taking
from tests.service.procedures import rulings

WAY_TO_A_DECISION = (
    *(Milestone.FILING_PROPOSED, Milestone.FILED, Milestone.EVIDENCE_SEALED, Milestone.REPORTED, Milestone.DRAFTED),
    *(Milestone.PRIOR_NOTICE_ISSUED, Milestone.PRIOR_NOTICE_SERVED, Milestone.DEFENCE_WAIVED),
    *(Milestone.REVIEW_SUBMITTED, Milestone.REVIEW_AGREED, Milestone.DECIDED),
)
PRESERVATION, SEIZURE = MeasureKind.PRESERVATION, MeasureKind.SEIZURE


def opened(bureau: Bureau) -> CaseId:
    return rulings.opened(bureau, "compulsory_measure")


def conclude(bureau: Bureau, case: CaseId, **changes: str) -> Any:
    return rulings.step(bureau, case, Milestone.MEASURE_CONCLUDED, by="agency_head", **(rulings.LIFTED | changes))


def refusal(bureau: Bureau, login: str, door: Any, case: CaseId, **given: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        bureau.act(login, door, case, **given)
    assert refused.value.basis
    return refused.value


def stage(bureau: Bureau, case: CaseId) -> Stage:
    found: Stage = bureau.read(queries.get, case).stage
    return found


def test_its_number_papers_and_steps_come_with_the_measure(bureau: Bureau) -> None:
    case = opened(bureau)
    measure = taking.propose(bureau, case, SEIZURE)
    assert stage(bureau, case) is Stage.AWAITING
    taking.rule(bureau, case, measure)
    assert stage(bureau, case) is Stage.UNDER_WAY
    form = bureau.read(documents.latest, case, "seal_approval")
    assert form.data["case_no"] == bureau.read(queries.get, case).number == "医保强〔2026〕1号"
    taking.carry_out(bureau, case, measure)
    decision = bureau.read(documents.latest, case, "seal_decision")
    assert [one["name"] for one in decision.data["items"]] == [taking.BOOKS.name, taking.STUBS.name]
    levels = {one.duty.step: one.duty.level for one in bureau.read(duties.board, case)}
    assert levels["sealing"] is RecordingLevel.FULL_COURSE
    line = [fact.kind for fact in bureau.read(queries.timeline, case)]
    assert line[1:] == [Milestone.MEASURE_PROPOSED, Milestone.MEASURE_APPROVED, Milestone.SEALED_UP]


def test_nothing_is_taken_without_a_head_and_no_preservation_before_one(bureau: Bureau) -> None:
    case = opened(bureau)
    measure = taking.propose(bureau, case)
    refused = refusal(bureau, "officer_a", service.carry_out, case, measure_id=measure)
    assert "没有先实施、后补办批准的例外" in refused.sentence
    assert (refused.basis, refused.cure) == ("《行政处罚法》第五十六条", "measures.tab")
    with pytest.raises(RuleBroken, match="不能先实施后补办批准"):
        taking.urgent(bureau, case, kind=PRESERVATION)
    with pytest.raises(NotAllowed):
        taking.rule(bureau, case, measure, by="officer_b")
    seizure = taking.propose(bureau, case, SEIZURE)
    taking.rule(bureau, case, measure)
    refused = refusal(bureau, "officer_a", service.carry_out, case, measure_id=seizure)
    assert (refused.code, refused.basis) == ("NOT_APPROVED", "《行政强制法》第十八条第一项")


def test_one_officer_is_not_enough(bureau: Bureau) -> None:
    case = opened(bureau)
    measure = taking.propose(bureau, case, SEIZURE)
    taking.rule(bureau, case, measure)
    bureau.sql(
        "UPDATE certificate SET valid_to = '2026-03-08' "
        "WHERE account_id = (SELECT id FROM account WHERE login = 'officer_b')"
    )
    refused = refusal(bureau, "officer_a", service.carry_out, case, measure_id=measure)
    assert (refused.code, refused.basis) == ("TWO_OFFICERS", "《行政处罚法》第四十二条")


def test_thirty_days_and_one_extension(bureau: Bureau) -> None:
    case = opened(bureau)
    with pytest.raises(InvalidInput) as refused:
        taking.propose(bureau, case, SEIZURE, days=31)
    assert "第二十五条" in refused.value.fields["days"][0]
    measure = taking.taken(bureau, case, SEIZURE)
    assert taking.row(bureau, case, measure).deadline.due_on == date(2026, 4, 8)
    asked = {"measure_id": measure, "days": 30, "reason": "账目须逐份核对。"}
    bureau.act("officer_a", service.ask_extension, case, **asked)
    bureau.act("agency_head", service.rule_on_extension, case, measure_id=measure, granted=True, opinion="同意。")
    assert taking.row(bureau, case, measure).deadline.due_on == date(2026, 5, 8)
    assert bureau.read(documents.latest, case, "seal_extend")
    assert refusal(bureau, "officer_a", service.ask_extension, case, **asked).code == "EXTENDED_ONCE"


def test_no_outcome_no_publication_and_no_closing_before_everything_is_disposed_of(bureau: Bureau) -> None:
    case = opened(bureau)
    with pytest.raises(RuleBroken, match="没有需要处理的物品"):
        conclude(bureau, case)
    measure = taking.taken(bureau, case, SEIZURE)
    with pytest.raises(RuleBroken, match="物品须全部处理"):
        conclude(bureau, case)
    assert refusal(bureau, "officer_a", publication.prepare, case).sentence == "尚未作出决定，不得公示。"
    taking.recorded_fully(bureau, case, measure)
    taking.dispose(bureau, case, measure)
    refusal(bureau, "officer_a", publication.prepare, case)
    with pytest.raises(RuleBroken, match="还不能结案"):
        bureau.act("officer_a", execution.close_case, case, opinion="办结。")
    conclude(bureau, case)
    assert (stage(bureau, case), Milestone.PUBLISHED in bureau.read(queries.stands, case)) == (Stage.DECIDED, False)
    with pytest.raises(RuleBroken):
        taking.propose(bureau, case, SEIZURE)


def running(bureau: Bureau, case: CaseId) -> set[str]:
    return {row.key for row in bureau.read(queries.deadlines, case) if row.closed_on is None}


def test_taken_on_the_spot_it_is_approved_afterwards_or_lifted_at_once(bureau: Bureau) -> None:
    case = opened(bureau)
    measure = taking.urgent(bureau, case)
    assert bureau.read(queries.get, case).number == "医保强〔2026〕1号"
    assert "PRESERVE_URGENT_APPROVAL" in running(bureau, case)
    taking.rule(bureau, case, measure, granted=False)
    assert "PRESERVE_URGENT_APPROVAL" not in running(bureau, case)
    assert stage(bureau, case) is Stage.UNDER_WAY, "what is held is not over"
    with pytest.raises(RuleBroken, match="应当立即解除"):
        taking.dispose(bureau, case, measure, Leaving(position=1, way=Way.TRANSFERRED, detail="某局"))
    taking.dispose(bureau, case, measure)
    with pytest.raises(RuleBroken, match="现场实施情况须登记"):
        conclude(bureau, case)
    taking.recorded_fully(bureau, case, measure)
    conclude(bureau, case, facts="负责人不同意采取封存，当日解除。")
    taken = bureau.read(documents.latest, case, "measure_result").data["measures_taken"]
    assert "临封〔2026〕1号" in taken
    assert "临封解〔2026〕1号" in taken


def test_refused_before_it_was_taken_the_file_may_ask_again_or_end(bureau: Bureau) -> None:
    case = opened(bureau)
    taking.rule(bureau, case, taking.propose(bureau, case), granted=False)
    assert stage(bureau, case) is Stage.REGISTERED
    taking.propose(bureau, case)
    rulings.step(bureau, case, Milestone.MEASURE_FORGONE, forgone_reason="账册已经由当事人自行提交。")
    assert stage(bureau, case) is Stage.DECLINED
    with pytest.raises(RuleBroken, match="不采取行政强制措施"):
        taking.propose(bureau, case)


def penalty_of(bureau: Bureau, case: CaseId) -> CaseId:
    found = {"cause": "38-4", "act_date": date(2026, 1, 12), "summary": "处方与结算不符。"}
    made: CaseId = bureau.act("officer_a", cases.refer_violation, case, **found)
    return made


def test_confiscated_only_on_the_penalty_that_came_of_it(bureau: Bureau) -> None:
    case = opened(bureau)
    measure = taking.taken(bureau, case, SEIZURE)
    ways = [Leaving(position=one, way=Way.CONFISCATED, detail="处罚决定书") for one in (1, 2)]
    with pytest.raises(RuleBroken, match="尚未作出处罚决定"):
        taking.dispose(bureau, case, measure, *ways)
    clue = penalty_of(bureau, case)
    made = bureau.read(queries.get, clue)
    assert (made.source, made.source_detail) == ("other", "医保强〔2026〕1号")
    with pytest.raises(RuleBroken, match="尚未作出处罚决定"):
        taking.dispose(bureau, case, measure, *ways)
    decided(bureau, clue)
    taking.dispose(bureau, case, measure, *ways)
    assert not taking.row(bureau, case, measure).open_items


def decided(bureau: Bureau, clue: CaseId) -> None:
    """The spine of the penalty case up to its decision; how it comes there through the doors is told elsewhere."""
    with bureau.runtime.work(SYSTEM) as work:
        cases.lock(work, clue)
        for one in WAY_TO_A_DECISION:
            cases.reach(work, clue, one)


def test_a_preservation_has_its_seven_workdays_and_the_figures_count_each_thing_once(bureau: Bureau) -> None:
    case = rulings.lifted(bureau, PRESERVATION)
    keys = {row.key: row.due_on for row in bureau.read(queries.deadlines, case)}
    assert keys == {"PRESERVE_DISPOSE": date(2026, 3, 18)}
    conclude(bureau, case)
    rulings.released(bureau)
    figures = {one.key: one.count for one in bureau.read(acts.figures, Quarter(2026, 1))}
    assert (figures["measures_concluded"], figures["other_acts"]) == (2, 0)
    quarter, _year = bureau.read(statistics.coercion, Quarter(2026, 1))
    assert quarter.total == 1, "a preservation secures evidence and is no coercion"
