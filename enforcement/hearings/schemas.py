from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.cases.rules import CATEGORY_NAMES
from enforcement.hearings.holding import (
    BY_THE_HOST,
    HEARING_END_NAMES,
    REQUEST_FORM_NAMES,
    RULING_NAMES,
    SIGNATURE_NAMES,
)
from enforcement.hearings.rules import ADOPTION_NAMES, DEFENCE_FORM_NAMES, WAIVER_FORM_NAMES, AnsweredPoint
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class PriorNoticeForm(Form):
    contact = ask.line("联系人、电话和地址", hint="当事人据此提交陈述、申辩。")
    hearing = ask.flag("告知听证权利", hint="属于第六十三条所列情形，或者本机关决定给予听证的，应当勾选。")
    reason = ask.paragraph(
        "重新制作的理由", required=False, hint="内容与上一份告知书相同时填写；原告知书和文号保留备查。"
    )


class AmountsForm(Form):
    category = ask.choice("当事人类别", CATEGORY_NAMES)
    fine_yuan = ask.whole("罚款数额标准（元）", least=1, hint="罚款达到这一数额的，应当告知听证权利")
    confiscation_yuan = ask.whole("没收数额标准（元）", least=1, hint="没收违法所得、非法财物的价值达到这一数额的")
    basis = ask.line("依据", hint="规定这一标准的文件名称和文号")
    in_force_from = ask.day("起始日期", hint="自这一天起制作的告知书适用")


class AmountsSchema(Schema):
    id = fields.UUID()
    category = fields.String()
    category_name = fields.String()
    fine_fen = fields.Integer()
    confiscation_fen = fields.Integer()
    basis = fields.String()
    in_force_from = fields.Date()


class WaiveDefenceForm(Form):
    waived_on = ask.day("放弃日期")
    form = ask.choice("放弃的形式", WAIVER_FORM_NAMES)
    proof = ask.line("书面声明或者笔录的名称、日期", hint="沉默不是放弃；须有当事人签名的材料。")
    covers_hearing = ask.flag("当事人一并明确放弃听证", hint="告知书载明听证权利的，须一并放弃方可提前作出决定。")


class FileDefenceForm(Form):
    received_on = ask.day("收到日期", hint="邮寄的，以寄出之日判断是否逾期，此处填收到之日。")
    form = ask.choice("提出形式", DEFENCE_FORM_NAMES)
    speaker = ask.line("陈述申辩人", longest=100, hint="姓名及与当事人的关系；代理人须有授权委托书。")
    text = ask.paragraph("陈述申辩内容", hint="按原文录入；原件作为证据另行入卷。")


class PointForm(Form):
    point = ask.line("要点", longest=1000)
    adoption = ask.choice("是否采纳", ADOPTION_NAMES)
    reason = ask.line("复核情况和理由", longest=2000)

    @post_load
    def _point(self, data: dict[str, Any], **_kwargs: object) -> AnsweredPoint:
        return AnsweredPoint(**data)


class AnswerDefenceForm(Form):
    points = ask.rows("陈述申辩要点", PointForm, least=1, blank=3, hint="当事人提出的每一条意见各填一行。")
    conclusion = ask.paragraph("复核意见", hint="不得因当事人陈述、申辩而给予更重的处罚。")
    nothing_further = ask.flag(
        "当事人已表示没有其他陈述申辩，也不要求听证", hint="期限届满前复核的，须由当事人作此表示并记录在卷。"
    )


class EndorseAnswerForm(Form):
    opinion = ask.paragraph("负责人意见")


class ExpireDefenceForm(Form):
    """Nothing to fill in: the calendar says it."""


class RequestHearingForm(Form):
    sent_on = ask.day("提出日期", hint="邮寄的填写寄出之日，以寄出之日判断是否逾期。")
    form = ask.choice("提出形式", REQUEST_FORM_NAMES)
    requester = ask.line("申请人", longest=100, hint="姓名及与当事人的关系；代理人须有授权委托书。")
    reason = ask.paragraph("申请理由", required=False, hint="申请书写明理由的，按原文录入；要求听证不需要理由。")
    late_reason = ask.paragraph("逾期的正当理由", required=False, hint="仅在逾期提出时填写，例如不可抗力及其证明材料。")


class ForgoHearingForm(Form):
    waived_on = ask.day("放弃日期")
    proof = ask.line("书面声明或者笔录的名称、日期", hint="沉默不是放弃；须有当事人签名的材料。")


class LapseRequestForm(Form):
    """Nothing to fill in: the calendar says it."""


class WithdrawHearingForm(Form):
    withdrawn_on = ask.day("撤回日期")
    proof = ask.line("书面撤回或者笔录的名称、日期", hint="须有当事人签名的材料。")


class ConveneHearingForm(Form):
    held_at = ask.moment("听证时间", hint="送达通知书之日和听证之日均不计算在内，中间应当有七个完整的工作日。")
    place = ask.line("听证地点")
    host = ask.pick("听证主持人", hint="不得是本案的承办人、调查人员。")
    recorder = ask.pick("记录员", hint="不得是本案的承办人、调查人员，也不得是主持人。")
    private = ask.flag("不公开举行", hint="仅限涉及国家秘密、商业秘密或者个人隐私的。")
    private_reason = ask.line("不公开的理由", required=False)
    change_reason = ask.paragraph("变更的理由", required=False, hint="已经通知过听证，现变更时间、地点或者人员的填写。")
    consent = ask.line(
        "当事人同意提前的材料", required=False, hint="仅在改期且新的日期不足七个工作日时填写材料名称、日期。"
    )


class ChallengeForm(Form):
    challenged_on = ask.day("申请回避的日期")
    ground = ask.paragraph("申请回避的理由", hint="当事人提出的与本案有直接利害关系的情形。")
    ruling = ask.choice("决定", RULING_NAMES)
    opinion = ask.paragraph("决定的理由")
    host = ask.pick("另行指定的主持人", required=False, hint="准许回避的必须指定。")


class RecordHearingForm(Form):
    outcome = ask.choice("听证结果", ask.names_of(BY_THE_HOST, HEARING_END_NAMES))
    started_at = ask.moment("开始时间")
    ended_at = ask.moment("结束时间")
    attendance = ask.paragraph("当事人及其代理人到场情况", hint="姓名、身份；可以委托一至二人代理，须有授权委托书。")
    course = ask.paragraph("听证经过", hint="核对身份、宣布案由和纪律、告知权利、询问回避，直至宣布结束或者终止。")
    charges = ask.paragraph(
        "调查人员提出的违法事实、证据和行政处罚建议", required=False, hint="听证举行完毕的必须填写。"
    )
    statement = ask.paragraph("当事人申辩", required=False, hint="听证举行完毕的必须填写。")
    examination = ask.paragraph("举证和质证", required=False, hint="听证举行完毕的必须填写。")
    signature = ask.choice(
        "笔录核对签名", SIGNATURE_NAMES, required=False, hint="当事人及其代理人不在场的不填，其他情形必须填写。"
    )
    signature_note = ask.paragraph("拒绝签名的情况", required=False)
    conclusion = ask.paragraph("听证主持人意见", hint="对事实、证据、依据和处罚建议的意见，写入听证报告。")
    recording_id = ask.pick(
        "卷内的听证录音录像", required=False, hint="本机关清单要求音像记录听证的，选择已标注的一份。"
    )


class NoticeSchema(Schema):
    id = fields.UUID(attribute="document.id")
    number = fields.String(attribute="document.number")
    issued_on = fields.Date(attribute="document.issued_on")
    served_on = fields.Date(allow_none=True)
    hearing_told = fields.Boolean()


class DefenceSchema(Schema):
    id = fields.UUID()
    notice_id = fields.UUID()
    received_on = fields.Date()
    form = fields.String()
    form_name = fields.String()
    speaker = fields.String()
    text = fields.String()
    recorded_by = fields.UUID()
    recorded_at = fields.DateTime()


class PointSchema(Schema):
    point = fields.String()
    adoption = fields.String()
    adoption_name = fields.String()
    reason = fields.String()


class AnswerSchema(Schema):
    id = fields.UUID()
    defence_id = fields.UUID()
    points = fields.List(fields.Nested(PointSchema))
    conclusion = fields.String()
    nothing_further = fields.Boolean()
    answered_by = fields.UUID()
    answered_at = fields.DateTime()


class WaiverSchema(Schema):
    id = fields.UUID()
    notice_id = fields.UUID()
    waived_on = fields.Date()
    form = fields.String()
    form_name = fields.String()
    proof = fields.String()
    covers_hearing = fields.Boolean()


class TermSchema(Schema):
    id = fields.UUID()
    started_on = fields.Date()
    due_on = fields.Date()
    provisional = fields.Boolean()
    closed_on = fields.Date(allow_none=True)


class RequestSchema(Schema):
    id = fields.UUID()
    notice_id = fields.UUID()
    sent_on = fields.Date()
    form = fields.String()
    form_name = fields.String()
    requester = fields.String()
    reason = fields.String()
    late_reason = fields.String()


class ConveningSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    held_at = fields.DateTime()
    place = fields.String()
    mode = fields.String()
    host_id = fields.UUID()
    recorder_id = fields.UUID()
    change_reason = fields.String()
    consent = fields.String()
    document_id = fields.UUID()


class ChallengeSchema(Schema):
    id = fields.UUID()
    convening_id = fields.UUID()
    challenged_on = fields.Date()
    ground = fields.String()
    ruling = fields.String()
    ruling_name = fields.String()
    opinion = fields.String()


class EndingSchema(Schema):
    id = fields.UUID()
    outcome = fields.String()
    outcome_name = fields.String()
    ended_on = fields.Date()
    course = fields.String()
    record_id = fields.UUID(allow_none=True)
    report_id = fields.UUID(allow_none=True)


class ToldSchema(Schema):
    told_on = fields.Date()
    seventh = fields.Date(attribute="seventh.day", metadata={"description": "送达后的第七个工作日，听证最早在其次日"})
    in_time = fields.Boolean()


class HearingSchema(Schema):
    """The hearing upon one request."""

    request = fields.Nested(RequestSchema)
    convenings = fields.List(fields.Nested(ConveningSchema), metadata={"description": "现行的在前"})
    told = fields.Nested(ToldSchema, allow_none=True)
    ending = fields.Nested(EndingSchema, allow_none=True)


class AgendaSchema(Schema):
    case_id = fields.UUID(attribute="case.id")
    number = fields.String(attribute="case.shown_number")
    case_title = fields.String(attribute="case.title")
    request = fields.Nested(RequestSchema)
    convening = fields.Nested(ConveningSchema, allow_none=True)


class HearingsSchema(Schema):
    hearing_reasons = fields.List(fields.String(), metadata={"description": "应当告知听证权利的情形；没有的为空"})
    notices = fields.List(fields.Nested(NoticeSchema))
    outdated = fields.Boolean(metadata={"description": "拟处罚内容在告知后有变化，须重新告知"})
    term = fields.Nested(TermSchema, allow_none=True)
    defences = fields.List(fields.Nested(DefenceSchema))
    answers = fields.List(fields.Nested(AnswerSchema))
    waivers = fields.List(fields.Nested(WaiverSchema))
    asking_until = fields.Date(allow_none=True, metadata={"description": "当事人可以要求听证的最后一日"})
    hearings = fields.List(fields.Nested(HearingSchema), metadata={"description": "最近一次申请在前"})
    challenges = fields.List(fields.Nested(ChallengeSchema))
