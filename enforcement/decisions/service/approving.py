"""The signatures between a draft and its decision. Each stands for one text, and falls when that text is replaced."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.decisions import approving, queries, rules
from enforcement.decisions.approving import ReturnReason, Signature
from enforcement.decisions.models import ApprovalAct
from enforcement.decisions.queries import DraftRow
from enforcement.decisions.queries.approving import endorsers_ever, last_signature, signatures
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone


@use_case(Permission.HANDLE_CASE, verb="decisions.endorsement_asked")
def ask_endorsement(work: UnitOfWork, case_id: CaseId, *, opinion: str, read_digest: str = "") -> UUID:
    """The handlers put their proposal before the head of their unit."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    office = approving.an_office_signs(procedure(case.procedure).approval_on(work.today))
    draft = _draft(work, case, Milestone.ENDORSEMENT_ASKED, read_digest=read_digest)
    if draft.burdens:
        rules.notice_covers(queries.told_substance(work.session, case_id), substance=draft.substance_digest)
    row = _sign(work, draft, Signature.ASKED, opinion=opinion)
    _reach(work, row, Milestone.ENDORSEMENT_ASKED)
    heads = (one for one in accounts.people(work.session, role=office) if one.active)
    told = [one.id for one in heads if office is not Role.UNIT_HEAD or one.unit_id == case.unit_id]
    _tell(work, case, row, to=told, subject="待承办机构负责人审核")
    return row.id


@use_case(Permission.ENDORSE, verb="decisions.endorsed")
def endorse(work: UnitOfWork, case_id: CaseId, *, opinion: str, read_digest: str = "") -> UUID:
    """The unit's head agrees in writing: the unit answers for its material (LR-13)."""
    case, draft = _before_the_unit_head(work, case_id, Milestone.ENDORSED, read_digest=read_digest)
    row = _sign(work, draft, Signature.ENDORSED, opinion=opinion)
    _reach(work, row, Milestone.ENDORSED)
    _tell(work, case, row, to=case.handlers, subject="承办机构负责人已同意，请提交法制审核")
    return row.id


@use_case(Permission.ENDORSE, verb="decisions.draft_returned")
def return_draft(
    work: UnitOfWork, case_id: CaseId, *, reasons: Sequence[ReturnReason], opinion: str, read_digest: str = ""
) -> UUID:
    """Back to the handlers, item by item; they mend the text, or answer and ask again."""
    case, draft = _before_the_unit_head(work, case_id, Milestone.ENDORSEMENT_RETURNED, read_digest=read_digest)
    row = _sign(work, draft, Signature.RETURNED, opinion=opinion, reasons=reasons)
    _reach(work, row, Milestone.ENDORSEMENT_RETURNED)
    _tell(work, case, row, to=case.handlers, subject="承办机构负责人退回", urgent=True)
    return row.id


@use_case(Permission.DECIDE, verb="decisions.case_returned")
def return_to_handlers(
    work: UnitOfWork, case_id: CaseId, *, reasons: Sequence[ReturnReason], opinion: str, read_digest: str = ""
) -> UUID:
    """From the deciding desk: the review stands as long as the text does, and falls with a new one."""
    case = cases.lock(work, case_id)
    decider_is_apart(work, case)
    draft = _draft(work, case, Milestone.DECISION_RETURNED, read_digest=read_digest)
    row = _sign(work, draft, Signature.HEAD_RETURNED, opinion=opinion, reasons=reasons)
    _reach(work, row, Milestone.DECISION_RETURNED)
    _tell(work, case, row, to=case.handlers, subject="行政机关负责人退回", urgent=True)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="decisions.return_answered")
def answer_return(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> UUID:
    """The text stays as it was reviewed: the handlers answer each reason and put it before the head again."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    draft = _draft(work, case, Milestone.RETURN_ANSWERED)
    returned = last_signature(work.session, case_id, Signature.HEAD_RETURNED)
    row = _sign(work, draft, Signature.ANSWERED, opinion=opinion)
    _reach(work, row, Milestone.RETURN_ANSWERED)
    _tell(work, case, row, to=[returned.signed_by] if returned else [], subject="再次报请决定")
    return row.id


def decider_is_apart(work: UnitOfWork, case: case_queries.CaseRow) -> None:
    """Hatch within the room: whoever decides or returns from the deciding desk had no other hand in the case."""
    case_rules.hands_are_apart(work.actor.id, case_queries.handlers_ever(work.session, case.id), doing="对本案作出决定")
    rules.decider_never_reviewed(work.actor.id, queries.reviewers_ever(work.session, case.id))
    endorsers = endorsers_ever(work.session, case.id)
    approving.endorser_stays_out(work.actor.id, endorsers, doing="对本案作出决定")


def _before_the_unit_head(
    work: UnitOfWork, case_id: CaseId, wanted: Milestone, *, read_digest: str
) -> tuple[case_queries.CaseRow, DraftRow]:
    case = cases.lock(work, case_id)
    handled = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handled, doing="以承办机构负责人身份审核本案")
    approving.reviewer_does_not_endorse(work.actor.id, queries.reviewers_ever(work.session, case_id))
    office = approving.an_office_signs(procedure(case.procedure).approval_on(work.today))
    approving.signs_for_the_unit(work.actor, office, unit_id=case.unit_id)
    return case, _draft(work, case, wanted, read_digest=read_digest)


def _draft(work: UnitOfWork, case: case_queries.CaseRow, wanted: Milestone, *, read_digest: str = "") -> DraftRow:
    """Order first, so that what is missing is named before what is outdated."""
    procedure_rules.may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), wanted)
    draft = queries.current_draft(work.session, case.id)
    if draft is None:
        raise RuleBroken("OUT_OF_ORDER", "尚未拟定处理决定。", basis=approving.BASIS, cure="decisions.save_draft")
    rules.is_the_text_read(read_digest, digest=draft.digest)
    return draft


def _sign(
    work: UnitOfWork, draft: DraftRow, signature: Signature, *, opinion: str, reasons: Sequence[ReturnReason] = ()
) -> ApprovalAct:
    said = [{"fault": str(one.fault), "text": one.text} for one in reasons]
    row = ApprovalAct(
        id=uuid4(),
        case_id=draft.case_id,
        seq=len(signatures(work.session, draft.case_id)) + 1,
        signature=signature,
        draft_id=draft.id,
        draft_digest=draft.digest,
        opinion=opinion,
        reasons=json.dumps(said, ensure_ascii=False),
        signed_by=work.actor.id,
        signed_at=work.now,
    )
    work.session.add(row)
    work.about(draft.case_id, signature=row.id, draft=draft.id, digest=draft.digest, opinion=opinion)
    work.about(draft.case_id, reasons=[one.sentence for one in reasons])
    work.seal(row)
    return row


def _reach(work: UnitOfWork, row: ApprovalAct, milestone: Milestone) -> None:
    cases.reach(work, CaseId(row.case_id), milestone, because=cases.Because(row=row.id, note=_said(row)))


def _said(row: ApprovalAct) -> str:
    faults = [f"{approving.FAULT_NAMES[one['fault']]}：{one['text']}" for one in json.loads(row.reasons)]
    return row.opinion + "".join(f"（{number}）{fault}" for number, fault in enumerate(faults, start=1))


def _tell(
    work: UnitOfWork,
    case: case_queries.CaseRow,
    row: ApprovalAct,
    *,
    to: Iterable[UUID],
    subject: str,
    urgent: bool = False,
) -> None:
    messages.tell(
        work,
        [AccountId(one) for one in to],
        key=f"approval:{row.id}",
        subject=f"{subject}（{case.shown_number}）",
        text=_said(row),
        outside=f"{case.shown_number}：{subject}。",
        case_id=case.id,
        urgent=urgent,
    )
