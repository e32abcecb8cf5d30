"""Into the queue and into a reviewer's hands."""

from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.approving import endorser_stays_out
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.kernel.errors import NotFound, RuleBroken
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.review import disputes, listing, queries, rules
from enforcement.review.models import Review


@use_case(Permission.HANDLE_CASE, verb="review.submitted")
def submit(work: UnitOfWork, case_id: CaseId, *, note: str) -> UUID:
    """送审. Each submission is a round of its own, bound to the digest of the draft as it stands."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    draft = decisions.current_draft(work.session, case_id)
    materials = queries.materials(work.session, case_id, today=work.today)
    rules.materials_are_complete([one for one in materials if one.key != queries.ENDORSEMENT])
    if draft is None:  # a procedure that does not list the draft among its materials cannot be reviewed at all
        raise RuleBroken(
            "MATERIALS_INCOMPLETE",
            "尚未拟定处理决定文稿，没有可以审核的内容。",
            basis=rules.BASIS,
            cure="decisions.save_draft",
        )
    _may_reach(work, case, Milestone.REVIEW_SUBMITTED)
    rules.materials_are_complete(materials)  # what the party is owed is named before what the unit's head owes
    _dispute_allows(work, case_id, digest=draft.digest)
    last = queries.latest(work.session, case_id)
    row = Review(
        id=uuid4(),
        case_id=case_id,
        round=last.round + 1 if last else 1,
        draft_id=draft.id,
        draft_digest=draft.digest,
        note=note,
        submitted_by=work.actor.id,
        submitted_at=work.now,
        points="[]",
        opinion="",
    )
    work.session.add(row)
    work.session.flush()
    because = cases.Because(row=row.id, note=draft.digest)
    cases.reach(work, case_id, Milestone.REVIEW_SUBMITTED, because=because)
    _tell_reviewers(work, case, row)
    work.about(case_id, review=row.id, round=row.round, draft=draft.id, digest=draft.digest, note=note)
    return row.id


def _dispute_allows(work: UnitOfWork, case_id: CaseId, *, digest: str) -> None:
    """LR-12: while a dispute is coordinated nothing is sent again; then it is sent as the coordination says."""
    last = queries.latest(work.session, case_id)
    found = queries.objections(work.session, case_id)
    disputes.dispute_is_settled(open_objection=any(row.outcome is None for row in found))
    if last and found and found[0].review_id == last.id:
        disputes.text_is_mended(found[0].outcome, disputed_digest=found[0].draft_digest, digest=digest)


def _may_reach(work: UnitOfWork, case: case_queries.CaseRow, milestone: Milestone) -> None:
    """Asked before rows are written, so that the refusal is the procedure's sentence and not a constraint's."""
    procedure_rules.may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), milestone)


def _tell_reviewers(work: UnitOfWork, case: case_queries.CaseRow, row: Review) -> None:
    handled = case_queries.handlers_ever(work.session, case.id)
    reviewers = accounts.people(work.session, role=Role.LEGAL_REVIEWER)
    messages.tell(
        work,
        [person.id for person in reviewers if person.active and person.id not in handled],
        key=f"review:{row.id}:submitted",
        subject=f"待法制审核：{case.shown_number}（第{row.round}轮）",
        text=f"{case.title}已送审，送审说明：{row.note}",
        case_id=case.id,
    )


@use_case(Permission.REVIEW, verb="review.claimed")
def claim(work: UnitOfWork, case_id: CaseId, *, reason: str = "") -> UUID:
    """领办: take the open round, or take it over from a colleague with a reason."""
    case = cases.lock(work, case_id)
    row = taken(work, case, reason=reason)
    work.about(case_id, review=row.id, round=row.round, reason=reason)
    return row.id


@use_case(Permission.REVIEW, verb="review.assigned")
def assign(work: UnitOfWork, case_id: CaseId, *, reviewer_id: UUID, reason: str = "") -> UUID:
    """分派: put the open round into a colleague's hands. Where a head of the legal unit is listed, the head does it."""
    case = cases.lock(work, case_id)
    heads = queries.heads(work.session)
    if reviewer_id != work.actor.id:
        listing.only_the_head_assigns(head_listed=bool(heads), is_head=work.actor.id in heads)
    row = open_round(work, case)
    _into_hands(work, case, row, reviewer_id=AccountId(reviewer_id), reason=reason)
    if reviewer_id != work.actor.id:
        _tell_assigned(work, case, row)
    work.about(case_id, review=row.id, round=row.round, reviewer=reviewer_id, reason=reason)
    return row.id


def _tell_assigned(work: UnitOfWork, case: case_queries.CaseRow, row: Review) -> None:
    messages.tell(
        work,
        [AccountId(row.reviewer_id)] if row.reviewer_id else [],
        key=f"review:{row.id}:assigned:{row.claimed_at}",
        subject=f"分派给您的法制审核：{case.shown_number}（第{row.round}轮）",
        text=f"{case.title}已分派给您审核。",
        case_id=case.id,
    )


def taken(work: UnitOfWork, case: case_queries.CaseRow, *, reason: str = "") -> Review:
    """The open round in this reviewer's hands. G11: never a handler's, past or present, and only a qualified one's."""
    _may_review(work, case, work.actor.id)
    row = open_round(work, case)
    _into_hands(work, case, row, reviewer_id=work.actor.id, reason=reason)
    return row


def _may_review(work: UnitOfWork, case: case_queries.CaseRow, reviewer_id: AccountId) -> None:
    case_rules.hands_are_apart(reviewer_id, case_queries.handlers_ever(work.session, case.id), doing="审核本案")
    endorser_stays_out(reviewer_id, endorsers_ever(work.session, case.id), doing="审核本案")
    person = accounts.person(work.session, reviewer_id)
    rules.reviewer_is_qualified(person.legal_qualification_no if person else None)
    rules.is_in_office(is_reviewer=person is not None and person.active and Role.LEGAL_REVIEWER in person.roles)
    listing.counsel_only_assist(queries.duty_of(work.session, reviewer_id))


def _into_hands(
    work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, reviewer_id: AccountId, reason: str
) -> None:
    _may_review(work, case, reviewer_id)
    rules.no_opinion_is_pending(pending=queries.pending(work.session, row.id) is not None)
    rules.review_is_taken(row.reviewer_id, actor_id=reviewer_id, reason=reason)
    if row.reviewer_id != reviewer_id:
        row.reviewer_id, row.claimed_at = reviewer_id, work.now
        work.session.flush()


def open_round(work: UnitOfWork, case: case_queries.CaseRow) -> Review:
    """The latest round, while it waits for an opinion on the text that is still the current one."""
    last = queries.latest(work.session, case.id)
    draft = decisions.current_draft(work.session, case.id)
    if last is not None and last.result is None and draft is not None:
        rules.draft_is_the_submitted_one(last.draft_digest, current=draft.digest)
    _may_reach(work, case, Milestone.REVIEW_AGREED)
    row = work.session.get(Review, last.id) if last else None
    if row is None:
        raise NotFound
    return row
