"""A case brought towards its decision. Notice and defence stand above: their milestones are set here by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from enforcement.cases import queries as cases_read
from enforcement.cases import service as cases
from enforcement.decisions import queries, service
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as records
from enforcement.evidence.names import TextKind
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import can_reach
from enforcement.review import service as review
from enforcement.review.rules import Finding, Point, ReviewResult
from tests.bureau import Bureau

PARTS = {
    "course": "2026年3月2日接数据监测线索，同月9日立案；现场检查一次，询问二人，未采取行政强制措施。",
    "facts": "2026年1月，当事人将目录外药品串换为目录内药品结算，造成医疗保障基金损失100,000.00元。",
    "nature": "违反《医疗保障基金使用监督管理条例》第十五条第一款，构成串换药品造成基金损失。",
    "proposal": "依据该条例第三十八条第四项，责令退回基金并处罚款150,000.00元。",
    "discretion": "当事人主动配合调查，在法定幅度内处造成损失一点五倍的罚款。",
}
FINE = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=15_000_000, text="")
TEXT = DraftText(
    facts=PARTS["facts"],
    evidence_text="结算明细、询问笔录、现场笔录。",
    violated="《医疗保障基金使用监督管理条例》第十五条第一款",
    applied="《医疗保障基金使用监督管理条例》第三十八条第四项",
    discretion=PARTS["discretion"],
    mitigation="",
    penalties=(FINE,),
    base_fen=10_000_000,
    recovery_fen=10_000_000,
    correction="立即停止串换药品的行为并完善药品目录管理。",
)
OPINION = "事实清楚，证据充分，适用法律正确，程序合法，裁量适当。"
ALL_OK = tuple(Point(number=number, finding=Finding.OK, text="", item=None) for number in range(1, 9))


def fined(yuan: int, **changes: Any) -> DraftText:
    return replace(TEXT, penalties=(replace(FINE, amount_fen=yuan * 100),), **changes)


def with_problem(number: int, why: str) -> tuple[Point, ...]:
    return tuple(
        replace(point, finding=Finding.PROBLEM, text=why) if point.number == number else point for point in ALL_OK
    )


def add_evidence(bureau: Bureau, case: CaseId, *, title: str = "询问笔录（药房主任）") -> UUID:
    now: datetime = bureau.clock.now()
    record = records.TextFacts(
        text_kind=TextKind.PARTY_INTERVIEW,
        title=title,
        begun_at=now - timedelta(minutes=40),
        ended_at=now - timedelta(minutes=5),
        place="芜湖安康医院医保办",
        persons="韩立民（法定代表人）",
        officers=(bureau.id("officer_a"), bureau.id("officer_b")),
        body="问：串换药品是否属实？答：属实，以上记录属实。",
        fact_to_prove="串换药品的事实和数额",
        step="interview",
    )
    item: UUID = bureau.act("officer_a", records.record_text, case, record=record)
    return item


def reported(bureau: Bureau, **facts: Any) -> CaseId:
    case = bureau.filed(**facts)
    item = add_evidence(bureau, case)
    bureau.act("officer_a", service.submit_report, case, items=[item], **PARTS)
    return case


def save(bureau: Bureau, case: CaseId, text: DraftText, *, base: int | None = None, by: str = "officer_a") -> int:
    current = bureau.read(queries.current_draft, case)
    version = base if base is not None else (current.version if current else 0)
    made: int = bureau.act(by, service.save_draft, case, text=text, base_version=version)
    return made


def notify(bureau: Bureau, case: CaseId, *, heard: Milestone | None = Milestone.DEFENCE_WAIVED) -> None:
    """The prior notice of the current draft is issued and served, and the party waives (or not)."""
    draft = bureau.read(queries.current_draft, case)
    told = cases.Because(row=uuid4(), note=draft.substance_digest)

    def course(work: UnitOfWork) -> None:
        cases.lock(work, case)
        cases.reach(work, case, Milestone.PRIOR_NOTICE_ISSUED, because=told)
        cases.reach(work, case, Milestone.PRIOR_NOTICE_SERVED, because=told)
        if heard is not None:
            cases.reach(work, case, heard)

    bureau.act("officer_a", course)


def submitted(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = reported(bureau, **facts)
    save(bureau, case, text)
    notify(bureau, case)
    submit(bureau, case)
    return case


def signed(bureau: Bureau, case: CaseId) -> None:
    """The unit's head agrees to the text as it stands, wherever that can be asked at all."""
    found, draft = bureau.read(cases_read.get, case), bureau.read(queries.current_draft, case)
    stands = bureau.read(cases_read.stands, case)
    told = bureau.read(queries.told_substance, case)
    if draft is None or (draft.burdens and told != draft.substance_digest):
        return
    if can_reach(procedure(found.procedure), stands, Milestone.ENDORSEMENT_ASKED):
        bureau.act("officer_a", service.ask_endorsement, case, opinion="建议按拟定的文稿作出处罚决定。")
        bureau.act("unit_head", service.endorse, case, opinion="同意承办人意见，提交法制审核。")


def submit(bureau: Bureau, case: CaseId) -> UUID:
    signed(bureau, case)
    made: UUID = bureau.act("officer_a", review.submit, case, note="材料齐全，现送审。")
    return made


def agree(bureau: Bureau, case: CaseId, *, by: str = "reviewer") -> str:
    number: str = bureau.act(by, review.agree, case, points=ALL_OK, opinion=OPINION)
    return number


def send_back(bureau: Bureau, case: CaseId, *, by: str = "reviewer") -> str:
    number: str = bureau.act(
        by,
        review.send_back,
        case,
        result=ReviewResult.CORRECT,
        points=with_problem(5, "裁量理由未引用裁量基准条款。"),
        opinion="请补充裁量基准的适用说明后再次送审。",
    )
    return number


def agreed(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = submitted(bureau, text=text, **facts)
    agree(bureau, case)
    return case


def decide(bureau: Bureau, case: CaseId, *, by: str = "agency_head", late_reason: str = "") -> str:
    number: str = bureau.act(by, service.decide, case, opinion="同意按所审文稿作出处罚决定。", late_reason=late_reason)
    return number


def counted(bureau: Bureau, case: CaseId) -> list[UUID]:
    return [item.id for item in bureau.read(evidence.items, case) if item.counts]
