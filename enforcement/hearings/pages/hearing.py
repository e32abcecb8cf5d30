"""The acts of a hearing: asked for, given up, convened, challenged, recorded, taken back."""

from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.evidence import queries as evidence
from enforcement.hearings import queries, schemas, service
from enforcement.hearings.pages.telling import room
from enforcement.hearings.queries import conduct
from enforcement.hearings.service.concluding import STEP
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.web.rooms import Action, Choices


def _hosts(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    people = [(str(one.id), f"{one.name}（{one.unit}）") for one in conduct.possible_hosts(work.session, case)]
    return {"host": people, "recorder": people}


def _recordings(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    items = [item for item in evidence.items(work.session, case.id) if item.label and item.label.step == STEP]
    return {"recording_id": [(str(item.id), f"第{item.seq}号 {item.title}") for item in items]}


def _standing(work: UnitOfWork, case_id: UUID) -> conduct.ConveningRow | None:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    notice = queries.current_notice(work.session, case.id)
    request = conduct.request_of(work.session, notice.document.id) if notice else None
    return conduct.current_convening(work.session, request.id) if request else None


def _convened(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """A change starts from what stands."""
    standing = _standing(work, case_id)
    if standing is None:
        return {}
    return {
        "held_at": standing.held_at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "place": standing.place,
        "host": str(standing.host_id),
        "recorder": str(standing.recorder_id),
        "private": bool(standing.private_reason),
        "private_reason": standing.private_reason,
    }


def _begun(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    standing = _standing(work, case_id)
    return {"started_at": standing.held_at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")} if standing else {}


REQUEST = Action(
    name="request-hearing",
    title="登记听证申请",
    door=service.request_hearing,
    form=schemas.RequestHearingForm,
    done="听证申请已登记，办案期限自申请之日起扣除听证时间；已通知负责人指定主持人。",
    guidance="当事人要求听证的，应当在告知后五个工作日内提出，书面、口头均可。（《行政处罚法》第六十四条第一项）",
)
FORGO = Action(
    name="forgo-hearing",
    title="登记放弃听证",
    door=service.forgo_hearing,
    form=schemas.ForgoHearingForm,
    done="已登记当事人明确放弃听证。",
    guidance="只有当事人明确放弃听证的才登记；仍可陈述、申辩。期满未要求的由系统按期满处理。（《行政处罚法》第六十四条）",
)
LAPSE = Action(
    name="lapse-request",
    title="登记期满未要求听证",
    door=service.lapse_request,
    form=schemas.LapseRequestForm,
    done="已登记听证申请期满。",
    guidance="听证申请期已过，当事人未要求听证。系统每日自动登记，也可在此登记。（《行政处罚法》第六十四条第一项）",
)
WITHDRAW = Action(
    name="withdraw-hearing",
    title="登记撤回听证申请",
    door=service.withdraw_hearing,
    form=schemas.WithdrawHearingForm,
    done="听证已因当事人撤回申请而终止，办案期限恢复计算。",
    guidance="撤回应当由当事人明确表示并有签名的材料。听证终止后方可送审和作出决定。（《行政处罚法》第六十四条）",
)
CONVENE = Action(
    name="convene-hearing",
    title="通知听证",
    door=service.convene_hearing,
    form=schemas.ConveneHearingForm,
    initial=_convened,
    choices=_hosts,
    done="听证通知书已制作，请承办人及时送达；送达日与听证日之间应当有七个完整的工作日。",
    guidance="听证由本机关指定的非本案调查人员主持，在举行的七个工作日前通知当事人时间、地点，公开举行；"
    "已经通知的，在此变更。（《行政处罚法》第六十四条第二项至第四项）",
)
CHALLENGE = Action(
    name="rule-on-challenge",
    title="决定主持人回避",
    door=service.rule_on_challenge,
    form=schemas.ChallengeForm,
    choices=_hosts,
    done="回避申请已决定；另行指定主持人的，新的听证通知书已制作，请及时送达。",
    guidance="当事人认为主持人与本案有直接利害关系的，有权申请回避，由行政机关负责人决定。（《行政处罚法》第六十四条第四项）",
)
RECORD = Action(
    name="record-hearing",
    title="提交听证笔录",
    door=service.record_hearing,
    form=schemas.RecordHearingForm,
    initial=_begun,
    choices=_recordings,
    done="听证笔录和听证报告已入卷，听证终结；案件须重新送法制审核，决定应当根据听证笔录作出。",
    guidance="由调查人员提出违法事实、证据和行政处罚建议，当事人申辩和质证；笔录经当事人或者其代理人核对无误后签字或者盖章，"
    "拒绝的由主持人注明。（《行政处罚法》第六十四条第六项至第八项、第六十五条）",
)
room.offer_in_case(REQUEST, FORGO, LAPSE, CONVENE, CHALLENGE, RECORD, WITHDRAW)
