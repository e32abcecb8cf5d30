"""A decided case on its way to the board."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from enforcement.cases import service as cases
from enforcement.cases.rules import PartyCategory
from enforcement.decisions.rules import DraftText
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.publication import queries, service
from enforcement.publication.rules import State, Withdrawal
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.decisions import course

ID_NUMBER = resident_id_with_check_digit("34020319880614002")
MOBILE = "13805531234"
PATIENT = "孙桂兰"
FACTS = (
    f"2026年1月，当事人将目录外药品串换为目录内药品，为参保人{PATIENT}（身份证号{ID_NUMBER}，电话{MOBILE}）等人结算，"
    "造成医疗保障基金损失100,000.00元。"
)
TEXT = replace(course.TEXT, facts=FACTS)
CITIZEN: dict[str, Any] = {
    "category": PartyCategory.NATURAL_PERSON,
    "name": "钱大江",
    "uscc": "",
    "id_no": resident_id_with_check_digit("34020219790303101"),
    "legal_rep": "",
    "address": "芜湖市镜湖区芦花苑8幢302室",
    "phone": "13955301111",
}
REASON = "原行政处罚决定已由行政复议机关依法撤销。"


def decided(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = course.agreed(bureau, text=text, **facts)
    course.decide(bureau, case)
    return case


def serve(bureau: Bureau, case: CaseId) -> None:
    """The room of service stands beside this one; its milestone is set here by hand."""

    def course_of_service(work: UnitOfWork) -> None:
        cases.lock(work, case)
        cases.reach(work, case, Milestone.DECISION_SERVED)

    bureau.act("officer_a", course_of_service)


def prepared(bureau: Bureau, *, case: CaseId | None = None, **fields: Any) -> CaseId:
    case = case or decided(bureau)
    bureau.act("officer_a", service.prepare, case, **({"others": PATIENT} | fields))
    return case


def confirm(bureau: Bureau, case: CaseId, *, by: str = "clerk") -> UUID:
    draft = bureau.read(queries.in_state, case, State.DRAFT)
    assert draft is not None
    return bureau.act(by, service.confirm, case, digest=draft.content_sha256)


def published(bureau: Bureau, *, case: CaseId | None = None, **fields: Any) -> tuple[CaseId, UUID]:
    case = prepared(bureau, case=case, **fields)
    confirm(bureau, case)
    serve(bureau, case)
    return case, bureau.act("clerk", service.publish, case)


def withdraw(bureau: Bureau, case: CaseId, *, reason: str = REASON) -> None:
    bureau.act("clerk", service.withdraw, case, kind=Withdrawal.REVOKED, public_reason=reason)


def key(bureau: Bureau, value: UUID) -> str:
    return value.hex if bureau.runtime.settings.database_url.startswith("sqlite") else str(value)
