"""A case on its way out of the house, through the doors."""

from typing import Any
from uuid import UUID

from enforcement.kernel.identity import CaseId
from enforcement.transfers import service
from enforcement.transfers.rules import Course, Exit
from tests.bureau import Bureau

REASON = "当事人以虚构购药记录的手段骗取医疗保障基金186,400.00元，涉嫌诈骗犯罪。"


def report(bureau: Bureau, case: CaseId, *, kind: Exit = Exit.JUSTICE, by: str = "officer_a") -> UUID:
    receiver = "芜湖市公安局镜湖分局" if kind is Exit.JUSTICE else "芜湖市市场监督管理局"
    facts: dict[str, Any] = {"items": "结算数据光盘一张。", "appraisal": "无"}
    made: UUID = bureau.act(by, service.report_transfer, case, kind=kind, receiver=receiver, reason=REASON, **facts)
    return made


def rule(bureau: Bureau, case: CaseId, *, approved: bool = True, by: str = "agency_head") -> None:
    bureau.act(by, service.rule_on_exit, case, approved=approved, opinion="同意。" if approved else "证据尚不充分。")


def send(bureau: Bureau, case: CaseId, *, late_reason: str = "") -> None:
    bureau.act(
        "officer_a",
        service.send,
        case,
        sent_at=bureau.clock.now(),
        received_by="受案民警王立，回执第12号",
        late_reason=late_reason,
    )


def sent(bureau: Bureau, case: CaseId, *, kind: Exit = Exit.JUSTICE) -> CaseId:
    report(bureau, case, kind=kind)
    rule(bureau, case)
    bureau.later(hours=2)
    send(bureau, case)
    return case


def follow(bureau: Bureau, case: CaseId, course: Course, *, paper: str = "镜公立告〔2026〕18号") -> None:
    day = bureau.clock.now().date()
    bureau.act("officer_a", service.record_course, case, kind=course, day=day, paper=paper)
