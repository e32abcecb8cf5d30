"""审核期限延长: asked for by the reviewer, ruled on by the listed head of the legal unit."""

from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.cases.schemas import RuleOnForm
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.review import service
from enforcement.review.pages.room import room
from enforcement.review.schemas import AskLongerForm
from enforcement.web.rooms import Action, Choices


def _asked(work: UnitOfWork, case_id: UUID, request_id: UUID) -> Choices:
    """What is being ruled on, beside the form."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    row = cases.request_of(work.session, case.id, request_id)
    facts = (
        ("案件", f"{case.shown_number} {case.title}"),
        ("事项", f"{row.title}，{row.days} 个工作日"),
        ("理由", row.reason),
        ("依据", row.basis),
    )
    return {"asked": facts}


room.offer_in_case(
    Action(
        name="ask-longer",
        title="申请延长审核期限",
        door=service.ask_longer,
        form=AskLongerForm,
        done="已报批延长；批准之前仍按原期限计算。",
        guidance="届满前申请，由行政机关负责人或者名册登记的法制机构负责人批准，最多延长十个工作日。"
        "（《医疗保障行政处罚程序暂行规定》第四十条）期限届满不等于审核同意。",
    ),
    Action(
        name="rule-on-longer",
        path="<uuid:request_id>",
        title="审批审核期限延长",
        door=service.rule_on_longer,
        form=RuleOnForm,
        template="cases/rule_on.html",
        choices=_asked,
        done="审批意见已记录。",
        guidance="由名册登记的法制机构负责人审批，申请人本人不能审批。",
    ),
)
