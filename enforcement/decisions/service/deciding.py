"""处罚、不予处罚的决定: the gate of the whole procedure (G5). Code says why it is shut; the database keeps it shut."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from enforcement.cases import limitation
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries, rules
from enforcement.decisions.discussing import discussion_is_over
from enforcement.decisions.models import Decision, ReliedRecord
from enforcement.decisions.queries.scopes import scope_in_force
from enforcement.decisions.rules import Outcome
from enforcement.decisions.service.approval_form import approval_data
from enforcement.decisions.service.approving import decider_is_apart
from enforcement.decisions.service.wording import decision_data, no_penalty_data
from enforcement.discretion import queries as discretion_queries
from enforcement.discretion import service as discretion
from enforcement.documents import service as documents
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone

CASE_TIME = "CASE_DECIDE"
PENALTY_FORM, NO_PENALTY_FORM = "penalty_decision", "no_penalty_decision"


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What a decision stands on once every guard has passed."""

    draft: queries.DraftRow
    review_id: UUID
    record: DocumentRow | None


@use_case(Permission.DECIDE, verb="decisions.decided")
def decide(work: UnitOfWork, case_id: CaseId, *, opinion: str, late_reason: str = "", read_digest: str = "") -> str:
    """Decide on the reviewed text, number it and write it out; all in one transaction, so no number is lost.

    `read_digest` names the text the decider had on the screen, where there was one.
    """
    case = cases.lock(work, case_id)
    decider_is_apart(work, case)
    cases.certified_today(work, case)
    grounds = _grounds(work, case)
    rules.is_the_text_read(read_digest, digest=grounds.draft.digest)
    running = cases.running(work, case_id, CASE_TIME)
    late = rules.lateness_is_explained(running.due_on if running else None, today=work.today, reason=late_reason)
    chain = approval_data(work, case, grounds.draft, opinion=opinion)
    documents.issue(work, case_id, "decision_approval", chain, on=work.today)
    document = _issued(work, case, grounds.draft)
    if grounds.record is not None:
        _rely_on(work, case, grounds.record)
    row = new_decision(work, grounds, document=document, opinion=opinion, late_reason=late_reason if late else "")
    because = cases.Because(day=row.decided_on, row=row.document_id, note=row.digest)
    cases.reach(work, case_id, Milestone.DECIDED, because=because)
    work.about(case_id, decision=row.id, number=row.number, digest=row.digest, review=row.review_id)
    work.about(case_id, opinion=opinion, late_decision=late, fine_fen=row.fine_fen, outcome=row.outcome)
    work.seal(row)
    return row.number


def _issued(work: UnitOfWork, case: case_queries.CaseRow, draft: queries.DraftRow) -> DocumentRow:
    if draft.outcome is Outcome.NO_PENALTY:
        return documents.issue(work, case.id, NO_PENALTY_FORM, no_penalty_data(work, draft), on=work.today)
    return documents.issue(work, case.id, PENALTY_FORM, decision_data(work, case, draft), on=work.today)


def within_limitation(case: case_queries.CaseRow) -> None:
    """Hatch within the room, CASE-4."""
    verdict = limitation.check(act_ended=case.act_date, discovered=case.discovered_on, harmful=case.harmful)
    if not verdict.within:
        raise RuleBroken("LIMITATION", verdict.sentence, basis=verdict.basis, cure="decisions.save_draft")


def _grounds(work: UnitOfWork, case: case_queries.CaseRow) -> Grounds:
    """Order first, so that what is missing is named before what is outdated."""
    stands = case_queries.stands(work.session, case.id)
    procedure_rules.may_reach(procedure(case.procedure), stands, Milestone.DECIDED)
    draft = queries.current_draft(work.session, case.id)
    agreed = queries.agreement(work.session, case.id)
    if draft is None or agreed is None or agreed.because is None:
        raise RuleBroken(
            "OUT_OF_ORDER",
            "尚未拟定处理决定或者未经法制审核。",
            basis="《行政处罚法》第五十八条",
            cure="decisions.save_draft",
        )
    rules.review_covers(agreed.note, digest=draft.digest)
    if draft.burdens:
        rules.notice_covers(queries.told_substance(work.session, case.id), substance=draft.substance_digest)
    if draft.outcome is Outcome.PENALTY:
        within_limitation(case)
        is_within_ranges(work, case, draft)
    _is_discussed(work, case, draft, called=Milestone.DISCUSSION_CALLED in stands)
    return Grounds(draft=draft, review_id=agreed.because, record=queries.hearing_record(work.session, case.id))


def is_within_ranges(work: UnitOfWork, case: case_queries.CaseRow, draft: queries.DraftRow) -> None:
    """Asked again at the last moment: a range of the law or a tier of the baseline is never left in silence."""
    rules.fine_is_lawful(matters.cause(work.session, case.cause_code, day=case.act_date).range, draft)
    if draft.assessment:
        assessed = discretion_queries.assessment(work.session, UUID(draft.assessment))
        discretion.holds(assessed, base_fen=draft.base_fen, fine_fen=draft.fine_fen, leaving=draft.leaving)


def _is_discussed(work: UnitOfWork, case: case_queries.CaseRow, draft: queries.DraftRow, *, called: bool) -> None:
    scope = scope_in_force(work.session, work.today)
    discussion_is_over(
        required=bool(scope and scope.reached_by(draft, case.party.category)),
        called=called,
        agreed=queries.discussed_digest(work.session, case.id),
        digest=draft.digest,
    )


def _rely_on(work: UnitOfWork, case: case_queries.CaseRow, record: DocumentRow) -> None:
    """CASE-24: named before the decision is written, which the database refuses otherwise."""
    row = ReliedRecord(case_id=case.id, record_id=record.id, relied_by=work.actor.id, relied_at=work.now)
    work.session.add(row)
    work.seal(row)
    work.about(case.id, hearing_record=record.id)


def new_decision(
    work: UnitOfWork, grounds: Grounds, *, document: DocumentRow, opinion: str, late_reason: str = ""
) -> Decision:
    """Hatch within the room."""
    row = Decision(
        id=uuid4(),
        case_id=grounds.draft.case_id,
        draft_id=grounds.draft.id,
        review_id=grounds.review_id,
        digest=grounds.draft.digest,
        number=str(document.number),
        document_id=document.id,
        outcome=grounds.draft.outcome,
        fine_fen=grounds.draft.fine_fen,
        confiscated_fen=grounds.draft.confiscated_fen,
        recovery_fen=grounds.draft.recovery_fen,
        opinion=opinion,
        late_reason=late_reason,
        decided_on=work.today,
        decided_by=work.actor.id,
        decided_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
