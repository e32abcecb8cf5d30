"""What people do about a notice of a case: one declaration gives the form, the button and the API twin."""

from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.publication import drafting, queries, schemas, service
from enforcement.publication.pages.case import room
from enforcement.publication.redaction import LABELS
from enforcement.publication.rules import WITHHOLDING_NAMES, State
from enforcement.web.rooms import Action


def _suggested(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The last text worked on, else the served one with everything known or detected hidden."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = next(iter(queries.of_case(work.session, case.id)), None)
    others = drafting.others_of(last.redactions) if last else ()
    sources = queries.sources(work.session, case, others=others)
    if sources is None:
        return {}
    before = {name: drafting.suggested(sources, served) for name, served in sources.served.items()}
    if last is not None:
        before |= {name: getattr(last.text, name) for name in before if getattr(last.text, name)}
    return before | {"others": "\n".join(others), "assessment": last.assessment if last else ""}


def _suspected(work: UnitOfWork, case_id: UUID) -> dict[str, list[tuple[str, str]]]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    sources = queries.sources(work.session, case)
    found = drafting.suspected(sources) if sources else {}
    return {"accept": [(words, f"{LABELS[kind][0]}：{words}") for words, kind in found.items()]}


def _detected(work: UnitOfWork, case_id: UUID) -> dict[str, list[tuple[str, str]]]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = next(iter(queries.of_case(work.session, case.id)), None)
    sources = queries.sources(work.session, case, others=drafting.others_of(last.redactions) if last else ())
    found = drafting.detected(sources) if sources else {}
    return {"words": [(words, f"{LABELS[kind][0]}：{words}") for words, kind in found.items()]}


def _asked(work: UnitOfWork, case_id: UUID, override_id: UUID) -> dict[str, Any]:
    """An address with another case's request in it is answered like any unknown one."""
    queries.override_of(work.session, cases.get_for(work.session, work.actor, CaseId(case_id)).id, override_id)
    return {}


def _shown_digest(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    found = queries.in_state(work.session, case.id, State.DRAFT)
    return {"digest": found.content_sha256 if found else ""}


def _ground(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    sources = queries.sources(work.session, case)
    found = sources.verdict if sources else None
    if found is None or found.withholding is None:
        return {}
    reason = f"{WITHHOLDING_NAMES[found.withholding]}。{found.reason}"
    return {"ground": found.withholding, "reason": reason, "basis": found.basis}


room.offer_in_case(
    Action(
        name="prepare",
        title="拟定公示文本",
        door=service.prepare,
        form=schemas.PrepareForm,
        reaches=Milestone.PUBLICATION_PREPARED,
        template="publication/prepare.html",
        initial=_suggested,
        choices=_suspected,
        done="公示文本已拟定，等待第二人复核。",
        guidance="公示文本除隐去内容外应与送达的决定书一致；身份证件号码、住址、电话、账号和他人姓名不得公开。",
    ),
    Action(
        name="correct",
        title="更正公示",
        door=service.correct,
        form=schemas.CorrectForm,
        template="publication/prepare.html",
        initial=_suggested,
        choices=_suspected,
        done="更正文本已拟定，等待第二人复核；原文本在更正公示前继续显示。",
        guidance="更正后的文本经复核并公示后取代原文本，原地址自动指向新文本，更正说明向社会公开。",
    ),
    Action(
        name="request-override",
        title="申请放行误报",
        door=service.request_override,
        form=schemas.RequestOverrideForm,
        choices=_detected,
        done="已申请放行，须由未承办本案的另一人答复；答复以前，这一处仍须隐去。",
        guidance="系统按号码校验位和文字格式检出的内容确属误报的，写明理由申请放行，只对本案公示有效（《政府信息公开条例》第十五条、第十七条）。"
        "本案当事人和所列他人的姓名、证件号码、电话、住址不能放行。",
    ),
    Action(
        name="answer-override",
        title="答复放行申请",
        path="<uuid:override_id>",
        door=service.answer_override,
        form=schemas.AnswerOverrideForm,
        initial=_asked,
        template="publication/override.html",
        done="已答复。",
        guidance="放行后，这一处文字将照原样公开。请对照决定书核对它确实不是个人信息；不能确定的不予放行。",
    ),
    Action(
        name="confirm",
        title="复核确认",
        door=service.confirm,
        form=schemas.ConfirmForm,
        reaches=Milestone.PUBLICATION_CONFIRMED,
        template="publication/checked.html",
        initial=_shown_digest,
        done="已复核确认，可以公示；至期限最后一日仍未公示的，系统自动公示。",
        guidance="下面就是公众将看到的全部内容。请逐字核对：有无不应公开的信息，内容是否与决定书一致。",
    ),
    Action(
        name="publish",
        title="对外公示",
        door=service.publish,
        form=schemas.PublishForm,
        reaches=Milestone.PUBLISHED,
        template="publication/checked.html",
        done="已对外公示。",
        guidance="公示后任何人都可以查阅。行政处罚、行政许可决定应当自作出之日起七个工作日内公示，其他执法决定和检查结果二十个工作日内公示。",
    ),
    Action(
        name="hold",
        title="登记暂缓原因",
        door=service.hold,
        form=schemas.HoldForm,
        done="暂缓原因已登记；期限照常计算，逾期仍在督办清单中列明。",
        guidance="决定书尚未送达等情形不能按期公示的，写明原因。",
    ),
    Action(
        name="not-publish",
        title="批准不予公示",
        door=service.not_publish,
        form=schemas.NotPublishForm,
        reaches=Milestone.NOT_PUBLISHED,
        initial=_ground,
        done="已批准依法不予公示，公示栏只计件数。",
        guidance="不予公示须有法定理由并由机关负责人批准（《政府信息公开条例》第十四条至第十六条）。",
    ),
    Action(
        name="order-withdrawal",
        title="登记应当撤回",
        door=service.order_withdrawal,
        form=schemas.OrderWithdrawalForm,
        reaches=Milestone.WITHDRAWAL_ORDERED,
        done="已登记，三个工作日的撤回期限开始计算。",
        guidance="公开的处罚决定被依法变更、撤销、确认违法或者确认无效的，应当在三日内撤回（《行政处罚法》第四十八条）。",
    ),
    Action(
        name="withdraw",
        title="撤回公示",
        door=service.withdraw,
        form=schemas.WithdrawForm,
        reaches=Milestone.WITHDRAWN,
        done="公示已撤回：内容已从列表、查询和详情中消失，只留撤下日期和理由。",
        guidance="撤回须公开说明理由（《行政处罚法》第四十八条）；撤回后不能恢复，只能重新公示。",
    ),
)
