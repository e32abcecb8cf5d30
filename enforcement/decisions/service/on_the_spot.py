"""当场作出处罚决定: the officers themselves decide, there and then, what is light enough (第五十一条、第五十二条)."""

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries, rules, spot
from enforcement.decisions.models import NOT_REVIEWED
from enforcement.decisions.service.deciding import Grounds, is_within_ranges, new_decision, within_limitation
from enforcement.decisions.service.wording import payment, performance
from enforcement.decisions.spot import Scene
from enforcement.documents import service as documents
from enforcement.documents.facts import remedies, signed_by
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone

SPOT_FORM = "spot_decision"
OPINION = "适用简易程序，由执法人员当场作出。"


@use_case(Permission.HANDLE_CASE, verb="decisions.decided_on_the_spot")
def decide_on_the_spot(work: UnitOfWork, case_id: CaseId, *, scene: Scene, read_digest: str = "") -> str:
    """Rights told, decision made, form numbered and written out, case numbered: one act, so nothing is half done."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    within_limitation(case)
    draft = _draft(work, case)
    rules.is_the_text_read(read_digest, digest=draft.digest)
    spot.party_was_heard(scene)
    limit = procedure(case.procedure).spot_limit(work.today)
    spot.is_light_enough(draft.penalties, limit, case.party.category)
    is_within_ranges(work, case, draft)
    cases.reach(work, case_id, Milestone.RIGHTS_TOLD, because=cases.Because(note=scene.defence or "未提出陈述、申辩"))
    case_number = cases.number_case(work, case_id)
    document = documents.issue(work, case_id, SPOT_FORM, _form(work, case, draft, scene=scene), on=work.today)
    row = new_decision(
        work, Grounds(draft=draft, review_id=NOT_REVIEWED, record=None), document=document, opinion=OPINION
    )
    because = cases.Because(day=row.decided_on, row=row.document_id, note=row.digest)
    cases.reach(work, case_id, Milestone.DECIDED, because=because)
    work.about(case_id, decision=row.id, number=row.number, digest=row.digest, case_number=case_number)
    work.about(case_id, place=scene.place, defence=scene.defence, fine_fen=row.fine_fen)
    work.seal(row)
    return row.number


def _draft(work: UnitOfWork, case: case_queries.CaseRow) -> queries.DraftRow:
    stands = case_queries.stands(work.session, case.id)
    procedure_rules.may_reach(procedure(case.procedure), stands, Milestone.RIGHTS_TOLD)
    draft = queries.current_draft(work.session, case.id)
    if draft is None:
        raise RuleBroken("OUT_OF_ORDER", "尚未拟定处理决定。", basis="《行政处罚法》第五十二条")
    return draft


def _form(work: UnitOfWork, case: case_queries.CaseRow, draft: queries.DraftRow, *, scene: Scene) -> dict[str, object]:
    """The preset form (第五十二条); its remedy is its own: reconsideration first (《行政复议法》第二十三条)."""
    body, names = accounts.body(work.session), accounts.names(work.session)
    officers = signed_by((names[one.account_id], one.certificate_no) for one in case.officers if one.ended_at is None)
    data: dict[str, object] = {
        "facts": draft.facts,
        "evidence": draft.evidence_text,
        "violated_basis": draft.violated,
        "rights_course": spot.course(scene, officers),
        "discretion_reason": "".join(filter(None, (draft.discretion, draft.leaving, draft.mitigation))),
        "penalty_basis": draft.applied,
        "penalty_content": draft.penalty_text,
        "performance": performance(draft),
        "decided_place": scene.place,
        "officers": officers,
    }
    return data | remedies(body) | (payment(draft, body) if draft.fine_fen else {})
