"""Who hears of a request to the case clock, and of the answer."""

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries
from enforcement.cases.models import ClockRequest
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.rules import unit_of_extension


def asked(work: UnitOfWork, case: queries.CaseRow, row: ClockRequest) -> None:
    longer = f" {row.days} {unit_of_extension(procedure(case.procedure), row.key)}" if row.days else ""
    heads = [person.id for person in accounts.people(work.session, role=Role(row.approver)) if person.active]
    messages.tell(
        work,
        heads,
        key=f"clock-request:{row.id}",
        subject=f"{case.shown_number} 待审批：{row.title}",
        text=f"{case.title}：{row.title}{longer}。理由：{row.reason}（{row.basis}）",
        outside=f"{case.shown_number}：{row.title}，待审批。",
        case_id=case.id,
    )


def ruled(work: UnitOfWork, case: queries.CaseRow, request: queries.RequestRow, *, granted: bool, opinion: str) -> None:
    answer = "已批准" if granted else "未予批准"
    messages.tell(
        work,
        [person.id for person in accounts.people(work.session, ids={*case.handlers, request.asked_by})],
        key=f"clock-ruling:{request.id}",
        subject=f"{case.shown_number} {request.title}：{answer}",
        text=f"{case.title}：{request.title}{answer}。意见：{opinion}",
        outside=f"{case.shown_number}：{request.title}{answer}。",
        case_id=case.id,
    )
