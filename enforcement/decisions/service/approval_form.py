"""行政处罚决定审批表: every hand the decision passed through, as each signed: opinion, name and day."""

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.decisions.approving import Signature
from enforcement.decisions.queries import DraftRow, discussed_digest, hearing_record
from enforcement.decisions.queries.approving import endorsement, last_signature
from enforcement.decisions.service.wording import notice_course, performance
from enforcement.documents import queries as papers
from enforcement.documents.facts import signed_by
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure

OWN_PROPOSAL = "建议按拟定的文稿作出决定。"
NO_UNIT_SIGNATURE = "本案送审时，本机关的审批流程没有承办机构负责人审核的环节。"


def approval_data(work: UnitOfWork, case: case_queries.CaseRow, draft: DraftRow, *, opinion: str) -> dict[str, object]:
    on_record = hearing_record(work.session, case.id) is not None
    data: dict[str, object] = {
        "facts": draft.facts,
        "defence_course": notice_course(case_queries.timeline(work.session, case.id), on_record=on_record),
        "proposed_decision": "".join(f"{part}。" for part in (*_proposed(draft), performance(draft)) if part),
        "head_opinion": opinion,
        "head_opinion_signed_by": work.actor.name,
        "head_opinion_signed_on": work.today,
    }
    return data | _handlers(work, case, draft) | _unit(work, case) | _legal(work, case) | _discussion(work, case)


def _proposed(draft: DraftRow) -> tuple[str, ...]:
    """The teaching stands with a decision not to punish (第三十三条第三款)."""
    return (f"依据{draft.applied}，{draft.penalty_text}", draft.education.rstrip("。"))


def _handlers(work: UnitOfWork, case: case_queries.CaseRow, draft: DraftRow) -> dict[str, object]:
    """What they put before the head of their unit; where nobody there signs, the text they drafted."""
    asked = last_signature(work.session, case.id, Signature.ASKED)
    hand, at = (asked.signed_by, asked.signed_at) if asked else (draft.drafted_by, draft.drafted_at)
    names = accounts.names(work.session)
    certificate = next((one.certificate_no for one in case.officers if one.account_id == hand), "")
    return {
        "handlers_opinion": asked.opinion if asked else OWN_PROPOSAL,
        "handlers_opinion_signed_by": signed_by([(names[hand], certificate)]),
        "handlers_opinion_signed_on": shanghai_day(at),
    }


def _unit(work: UnitOfWork, case: case_queries.CaseRow) -> dict[str, object]:
    given = endorsement(work.session, case.id)
    if given is None:
        rule = procedure(case.procedure).approval_on(work.today)
        return {"unit_opinion": rule.reason if rule and rule.office is None else NO_UNIT_SIGNATURE}
    return {
        "unit_opinion": given.opinion,
        "unit_opinion_signed_by": accounts.names(work.session)[given.signed_by],
        "unit_opinion_signed_on": shanghai_day(given.signed_at),
    }


def _legal(work: UnitOfWork, case: case_queries.CaseRow) -> dict[str, object]:
    """As the last written opinion says; the room of review stands above this one."""
    opinion = papers.latest(work.session, case.id, "review_opinion")
    if opinion is None:
        return {}
    said = opinion.data
    return {
        "review_result": f"法制审核意见书{opinion.shown_number}：{said['reviewer_opinion']}",
        "legal_opinion": said["legal_head_opinion"],
        "legal_opinion_signed_by": said["legal_head_opinion_signed_by"],
        "legal_opinion_signed_on": said["legal_head_opinion_signed_on"],
    }


def _discussion(work: UnitOfWork, case: case_queries.CaseRow) -> dict[str, object]:
    minutes = papers.latest(work.session, case.id, "collective_minutes")
    if minutes is None or not discussed_digest(work.session, case.id):
        return {}
    return {"discussion_result": f"{minutes.data['held_at']}，{minutes.data['conclusion']}"}
