"""封存、查封、扣押 (CASE-12, PRESERVE_URGENT_APPROVAL, SEAL): approval, thirty days, one extension, ten points."""

from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.measures import queries, service
from enforcement.measures.names import MeasureKind, Signing, State, Way
from enforcement.measures.rules import Leaving
from enforcement.procedures.grammar import Milestone
from enforcement.statistics import queries as statistics
from enforcement.statistics.rules import Quarter
from tests.bureau import Bureau
from tests.service.measures.taking import (
    dispose,
    propose,
    record,
    recorded_fully,
    row,
    rule,
    scene,
    scene_record,
    taken,
    urgent,
)

SEIZURE = MeasureKind.SEIZURE
UNREAD = ""


def ask(bureau: Bureau, case: CaseId, measure: object, *, days: int = 30) -> None:
    bureau.act("officer_a", service.ask_extension, case, measure_id=measure, days=days, reason="账目须逐份核对。")


def answer(bureau: Bureau, case: CaseId, measure: object, *, granted: bool = True, by: str = "agency_head") -> None:
    bureau.act(by, service.rule_on_extension, case, measure_id=measure, granted=granted, opinion="意见。")


def test_a_decision_with_its_list_term_and_remedies(bureau: Bureau) -> None:
    case = bureau.filed()
    found = row(bureau, case, taken(bureau, case, SEIZURE, days=15))
    assert (found.deadline.due_on, found.deadline.length) == (date(2026, 3, 24), 15)
    said = bureau.read(documents.get, found.start.document_id).data
    assert (said["measure_name"], said["term"], said["due_on"]) == ("扣押", "15日", "2026年3月24日")
    assert said["reconsideration_body"]
    assert said["court"]
    assert said["document_no"] == "临封〔2026〕1号"
    with pytest.raises(InvalidInput):
        propose(bureau, case, SEIZURE, days=31)


def made_up_by(bureau: Bureau, case: CaseId) -> list[date]:
    running = [row for row in bureau.read(cases.deadlines, case) if row.closed_on is None]
    return [row.due_on for row in running if row.key == "PRESERVE_URGENT_APPROVAL"]


def test_taken_on_the_spot_and_approved_within_the_day(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = urgent(bureau, case)
    found = row(bureau, case, measure)
    assert (found.state_name, found.deadline.started_on) == ("正在实施，待补办审批", date(2026, 3, 9))
    assert made_up_by(bureau, case) == [date(2026, 3, 10)]
    bureau.later(hours=20)
    rule(bureau, case, measure)
    assert made_up_by(bureau, case) == []
    assert not row(bureau, case, measure).ruling.late
    dispose(bureau, case, measure)
    assert Milestone.MEASURES_CLEARED not in bureau.read(cases.stands, case), "the scene is not on record"
    recorded_fully(bureau, case, measure)
    assert Milestone.MEASURES_CLEARED in bureau.read(cases.stands, case)
    assert row(bureau, case, measure).faults == ()


def test_approved_too_late_is_approved_and_marked(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = urgent(bureau, case)
    bureau.later(hours=24)
    rule(bureau, case, measure)
    assert row(bureau, case, measure).ruling.late
    assert (
        "第1号封存：紧急实施后超过二十四小时才补办批准（《行政强制法》第十九条）" in row(bureau, case, measure).faults
    )


def test_a_head_who_says_no_has_it_lifted_at_once(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = urgent(bureau, case)
    rule(bureau, case, measure, granted=False)
    found = row(bureau, case, measure)
    assert (found.state, found.last_day) == (State.TO_LIFT, date(2026, 3, 9))
    with pytest.raises(RuleBroken) as refused:
        dispose(bureau, case, measure, Leaving(position=1, way=Way.TRANSFERRED, detail="某局"))
    assert (refused.value.code, refused.value.basis) == ("MUST_LIFT", "《行政强制法》第十九条")
    bureau.on(date(2026, 3, 10))
    with pytest.raises(InvalidInput) as late:
        dispose(bureau, case, measure)
    assert "late_reason" in late.value.fields
    dispose(bureau, case, measure, late_reason="昨日已通知，今日清点退还。")
    lift = row(bureau, case, measure).disposals[0]
    assert bureau.read(documents.get, lift.document_id).kind == "seal_lift"


def test_extended_once_by_a_head_and_told_in_writing(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case, SEIZURE)
    assert row(bureau, case, measure).deadline.due_on == date(2026, 4, 8)
    with pytest.raises(InvalidInput):
        ask(bureau, case, measure, days=31)
    ask(bureau, case, measure)
    with pytest.raises(NotAllowed):
        answer(bureau, case, measure, by="unit_head")
    answer(bureau, case, measure)
    found = row(bureau, case, measure)
    assert (found.deadline.due_on, found.deadline.extended) == (date(2026, 5, 8), 30)
    told = bureau.read(documents.get, found.extensions[0].document_id).data
    assert (told["former_due_on"], told["due_on"], told["days"]) == ("2026年4月8日", "2026年5月8日", "30")
    with pytest.raises(RuleBroken, match="已经延长过一次"):
        ask(bureau, case, measure)


def test_what_ran_out_is_not_extended(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case, SEIZURE)
    ask(bureau, case, measure)
    bureau.on(date(2026, 4, 9))
    with pytest.raises(RuleBroken) as refused:
        answer(bureau, case, measure)
    assert (refused.value.code, refused.value.basis) == ("TERM_OVER", "《行政强制法》第二十七条、第二十八条")
    answer(bureau, case, measure, granted=False)


def test_a_preservation_is_never_extended(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(RuleBroken) as refused:
        ask(bureau, case, taken(bureau, case))
    assert refused.value.code == "NOT_COERCIVE"
    with pytest.raises(DatabaseError, match="never extended"):
        bureau.sql(
            "INSERT INTO measure_extension (id, measure_id, case_id, days, reason, asked_by, asked_at) "
            "SELECT m.id, m.id, m.case_id, 5, '', m.proposed_by, m.proposed_at FROM measure m"
        )


def test_the_days_of_a_test_do_not_count_for_this_measure_alone(bureau: Bureau) -> None:
    case = bureau.filed()
    tested, other = taken(bureau, case, SEIZURE), taken(bureau, case, SEIZURE)
    said = {"paper": "检验期间告知书", "reason": "送某某检验所检验药品。"}
    days = {"first_day": date(2026, 3, 10), "last_day": date(2026, 3, 19)}
    bureau.act("officer_a", service.record_testing, case, measure_id=tested, **days, **said)
    assert row(bureau, case, tested).deadline.due_on == date(2026, 4, 20), "ten days later, and then off the weekend"
    assert row(bureau, case, other).deadline.due_on == date(2026, 4, 8)
    assert row(bureau, case, tested).testing[0].paper == "检验期间告知书"
    before = {"first_day": date(2026, 3, 8), "last_day": date(2026, 3, 19)}
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.record_testing, case, measure_id=other, **before, **said)


def test_rec_2_the_scene_is_not_closed_without_its_recording(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case, SEIZURE)
    with pytest.raises(InvalidInput) as bare:
        record(bureau, case, measure)
    assert "record_id" in bare.value.fields
    with pytest.raises(RuleBroken) as refused:
        record(bureau, case, measure, record_id=scene_record(bureau, case))
    assert refused.value.code == "RECORDING_MISSING"
    with pytest.raises(InvalidInput):
        record(bureau, case, measure, record_id=scene_record(bureau, case), lesser_reason="不涉及重大财产。")
    recorded_fully(bureau, case, measure)
    with pytest.raises(RuleBroken, match="已经登记"):
        recorded_fully(bureau, case, measure)


def test_the_absent_party_needs_a_witness(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case, SEIZURE)
    absent = {"party_present": False, "signing": Signing.ABSENT, "signed_by": UNREAD}
    with pytest.raises(InvalidInput) as refused:
        record(bureau, case, measure, of=scene(bureau, **absent), record_id=scene_record(bureau, case))
    assert "witness" in refused.value.fields
    recorded_fully(bureau, case, measure, **absent, witness="王明（社区工作人员）", rights_told=False)
    assert row(bureau, case, measure).faults == (
        "第1号扣押：没有当场告知理由、依据、权利和救济途径（《行政强制法》第十八条第五项）",
    )


def test_no_confiscation_without_a_decision_and_none_of_it_behind_the_code(bureau: Bureau) -> None:
    case = bureau.filed()
    measure = taken(bureau, case, SEIZURE)
    with pytest.raises(RuleBroken) as refused:
        dispose(bureau, case, measure, Leaving(position=1, way=Way.CONFISCATED, detail="待决定"))
    assert refused.value.code == "NO_DECISION"
    with pytest.raises(InvalidInput):
        dispose(bureau, case, measure, Leaving(position=1, way=Way.COPIED))
    propose(bureau, case, SEIZURE)
    with pytest.raises(DatabaseError, match="on the word of a head"):
        bureau.sql(
            "INSERT INTO measure_start (measure_id, case_id, document_id, started_on, started_by, started_at) "
            "SELECT m.id, m.case_id, d.id, '2026-03-09', m.proposed_by, m.proposed_at FROM measure m, document d "
            "WHERE m.seq = 2 AND d.kind = 'seal_decision'"
        )


def test_started_measures_are_found_for_the_table(bureau: Bureau) -> None:
    case = bureau.filed()
    taken(bureau, case, SEIZURE)
    taken(bureau, case)
    propose(bureau, case, SEIZURE)
    found = bureau.read(queries.taken_between, date(2026, 1, 1), date(2026, 3, 31))
    assert sorted(one.kind for one in found) == [MeasureKind.PRESERVATION, SEIZURE]
    quarter, year = bureau.read(statistics.coercion, Quarter(2026, 1))
    assert quarter.figures == {"m_seal": 0, "m_seize": 1, "m_freeze": 0, "m_other": 0}
    assert (quarter.total, year.total, year.taken[0].party) == (1, 1, "芜湖安康医院")
    assert bureau.read(statistics.coercion, Quarter(2026, 2))[0].total == 0
