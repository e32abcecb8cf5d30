"""Inspections, licences, measures and other acts, brought along by their people."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from enforcement.cases import service as cases
from enforcement.cases.rules import Source
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as records
from enforcement.evidence.names import TextKind
from enforcement.kernel.identity import CaseId
from enforcement.measures.names import MeasureKind
from enforcement.procedures.grammar import Milestone
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod
from enforcement.steps import service as steps
from tests.bureau import HOSPITAL, Bureau
from tests.service.measures import taking

MONDAY = date(2026, 3, 9)
PLAN = {
    "basis": "《医疗保障基金使用监督管理条例》第二十二条",
    "inspection_scope": "2026年1月至2月门诊结算和处方保管情况。",
    "inspection_method": "现场检查",
    "inspection_time": "2026年3月9日至3月10日",
}
SUMMARY = {
    "inspection": "年度随机抽查任务，核对门诊结算与处方。",
    "licence": "申请开展门诊统筹结算。",
    "other_result": "申请医疗救助费用给付。",
    "compulsory_measure": "巡查发现处方存根正在装车运走。",
}
MATTERS = {
    "inspection": "医疗保障基金使用情况检查",
    "licence": "门诊统筹结算资格许可",
    "other_result": "医疗救助给付",
    "compulsory_measure": "转移处方存根",
}
RESULT = {"outcome": "未发现问题", "facts": "抽查结算记录320笔，与处方一致。", "content": "继续按规定保管处方。"}
GRANT = {
    "outcome": "准予行政许可",
    "licence_category": "普通",
    "facts": "申请材料齐全，场所和信息系统符合条件。",
    "reason": "申请符合法定条件、标准。",
    "basis": "《行政许可法》第三十八条第一款",
    "content": "准予开展门诊统筹结算。",
    "valid_from": "2026-04-01",
    "valid_until": "2029-03-31",
}
PAID = {
    "outcome": "予以支持",
    "facts": "医疗费用真实，符合救助条件。",
    "reason": "符合医疗救助的条件和标准。",
    "basis": "《社会救助暂行办法》第二十七条",
    "content": "给予医疗救助。",
}


LIFTED = {
    "outcome": "解除措施，退还当事人",
    "facts": "账册和处方存根经逐份核对，与结算记录一致。",
    "basis": "《行政强制法》第二十八条第一款第一项",
    "content": "账册四册、处方存根二百一十六份全部退还。",
}


def opened(bureau: Bureau, kind: str, **changes: Any) -> CaseId:
    facts: dict[str, Any] = {
        "procedure": kind,
        "source": Source.RANDOM if kind == "inspection" else Source.APPLICATION,
        "matter": MATTERS[kind],
        "received_on": MONDAY,
        "summary": SUMMARY[kind],
    }
    return bureau.act(
        "officer_a",
        cases.register_matter,
        matter=cases.MatterFacts(**(facts | changes)),
        party=cases.PartyFacts(**HOSPITAL),
        second_officer=bureau.id("officer_b"),
    )


def step(bureau: Bureau, case: CaseId, milestone: Milestone, *, by: str = "officer_a", **facts: Any) -> Any:
    given = {name: facts.pop(name) for name in ("paper", "item_id") if name in facts}
    doors = {"agency_head": steps.decide_step, "reviewer": steps.review_step}
    door = doors.get(by, steps.record_step)
    return bureau.act(by, door, case, step=milestone, day=bureau.clock.now().date(), facts=facts, **given)


def material(bureau: Bureau, case: CaseId) -> UUID:
    """A record of the scene or of the check, labelled and on file."""
    now = bureau.clock.now()
    record = records.TextFacts(
        text_kind=TextKind.SCENE,
        title="现场检查笔录",
        begun_at=now - timedelta(minutes=30),
        ended_at=now - timedelta(minutes=5),
        place="芜湖安康医院收费处",
        persons="韩立民",
        officers=(bureau.id("officer_a"), bureau.id("officer_b")),
        body="出示执法证件和检查通知书后，当场核对结算明细与处方。以上记录属实。",
        fact_to_prove="检查经过和所见情况",
        step="scene_inspection",
    )
    bureau.act("officer_a", records.record_text, case, record=record)
    found: UUID = bureau.read(evidence.items, case)[-1].id
    return found


def approved(bureau: Bureau, **changes: Any) -> CaseId:
    case = opened(bureau, "inspection", **changes)
    step(bureau, case, Milestone.INSPECTION_PROPOSED, **PLAN | {"frequency_reason": "年度计划内的抽查。"})
    step(bureau, case, Milestone.INSPECTION_APPROVED, by="agency_head", head_opinion="同意检查。")
    return case


def inspected(bureau: Bureau, **changes: Any) -> CaseId:
    case = approved(bureau, **changes)
    step(bureau, case, Milestone.INSPECTION_NOTIFIED, inspection_place="收费处", materials="请准备处方和结算账号。")
    item = material(bureau, case)
    told = {"identity_shown": "进入收费处时出示执法证件和通知书", "persons_present": "负责人", "scene": "核对处方。"}
    step(bureau, case, Milestone.INSPECTED, item_id=item, **told)
    return case


def concluded(bureau: Bureau, **changes: Any) -> CaseId:
    case = inspected(bureau, **changes)
    step(bureau, case, Milestone.INSPECTION_CONCLUDED, **RESULT)
    return case


def accepted(bureau: Bureau) -> CaseId:
    case = opened(bureau, "licence")
    given = {"application_content": "申请门诊统筹结算。", "paper": "受理通知书〔2026〕1号"}
    step(bureau, case, Milestone.LICENCE_ACCEPTED, **given)
    return case


def examined(bureau: Bureau) -> CaseId:
    case = accepted(bureau)
    material(bureau, case)
    step(bureau, case, Milestone.LICENCE_EXAMINED, examination="材料齐全。", proposal="建议准予许可")
    return case


def granted(bureau: Bureau, **changes: str) -> CaseId:
    case = examined(bureau)
    step(bureau, case, Milestone.LICENCE_DECIDED, by="agency_head", **(GRANT | changes))
    return case


def supported(bureau: Bureau) -> CaseId:
    case = opened(bureau, "other_result")
    material(bureau, case)
    step(bureau, case, Milestone.RESULT_PROPOSED, category="行政给付", proposal="建议给付。")
    step(bureau, case, Milestone.RESULT_DECIDED, by="agency_head", **PAID)
    return case


def lifted(bureau: Bureau, kind: MeasureKind = MeasureKind.SEALING) -> CaseId:
    """A measure approved, carried out, put on record and given back whole; its outcome not yet decided."""
    case = opened(bureau, "compulsory_measure", source=Source.MONITORING)
    measure = taking.taken(bureau, case, kind)
    if kind.coercive:
        taking.recorded_fully(bureau, case, measure)
    else:
        taking.recorded_lightly(bureau, case, measure)
    taking.dispose(bureau, case, measure)
    return case


def released(bureau: Bureau) -> CaseId:
    case = lifted(bureau)
    step(bureau, case, Milestone.MEASURE_CONCLUDED, by="agency_head", **LIFTED)
    return case


def hand_over(bureau: Bureau, case: CaseId, kind: str) -> None:
    issued = bureau.read(documents.latest, case, kind)
    delivery = {"document_id": issued.id, "method": ServiceMethod.DIRECT, "served_on": issued.issued_on}
    bureau.act("officer_a", serving.record_service, case, receiver="韩立民", told_of_publication=True, **delivery)
