"""事先告知 (《行政处罚法》第四十四条): one data set with the decision, so that every difference shows."""

from uuid import UUID

from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries import DraftRow
from enforcement.documents import facts
from enforcement.documents import service as documents
from enforcement.hearings import entitlement, holding, queries, rules
from enforcement.hearings.service.requests import STOPPAGE, is_waiting
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone


@use_case(Permission.HANDLE_CASE, verb="hearings.prior_notice_issued")
def issue_prior_notice(
    work: UnitOfWork, case_id: CaseId, *, contact: str, hearing: bool = False, reason: str = ""
) -> UUID:
    """Tell what the current draft proposes. `hearing`: this body offers a hearing in this case (CASE-23).

    `reason` is asked for only when a notice of the same content exists already.
    """
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    draft = _draft(work, case_id)
    rules.party_is_identified(name=case.party.name, code=case.party.code)
    rules.something_is_proposed(draft)
    rules.amounts_are_single(draft.penalties)
    waiting = is_waiting(work, case_id)
    holding.request_keeps_its_right(waiting=waiting, told=hearing)
    entitlement.right_is_told(queries.hearing_reasons(work.session, case, day=work.today), told=hearing)
    earlier = queries.current_notice(work.session, case_id)
    rules.notice_says_something_new(
        earlier.substance if earlier else None, substance=draft.substance_digest, reason=reason
    )
    data = _told(work, case, draft) | {"contact": contact}
    if hearing:
        data["hearing_period"] = facts.term(rules.HEARING_REQUEST_WORKDAYS, "WORKDAY")
    document = documents.issue(work, case_id, queries.PRIOR_NOTICE, data, on=work.today)
    because = cases.Because(day=work.today, row=document.id, note=draft.substance_digest)
    cases.reach(work, case_id, Milestone.PRIOR_NOTICE_ISSUED, because=because)
    if waiting:
        cases.restart_clock(work, case_id, STOPPAGE, on=work.today, reason="重新告知，原听证申请由新的告知代替")
    if hearing:
        cases.reach(work, case_id, Milestone.HEARING_OFFERED, because=cases.Because(day=work.today, row=document.id))
    work.about(case_id, document=document.id, number=document.number, draft=draft.id, hearing=hearing, reason=reason)
    return document.id


def _draft(work: UnitOfWork, case_id: CaseId) -> DraftRow:
    draft = decisions.current_draft(work.session, case_id)
    if draft is None:
        raise RuleBroken(
            "NO_DRAFT",
            "尚未拟定处理决定，没有可以告知的内容。",
            basis="《行政处罚法》第四十四条",
            cure="decisions.save_draft",
        )
    return draft


def _told(work: UnitOfWork, case: CaseRow, draft: DraftRow) -> dict[str, object]:
    period = procedure(case.procedure).period_in_force(queries.DEFENCE_TERM, work.today)
    return {
        "facts": draft.facts,
        "evidence": draft.evidence_text,
        "violated_basis": draft.violated,
        "penalty_basis": draft.applied,
        "proposed_penalty": rules.burden_told(
            draft.penalty_text, recovery_fen=draft.recovery_fen, correction=draft.correction
        ),
        "discretion_reason": draft.discretion,
        "defence_period": facts.term(period.length, period.unit),
    }
