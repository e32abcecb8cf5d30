"""A case whose party asked for a hearing, and the hearing itself, through the doors."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from enforcement.documents import queries as documents
from enforcement.hearings import service
from enforcement.hearings.holding import HearingEnd, RequestForm, Signature
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.hearings.course import notified, serve

MONDAY = date(2026, 3, 9)  # the notice is served
FIRST_DAY = date(2026, 3, 19)  # served on Monday the 9th: the seventh working day is Wednesday the 18th
PLACE = "三楼听证室"
MINUTES: dict[str, Any] = {
    "outcome": HearingEnd.HELD,
    "attendance": "法定代表人韩立民、代理人邵文到场",
    "course": "主持人核对身份、告知权利，双方陈述、质证并作最后陈述。",
    "charges": "串换药品造成基金损失，建议罚款。",
    "statement": "承认事实，请求从轻。",
    "examination": "对结算明细无异议。",
    "signature": Signature.SIGNED,
    "conclusion": "事实清楚，建议维持。",
}


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def request(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    fields: dict[str, Any] = {"sent_on": MONDAY, "form": RequestForm.WRITTEN, "requester": "韩立民（法定代表人）"}
    made: UUID = bureau.act("officer_a", service.request_hearing, case, **(fields | changes))
    return made


def requested(bureau: Bureau) -> CaseId:
    case = notified(bureau, hearing=True)
    request(bureau, case)
    return case


def convene(bureau: Bureau, case: CaseId, *, by: str = "agency_head", **changes: Any) -> UUID:
    fields: dict[str, Any] = {
        "held_at": at(FIRST_DAY),
        "place": PLACE,
        "host": bureau.id("reviewer"),
        "recorder": bureau.id("reviewer_two"),
    }
    made: UUID = bureau.act(by, service.convene_hearing, case, **(fields | changes))
    return made


def serve_notice(bureau: Bureau, case: CaseId) -> UUID:
    issued = [row for row in bureau.read(documents.of_case, case) if row.kind == "hearing_notice"]
    return serve(bureau, case, issued[-1].id)


def convened(bureau: Bureau) -> CaseId:
    """Asked for, convened and told on one day."""
    case = requested(bureau)
    convene(bureau, case)
    serve_notice(bureau, case)
    return case


def hold(bureau: Bureau, case: CaseId, *, by: str = "reviewer", day: date = FIRST_DAY, **changes: Any) -> UUID:
    bureau.on(day)
    bureau.later(minutes=12 * 60)
    fields = MINUTES | {"started_at": at(day), "ended_at": at(day) + timedelta(minutes=70)}
    made: UUID = bureau.act(by, service.record_hearing, case, **(fields | changes))
    return made
