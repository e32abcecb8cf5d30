"""Into the queue and into a reviewer's hands."""

from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.kernel.errors import NotFound, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.review import queries, rules
from enforcement.review.models import Review


@use_case(Permission.HANDLE_CASE, verb="review.submitted")
def submit(work: UnitOfWork, case_id: CaseId, *, note: str) -> UUID:
    """送审. Each submission is a round of its own, bound to the digest of the draft as it stands."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    draft = decisions.current_draft(work.session, case_id)
    rules.materials_are_complete(queries.materials(work.session, case_id))
    if draft is None:  # a procedure that does not list the draft among its materials cannot be reviewed at all
        raise RuleBroken("MATERIALS_INCOMPLETE", "尚未拟定处理决定文稿，没有可以审核的内容。", basis=rules.BASIS)
    _may_reach(work, case, Milestone.REVIEW_SUBMITTED)
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


def taken(work: UnitOfWork, case: case_queries.CaseRow, *, reason: str = "") -> Review:
    """The open round in this reviewer's hands. G11: never a handler's, past or present, and only a qualified one's."""
    case_rules.hands_are_apart(work.actor.id, case_queries.handlers_ever(work.session, case.id), doing="审核本案")
    person = accounts.person(work.session, work.actor.id)
    rules.reviewer_is_qualified(person.legal_qualification_no if person else None)
    row = _open_round(work, case)
    rules.review_is_taken(row.reviewer_id, actor_id=work.actor.id, reason=reason)
    if row.reviewer_id != work.actor.id:
        row.reviewer_id, row.claimed_at = work.actor.id, work.now
        work.session.flush()
    return row


def _open_round(work: UnitOfWork, case: case_queries.CaseRow) -> Review:
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
