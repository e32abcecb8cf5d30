"""审核期限延长: asked for by the reviewer in time, granted by the bureau's head or the legal unit's listed head."""

from uuid import UUID

from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions.approving import endorser_stays_out
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.documents import service as documents
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.review import listing, queries
from enforcement.review.service.queueing import taken

EXTENSION = "review_by_head"
LEGAL_HEAD = "法制机构负责人"


@use_case(Permission.REVIEW, verb="review.extension_asked")
def ask_longer(work: UnitOfWork, case_id: CaseId, *, days: int, reason: str) -> UUID:
    """By the reviewer who holds the round. Nothing passes by itself when the time is over."""
    case = cases.lock(work, case_id)
    row = taken(work, case)
    wanted = cases.Wanted(key=EXTENSION, days=days)
    request = cases.ask_longer(work, case, wanted, asker=Role.LEGAL_REVIEWER, reason=reason)
    messages.tell(
        work,
        [AccountId(head) for head in queries.heads(work.session) if head != work.actor.id],
        key=f"review:{row.id}:longer:{request}",
        subject=f"待审批：法制审核期限延长（{case.shown_number}第{row.round}轮）",
        text=f"申请延长{days}个工作日。理由：{reason}",
        case_id=case_id,
    )
    work.about(case_id, review=row.id, round=row.round, days=days)
    return request


@use_case(Permission.REVIEW, verb="review.extension_ruled")
def rule_on_longer(work: UnitOfWork, case_id: CaseId, *, request_id: UUID, granted: bool, opinion: str) -> None:
    """By the listed head of the legal unit; the bureau's head rules on the page of the case clock."""
    case = cases.lock(work, case_id)
    listing.head_of_legal_unit(is_head=work.actor.id in queries.heads(work.session))
    endorser_stays_out(work.actor.id, endorsers_ever(work.session, case_id), doing="审批审核期限")
    request = case_queries.request_of(work.session, case_id, request_id)
    if request.key != EXTENSION:
        raise RuleBroken(
            "NOT_A_REVIEW_PERIOD", "法制机构负责人只审批法制审核期限的延长。", basis=request.basis, cure="cases.clock"
        )
    before = case_queries.deadlines(work.session, case_id)
    cases.rule(work, case, request, granted=granted, opinion=opinion)
    if granted:
        documents.put_on_paper(work, case, request, before=before, opinion=opinion, office=LEGAL_HEAD)
    work.about(case_id, extension=request_id)
