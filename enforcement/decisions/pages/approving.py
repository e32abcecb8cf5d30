"""审批流程 on the page of the case: who has signed, whose turn it is, and the acts of each."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.decisions import service
from enforcement.decisions.approval_schemas import (
    AnswerReturnForm,
    AskEndorsementForm,
    ChainShown,
    EndorseForm,
    ReturnForm,
)
from enforcement.decisions.pages.acts import room
from enforcement.decisions.queries.chain import Chain, chain
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action


@room.pages.app_template_global("approval_chain")
def approval_chain(case: cases.CaseRow) -> Chain | None:
    work = door.work()
    return chain(work.session, case, today=work.today)


@room.api.get("/cases/<uuid:case_id>/decisions/approval")
@guard(Permission.READ_CASES)
@room.api.response(200, ChainShown)
@room.api.doc(summary="审批流程：拟处理决定现在到了哪一环节，各环节由谁、何时、怎样签署")
def show_chain(case_id: UUID) -> dict[str, Any]:
    found = approval_chain(frame(case_id)["case"])
    if found is None:
        return {"basis": "", "links": [], "signatures": []}
    links = [asdict(link) | {"state": str(link.state), "state_name": link.state_name} for link in found.links]
    return {"basis": found.basis, "links": links, "signatures": found.signatures}


def _unit_signs(work: UnitOfWork, case_id: UUID) -> bool:
    """A body whose chain leaves the unit's head out is not offered what would be refused."""
    rule = procedure(cases.get(work.session, CaseId(case_id)).procedure).approval_on(work.today)
    return rule is not None and rule.office is not None


MATERIAL = "承办机构对材料的真实性、准确性、完整性以及事实、证据、程序负责（冀医保发〔2019〕10号）。"

room.offer_in_case(
    Action(
        name="ask-endorsement",
        title="报承办机构负责人审核",
        door=service.ask_endorsement,
        form=AskEndorsementForm,
        reaches=Milestone.ENDORSEMENT_ASKED,
        offered=_unit_signs,
        done="已报承办机构负责人审核；同意后即可提交法制审核。审核期间修改文稿的，须重新报审。",
        guidance=MATERIAL,
        template="decisions/sign.html",
    ),
    Action(
        name="endorse",
        title="同意并签署审核意见",
        door=service.endorse,
        form=EndorseForm,
        reaches=Milestone.ENDORSED,
        done="审核意见已签署，承办人可以提交法制审核。",
        guidance=f"{MATERIAL}意见只对页面上的这一稿有效，文稿修改后须重新报审。",
        template="decisions/sign.html",
    ),
    Action(
        name="return-draft",
        title="退回承办人",
        door=service.return_draft,
        form=ReturnForm,
        reaches=Milestone.ENDORSEMENT_RETURNED,
        done="已退回承办人。",
        guidance="逐项写明问题；承办人修改文稿或者作出答复后再次报审。",
        template="decisions/sign.html",
    ),
    Action(
        name="return-to-handlers",
        title="退回承办人（不作决定）",
        door=service.return_to_handlers,
        form=ReturnForm,
        reaches=Milestone.DECISION_RETURNED,
        done="已退回承办人，答复或者修改之前不能作出决定。",
        guidance="承办人不改文稿、作出答复的，法制审核意见继续有效；修改文稿的，须重新报审、重新送法制审核"
        "（《行政处罚法》第五十七条、第五十八条）。",
        template="decisions/sign.html",
    ),
    Action(
        name="answer-return",
        title="再次报请决定",
        door=service.answer_return,
        form=AnswerReturnForm,
        reaches=Milestone.RETURN_ANSWERED,
        done="已再次报请行政机关负责人决定。",
        guidance="文稿未作修改的，在此答复；须修改的，请拟定新稿并重新报审、送审。",
        template="decisions/answer_return.html",
    ),
)
