from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.cases.rules import CATEGORY_NAMES
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


class HearingsSchema(Schema):
    hearing_reasons = fields.List(fields.String(), metadata={"description": "应当告知听证权利的情形；没有的为空"})
    notices = fields.List(fields.Nested(NoticeSchema))
    outdated = fields.Boolean(metadata={"description": "拟处罚内容在告知后有变化，须重新告知"})
    term = fields.Nested(TermSchema, allow_none=True)
    defences = fields.List(fields.Nested(DefenceSchema))
    answers = fields.List(fields.Nested(AnswerSchema))
    waivers = fields.List(fields.Nested(WaiverSchema))
