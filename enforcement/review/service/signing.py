"""签发: the head of the legal unit signs an opinion, or gives it back to the reviewer (LR-10)."""

from uuid import UUID

from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.decisions.approving import endorser_stays_out
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.review import listing, queries, rules
from enforcement.review.models import ProposedOpinion, Review
from enforcement.review.queries import ProposalRow
from enforcement.review.service.opining import Opinion, Signed, give, number_of
from enforcement.review.service.queueing import open_round


@use_case(Permission.REVIEW, verb="review.signed")
def sign_opinion(work: UnitOfWork, case_id: CaseId, *, words: str = "") -> str:
    """From here on the opinion is the legal unit's, and final."""
    case = cases.lock(work, case_id)
    row, proposal = _to_sign(work, case)
    _answer(work, proposal, signed=True, answer=words)
    said = Opinion(result=proposal.result, points=proposal.points, words=proposal.opinion)
    reviewer = AccountId(proposal.proposed_by)
    signed = Signed(reviewer=reviewer, reviewed_on=shanghai_day(proposal.proposed_at), words=words)
    give(work, case, row, said=said, signed=signed)
    work.about(case_id, proposal=proposal.id, proposed_by=proposal.proposed_by)
    return number_of(work, row)


@use_case(Permission.REVIEW, verb="review.opinion_given_back")
def give_back_opinion(work: UnitOfWork, case_id: CaseId, *, reason: str) -> UUID:
    """The reviewer writes another; what was proposed stays on file."""
    case = cases.lock(work, case_id)
    row, proposal = _to_sign(work, case)
    _answer(work, proposal, signed=False, answer=reason)
    messages.tell(
        work,
        [AccountId(proposal.proposed_by)],
        key=f"review:{proposal.id}:given_back",
        subject=f"审核意见未予签发：{case.shown_number}（第{row.round}轮）",
        text=reason,
        case_id=case_id,
        urgent=True,
    )
    work.about(case_id, review=row.id, proposal=proposal.id, reason=reason)
    return proposal.id


def _to_sign(work: UnitOfWork, case: case_queries.CaseRow) -> tuple[Review, ProposalRow]:
    listing.head_of_legal_unit(is_head=work.actor.id in queries.heads(work.session))
    case_rules.hands_are_apart(work.actor.id, case_queries.handlers_ever(work.session, case.id), doing="签发审核意见")
    endorser_stays_out(work.actor.id, endorsers_ever(work.session, case.id), doing="签发审核意见")
    row = open_round(work, case)
    proposal = queries.pending(work.session, row.id)
    rules.an_opinion_is_pending(pending=proposal is not None)
    if proposal is None:
        raise NotFound
    rules.signer_is_another(work.actor.id, proposed_by=proposal.proposed_by)
    return row, proposal


def _answer(work: UnitOfWork, proposal: ProposalRow, *, signed: bool, answer: str) -> None:
    row = work.session.get_one(ProposedOpinion, proposal.id)
    row.signed, row.answer, row.answered_by, row.answered_at = signed, answer, work.actor.id, work.now
    work.seal(row)
