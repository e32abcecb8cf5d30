"""The ruling on a request to the case clock, and the paper that is due when it is granted, in one transaction."""

from collections.abc import Callable, Sequence
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import ROLE_NAMES, Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow, DeadlineRow, RequestRow
from enforcement.documents.service.issuing import issue
from enforcement.kernel.clock import chinese_day, shanghai_day
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.workdays.rules import UNIT_NAMES

WITH_FORM = frozenset({"CLUE_VERIFY", "CASE_DECIDE", "LEGAL_REVIEW"})  # payment put off has a form of its own
Deadlines = Sequence[DeadlineRow]


@use_case(Permission.APPROVE_CLOCK, verb="clock.ruled")
def rule_on(work: UnitOfWork, case_id: CaseId, *, request_id: UUID, granted: bool, opinion: str) -> None:
    """By the office the rule names, never by a hand that worked on the case; what is granted takes effect today."""
    before = case_queries.deadlines(work.session, case_id)
    case, request = cases.rule_on(work, case_id, request_id=request_id, granted=granted, opinion=opinion)
    if granted:
        put_on_paper(work, case, request, before=before, opinion=opinion)


def put_on_paper(
    work: UnitOfWork, case: CaseRow, request: RequestRow, *, before: Deadlines, opinion: str, office: str = ""
) -> None:
    """Hatch: what was granted. `before`: the periods as they stood; `office`: who ruled, if not whom the rule names."""
    lengthened = next((row for row in before if row.id == request.deadline_id), None)
    if lengthened and lengthened.key not in WITH_FORM:
        return
    kind, say = PAPERS[request.act]
    data = say(work, case, request) | _signed(work, request, opinion=opinion)
    data |= {"original_due_on": lengthened.due_on} if lengthened else {}
    data |= {"approver_level": office} if office else {}
    document = issue(work, case.id, kind, data, on=work.today)
    work.about(case.id, document=document.id)


def _signed(work: UnitOfWork, request: RequestRow, *, opinion: str) -> dict[str, object]:
    names = accounts.names(work.session)
    return {
        "proposal": request.reason,
        "proposal_signed_by": names[request.asked_by],
        "proposal_signed_on": shanghai_day(request.asked_at),
        "head_opinion": opinion,
        "head_opinion_signed_by": work.actor.name,
        "head_opinion_signed_on": work.today,
    }


def _suspended(work: UnitOfWork, _case: CaseRow, request: RequestRow) -> dict[str, object]:
    return {"suspended_on": work.today, "ground": request.ground}


def _resumed(work: UnitOfWork, case: CaseRow, _request: RequestRow) -> dict[str, object]:
    since = case_queries.last_day_of(work.session, case.id, Milestone.SUSPENDED)
    return {"suspended_on": since, "resumed_on": work.today}


def _extended(work: UnitOfWork, case: CaseRow, request: RequestRow) -> dict[str, object]:
    period = next(row for row in case_queries.deadlines(work.session, case.id) if row.id == request.deadline_id)
    paused = f"（自{chinese_day(period.paused_since)}起暂停计算）" if period.paused_since else ""
    return {
        "period": request.title,
        "days": f"{request.days}{UNIT_NAMES[period.unit]}",
        "approver_level": ROLE_NAMES[Role(request.approver)] + ("（经集体讨论）" if request.paper else ""),
        "new_due_on": f"{chinese_day(period.due_on)}{paused}",
        "extension_basis": request.basis,
        "paper": request.paper,
    }


PAPERS: dict[str, tuple[str, Callable[[UnitOfWork, CaseRow, RequestRow], dict[str, object]]]] = {
    "SUSPEND": ("suspend", _suspended),
    "RESUME": ("resume", _resumed),
    "EXTEND": ("time_extension", _extended),
}
