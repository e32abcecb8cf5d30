"""A 督办 through its doors."""

from typing import Any
from uuid import UUID

from enforcement.kernel.identity import CaseId
from enforcement.supervision import service
from enforcement.supervision.rules import OrderText
from tests.bureau import Bureau

TEXT: dict[str, Any] = {
    "wrong": "案件办理进展没有如实记录。",
    "basis": "《行政处罚法》第四十七条",
    "demand": "补齐记录并书面报告。",
    "days": 3,
}


def issue(bureau: Bureau, case: CaseId, *, by: str = "supervisor", **more: Any) -> UUID:
    made: UUID = bureau.act(by, service.issue, case, order=OrderText(**TEXT | more))
    return made


def reply(bureau: Bureau, case: CaseId, order: UUID, *, by: str = "officer_a", **more: Any) -> UUID:
    made: UUID = bureau.act(by, service.reply, case, order_id=order, done="已补齐记录。", **more)
    return made


def rule(bureau: Bureau, case: CaseId, order: UUID, *, closed: bool = True, by: str = "supervisor") -> None:
    said: dict[str, Any] = {"evidence": "核对了案件时间线。"} if closed else {"days": 2}
    opinion = "情况属实。" if closed else "没有说明原因。"
    bureau.act(by, service.rule_on_reply, case, order_id=order, closed=closed, opinion=opinion, **said)
