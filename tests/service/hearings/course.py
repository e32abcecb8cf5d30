"""A case brought to its prior notice and, through the door of service, to the party."""

from typing import Any, TypeVar
from uuid import UUID

from enforcement.decisions.rules import DraftText
from enforcement.hearings import service
from enforcement.hearings.rules import Adoption, AnsweredPoint, DefenceForm, WaiverForm
from enforcement.kernel.identity import CaseId
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, reported, save

POINTS = (
    AnsweredPoint(point="基金已经退回", adoption=Adoption.ADOPTED, reason="查证属实，裁量时已经考虑。"),
    AnsweredPoint(point="处罚过重", adoption=Adoption.REJECTED, reason="在法定幅度之内。"),
)

Known = TypeVar("Known")


def known(found: Known | None) -> Known:
    assert found is not None
    return found


def drafted(bureau: Bureau, text: DraftText = TEXT) -> CaseId:
    case = reported(bureau)
    save(bureau, case, text)
    return case


def issued(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    fields: dict[str, Any] = {"contact": "安正，0553-3836600"} | changes
    notice: UUID = bureau.act("officer_a", service.issue_prior_notice, case, **fields)
    return notice


def serve(bureau: Bureau, case: CaseId, document: UUID, **changes: Any) -> UUID:
    fields: dict[str, Any] = {
        "method": ServiceMethod.DIRECT,
        "served_on": bureau.clock.now().date(),
        "receiver": "韩立民",
    }
    made: UUID = bureau.act("officer_a", serving.record_service, case, document_id=document, **(fields | changes))
    return made


def notified(bureau: Bureau, **changes: Any) -> CaseId:
    case = drafted(bureau)
    serve(bureau, case, issued(bureau, case, **changes))
    return case


def file(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    fields: dict[str, Any] = {
        "received_on": bureau.clock.now().date(),
        "form": DefenceForm.WRITTEN,
        "speaker": "韩立民（法定代表人）",
        "text": "一、基金已经退回。\n二、处罚过重。",
    }
    made: UUID = bureau.act("officer_a", service.file_defence, case, **(fields | changes))
    return made


def answer(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    fields: dict[str, Any] = {"points": POINTS, "conclusion": "维持拟作出的处罚。"} | changes
    made: UUID = bureau.act("officer_a", service.answer_defence, case, **fields)
    return made


def waive(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    fields: dict[str, Any] = {
        "waived_on": bureau.clock.now().date(),
        "form": WaiverForm.STATEMENT,
        "proof": "2026年3月9日书面声明",
    }
    made: UUID = bureau.act("officer_a", service.waive_defence, case, **(fields | changes))
    return made
