from typing import Any
from uuid import UUID

from flask import request

from enforcement.cases import queries as cases
from enforcement.duties import queries, schemas, service
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="duties", title="音像记录", tab="duties.tab")

DUTY = "（国办发〔2018〕118号；冀医保发〔2019〕10号）"


def _steps(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    duties = queries.duties_in_force(work.session, case.procedure, work.today)
    return {"step": [(duty.step, f"{duty.title}（{RECORDING_LEVEL_NAMES[duty.level]}）") for duty in duties]}


def _asked(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The step the person came from."""
    known = dict(_steps(work, case_id)["step"])
    step = request.args.get("step", "")
    return {"step": step if step in known else ""}


def _ended(work: UnitOfWork, case_id: UUID, act_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    ended = queries.act_in_case(work.session, case.id, act_id).ended_at
    return {"ended_at": f"{ended.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}" if ended else ""}


def _known(work: UnitOfWork, case_id: UUID, act_id: UUID) -> dict[str, Any]:
    """The form has nothing to fill in beforehand, but is not offered for an act that is not there."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    queries.act_in_case(work.session, case.id, act_id)
    return {}


def _linkable(work: UnitOfWork, case_id: UUID, act_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    linked = next((act.linked for act in queries.acts(work.session, case.id) if act.id == act_id), ())
    items = evidence.items(work.session, case.id)
    return {
        "item_id": [
            (str(item.id), f"第{item.seq}号 {item.title}（{item.medium_name}）")
            for item in items
            if item.counts and item.medium in queries.RECORDED and item.id not in linked
        ]
    }


def _listable(_work: UnitOfWork) -> Choices:
    steps = {step: title for law in catalogue().values() for step, title in law.recorded_steps.items()}
    return {"procedure": [(key, law.title) for key, law in catalogue().items()], "step": list(steps.items())}


room.offer_in_case(
    Action(
        name="declare",
        title="登记执法行为",
        door=service.declare_act,
        form=schemas.DeclareActForm,
        initial=_asked,
        choices=_steps,
        done="执法行为已登记；当日施行的记录级别随之固定。",
        guidance="登记开始的执法行为；环节相符、时间相近的音像记录自动归入。应当音像记录而没有记录的，须经批准免录方可办结。"
        + DUTY,
    ),
    Action(
        name="close",
        title="办结执法行为",
        door=service.close_act,
        form=schemas.CloseActForm,
        path="<uuid:act_id>",
        initial=_ended,
        done="执法行为已办结。",
        guidance="应当音像记录的，卷内须有该环节的音像记录或者经批准的免录；全过程记录的中断须逐处说明。" + DUTY,
    ),
    Action(
        name="link",
        title="关联音像记录",
        door=service.link_recording,
        form=schemas.LinkRecordingForm,
        path="<uuid:act_id>",
        initial=_known,
        choices=_linkable,
        done="音像记录已关联。",
        guidance="用于时间对不上而确属同一执法行为的音像记录；同一对象的文字与音像资料一并归集。（冀医保发〔2019〕10号）",
    ),
    Action(
        name="propose-exemption",
        title="申请免予音像记录",
        door=service.propose_exemption,
        form=schemas.ProposeExemptionForm,
        path="<uuid:act_id>",
        done="免录申请已提交，已通知承办机构负责人。",
        guidance="只限涉密或者隐私、情况紧急、客观上不能记录。事后不能补录；结束之后才申请的，标记为事后补办。" + DUTY,
    ),
    Action(
        name="decide-exemption",
        title="审批免予音像记录",
        door=service.decide_exemption,
        form=schemas.DecideExemptionForm,
        path="<uuid:exemption_id>",
        done="审批意见已登记。",
        guidance="由没有承办本案的负责人审批；情况紧急的，应当在返回后二十四小时内审批。" + DUTY,
    ),
    Action(
        name="explain-gap",
        title="说明记录中断的原因",
        door=service.explain_gap,
        form=schemas.ExplainGapForm,
        path="<uuid:gap_id>",
        done="中断原因已登记。",
        guidance="全过程音像记录不得中断；因技术原因中断的，恢复时说明原因和时间。" + DUTY,
    ),
)
room.offer(
    Action(
        name="list",
        title="列入本机关清单",
        door=service.list_duty,
        form=schemas.ListDutyForm,
        choices=_listable,
        then="duties.index",
        done="已列入清单，自施行之日起生效并对外公布。",
        guidance="本机关可以提高记录级别，不能低于上级规定。每次变更另列一版，原版保留；已登记的执法行为仍按当日的级别。"
        + DUTY,
    )
)
