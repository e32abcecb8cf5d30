"""Ruling on a request to the clock. It stands among the acts of the case; it makes a paper, so its door is ours."""

from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.cases import schemas
from enforcement.cases.pages import room as case_room
from enforcement.documents import service
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.web.rooms import Action, Choices


def _asked(work: UnitOfWork, case_id: UUID, request_id: UUID) -> Choices:
    """What is being ruled on, beside the form."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    row = cases.request_of(work.session, case.id, request_id)
    facts = (
        ("案件", f"{case.shown_number} {case.title}"),
        ("事项", f"{row.title}，{row.days} 日" if row.days else row.title),
        ("情形", row.ground),
        ("理由", row.reason),
        ("文书", row.paper),
        ("依据", row.basis),
    )
    return {"asked": [fact for fact in facts if fact[1]]}


case_room.offer_in_case(
    Action(
        name="rule-on",
        title="审批期限事项",
        door=service.rule_on,
        form=schemas.RuleOnForm,
        path="<uuid:request_id>",
        template="cases/rule_on.html",
        choices=_asked,
        then="cases.clock",
        done="审批意见已记录；批准的，决定书或者审批表已制作入卷。",
        guidance="批准人不得是本案承办人，须为规定的批准机关负责人；批准的，同时制作中止、恢复决定书或者期限延长审批表。",
    )
)
