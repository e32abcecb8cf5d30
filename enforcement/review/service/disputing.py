"""分歧协调: the undertaking unit objects, the head coordinates, a new round follows (LR-12)."""

from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.review import disputes, queries
from enforcement.review.disputes import Settlement
from enforcement.review.models import ReviewObjection


@use_case(Permission.HANDLE_CASE, verb="review.disputed")
def dispute(work: UnitOfWork, case_id: CaseId, *, reason: str) -> UUID:
    """The opinion itself stays on file as it was written; this is what the unit holds against it."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    last = queries.latest(work.session, case_id)
    found = queries.objections(work.session, case_id)
    disputed = last is not None and any(row.review_id == last.id for row in found)
    disputes.opinion_may_be_disputed(last.result if last else None, latest=last is not None, disputed=disputed)
    if last is None:
        raise NotFound
    row = ReviewObjection(
        id=uuid4(),
        review_id=last.id,
        case_id=case_id,
        reason=reason,
        objected_by=work.actor.id,
        objected_at=work.now,
        summary="",
        minutes="",
    )
    work.session.add(row)
    work.session.flush()
    if last.reviewer_id:
        _tell(work, case, [last.reviewer_id], row=row, subject="承办机构对审核意见提出异议")
    work.about(case_id, objection=row.id, review=last.id, round=last.round)
    return row.id


@use_case(Permission.DECIDE, verb="review.dispute_settled")
def settle_dispute(work: UnitOfWork, case_id: CaseId, *, outcome: Settlement, summary: str, minutes: str = "") -> UUID:
    """No outcome opens the gate: article 58 knows no decision over a failed review, so a new round must agree."""
    case = cases.lock(work, case_id)
    handled = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handled, doing="协调审核分歧")
    waiting = queries.open_objection(work.session, case_id)
    disputes.dispute_waits(open_objection=waiting is not None)
    disputes.minutes_are_named(outcome, minutes=minutes)
    if waiting is None:
        raise NotFound
    row = work.session.get_one(ReviewObjection, waiting.id)
    row.outcome, row.summary, row.minutes = outcome, summary, minutes
    row.settled_by, row.settled_at = work.actor.id, work.now
    review = queries.review(work.session, row.review_id)
    told = [row.objected_by, *([review.reviewer_id] if review.reviewer_id else [])]
    _tell(work, case, told, row=row, subject=f"审核分歧协调结果：{disputes.SETTLEMENT_NAMES[outcome]}")
    work.about(case_id, objection=row.id, review=row.review_id, outcome=outcome, minutes=minutes)
    work.seal(row)
    return row.id


def _tell(
    work: UnitOfWork, case: case_queries.CaseRow, people: list[UUID], *, row: ReviewObjection, subject: str
) -> None:
    messages.tell(
        work,
        [AccountId(one) for one in people],
        key=f"review:{row.id}:{row.outcome or 'open'}",
        subject=f"{subject}（{case.shown_number}）",
        text=row.summary or row.reason,
        case_id=case.id,
    )
