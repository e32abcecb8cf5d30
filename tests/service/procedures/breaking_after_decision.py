"""What is done at the doors to break the guards after the decision and of the review, and to cure it."""

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.archive import service as archive
from enforcement.archive.rules import Retention
from enforcement.cases import service as cases
from enforcement.cases.rules import PartyCategory
from enforcement.execution import service as execution
from enforcement.kernel.identity import CaseId
from enforcement.publication import service as publication
from enforcement.review import service as review
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.decisions import course
from tests.service.duties.course import declare
from tests.service.execution import course as after
from tests.service.procedures.guard_row import Act
from tests.service.publication import notices

CHILD = {"category": PartyCategory.NATURAL_PERSON, "uscc": "", "legal_rep": ""}
CHILD |= {"id_no": resident_id_with_check_digit("34020220100101123")}


def publish(bureau: Bureau, case: CaseId) -> None:
    bureau.act("clerk", publication.publish, case)


def confirmed(bureau: Bureau) -> CaseId:
    case = notices.prepared(bureau)
    notices.confirm(bureau, case)
    return case


def drafted_by_the_clerk(bureau: Bureau) -> CaseId:
    case = notices.decided(bureau)
    bureau.act("clerk", publication.prepare, case, others=notices.PATIENT)
    return case


def confirm_and_serve(bureau: Bureau, case: CaseId) -> None:
    notices.confirm(bureau, case)
    notices.serve(bureau, case)


def published(bureau: Bureau) -> CaseId:
    return notices.published(bureau)[0]


def close(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")


def pay_all(bureau: Bureau, case: CaseId) -> None:
    after.pay(bureau, case, after.FINE_FEN, f"QH{case.hex[:8]}")


def executed_by_word(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", execution.record_executed, case, note="已履行。")


def put_away(bureau: Bureau, case: CaseId) -> None:
    given = {"retention": Retention.THIRTY_YEARS, "endnote": "原件存档案室。"}
    bureau.act("archivist", archive.request_archiving, case, **given)


def closed_with_an_act_open(bureau: Bureau) -> CaseId:
    case = after.closed(bureau)
    declare(bureau, case, "disposal")
    return case


def closed_and_knocked_out(bureau: Bureau) -> CaseId:
    case = after.closed(bureau)
    bureau.sql("UPDATE account SET legal_qualification_no = NULL")
    return case


def qualified_again(bureau: Bureau, _case: CaseId) -> None:
    bureau.sql("UPDATE account SET legal_qualification_no = 'A20203402000001'")


def also_reviewer(bureau: Bureau, login: str) -> None:
    bureau.act("system", people.grant_role, account_id=bureau.id(login), role=Role.LEGAL_REVIEWER)
    bureau.forget(login)


def once_handled_by_b(bureau: Bureau) -> CaseId:
    case = course.submitted(bureau)
    change = {"account_id": bureau.id("officer_c"), "replaces": bureau.id("officer_b"), "reason": "轮岗"}
    bureau.act("unit_head", cases.assign_officer, case, **change)
    also_reviewer(bureau, "officer_b")
    return case


def before_an_unqualified(bureau: Bureau) -> CaseId:
    also_reviewer(bureau, "officer_c")
    return course.submitted(bureau)


def agree_by(login: str) -> Act:
    def agree(bureau: Bureau, case: CaseId) -> None:
        course.agree(bureau, case, by=login)

    return agree


def submit(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", review.submit, case, note="送审。")
