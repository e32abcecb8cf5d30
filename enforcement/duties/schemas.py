from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.duties.rules import CAUSE_NAMES, REASON_NAMES, VERDICT_NAMES, Verdict
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class DeclareActForm(Form):
    step = ask.pick_code("执法环节")
    started_at = ask.moment("开始时间")
    ended_at = ask.moment("结束时间", required=False, hint="尚未结束的不填，办结时再填。")
    place = ask.line("地点", hint="写明到门牌或者科室。")
    lesser_reason = ask.paragraph(
        "不涉及重大财产权益的理由",
        required=False,
        hint="仅先行登记保存填写：写明理由的，按“根据实际情况音像记录”办理；不填的，按全过程音像记录办理。",
    )


class CloseActForm(Form):
    ended_at = ask.moment("结束时间")
    note = ask.paragraph("说明", required=False, hint="没有音像记录的，写明以文字记录即可的理由。")


class LinkRecordingForm(Form):
    item_id = ask.pick("音像记录", hint="已完成标注的照片、录音、录像。环节和时间相符的自动关联，无需在此选择。")
    why = ask.line("关联的理由", hint="例如：执法记录仪时钟慢三小时。")


class ProposeExemptionForm(Form):
    reason = ask.choice("免予音像记录的理由", REASON_NAMES)
    text = ask.paragraph("具体情形", hint="写明为何不能记录、采取了何种替代的记录方式。")
    returned_at = ask.moment("返回时间", required=False, hint="仅情况紧急的填写；返回后二十四小时内补办说明和审批。")


class DecideExemptionForm(Form):
    verdict = ask.choice("审批结果", VERDICT_NAMES)
    opinion = ask.paragraph("审批意见")

    @post_load
    def _approved(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"approved": data["verdict"] is Verdict.APPROVE, "opinion": data["opinion"]}


class ExplainGapForm(Form):
    cause = ask.choice("中断的原因", CAUSE_NAMES)
    reason = ask.paragraph("说明", hint="写明中断和恢复的经过；恢复时应当在录像中口述原因和时间。")


class ListDutyForm(Form):
    procedure = ask.pick_code("执法事项")
    step = ask.pick_code("执法环节")
    level = ask.choice("记录级别", RECORDING_LEVEL_NAMES, hint="只能比上级规定更严格；选上级规定的级别即恢复原级别。")
    gap_seconds = ask.whole(
        "允许的中断秒数", required=False, least=1, hint="全过程记录的两段之间超过此数须说明；不填为 10 秒。"
    )
    keep = ask.line("保存期限", required=False, longest=100, hint="不填的，按上级规定。")
    basis = ask.line("依据", hint="本机关清单的文件名称和文号。")
    in_force_from = ask.day("施行日期", hint="先公布后施行，不能早于今天。")
    in_force_until = ask.day("截止日期", required=False, hint="长期有效的不填。")


class ClipSchema(Schema):
    item_id = fields.UUID()
    seq = fields.Integer()
    title = fields.String()
    medium = fields.String()
    track = fields.String(metadata={"description": "设备编号；没有的，为采集人的标识"})
    start = fields.AwareDateTime()
    end = fields.AwareDateTime()


class GapSchema(Schema):
    id = fields.UUID(attribute="gap.id")
    track = fields.String(attribute="gap.track")
    from_at = fields.AwareDateTime(attribute="gap.from_at")
    to_at = fields.AwareDateTime(attribute="gap.to_at")
    seconds = fields.Integer(attribute="gap.seconds")
    cause = fields.String(allow_none=True)
    cause_name = fields.String()
    reason = fields.String()


class ExemptionSchema(Schema):
    id = fields.UUID()
    act_id = fields.UUID()
    reason = fields.String()
    reason_name = fields.String()
    text = fields.String()
    returned_at = fields.AwareDateTime(allow_none=True)
    late = fields.Boolean(metadata={"description": "执法行为结束之后才申请"})
    state = fields.String()
    state_name = fields.String()
    opinion = fields.String()
    overdue = fields.Boolean(metadata={"description": "情况紧急的，返回二十四小时之后才审批"})
    proposed_by = fields.UUID()
    proposed_at = fields.AwareDateTime()
    decided_by = fields.UUID(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class ActSchema(Schema):
    id = fields.UUID(attribute="act.id")
    started_at = fields.AwareDateTime(attribute="act.started_at")
    ended_at = fields.AwareDateTime(attribute="act.ended_at", allow_none=True)
    place = fields.String(attribute="act.place")
    level = fields.String(attribute="act.level")
    level_name = fields.String(attribute="act.level_name")
    basis = fields.String(attribute="act.basis")
    lesser_reason = fields.String(attribute="act.lesser_reason")
    outcome = fields.String(attribute="act.outcome", allow_none=True)
    note = fields.String(attribute="act.note")
    exemptions = fields.List(fields.Nested(ExemptionSchema), attribute="act.exemptions")
    clips = fields.List(fields.Nested(ClipSchema))
    gaps = fields.List(fields.Nested(GapSchema))
    state = fields.String()
    state_name = fields.String()


class StepSchema(Schema):
    step = fields.String(attribute="duty.step")
    title = fields.String(attribute="duty.title")
    level = fields.String(attribute="duty.level")
    level_name = fields.String()
    basis = fields.String(attribute="duty.basis")
    acts = fields.List(fields.Nested(ActSchema))
    loose = fields.List(fields.Nested(ClipSchema), metadata={"description": "未归入执法行为的音像记录"})
    loose_gaps = fields.List(fields.Nested(GapSchema))
    papers = fields.List(fields.Nested(ClipSchema), metadata={"description": "同一环节的文字记录"})
    state = fields.String()
    state_name = fields.String()


class LackSchema(Schema):
    sentence = fields.String()
    basis = fields.String()


class BoardSchema(Schema):
    steps = fields.List(fields.Nested(StepSchema))
    lacks = fields.List(fields.Nested(LackSchema))


class DutySchema(Schema):
    step = fields.String()
    title = fields.String()
    level = fields.String()
    law_level = fields.String(attribute="law.level")
    basis = fields.String()
    starts = fields.String(attribute="law.starts")
    ends = fields.String(attribute="law.ends")
    text_record = fields.String(attribute="law.text_record")
    manner = fields.String(attribute="law.manner")
    keep = fields.String()
    gap_seconds = fields.Integer()
    in_force_from = fields.Date()


class DutyListSchema(Schema):
    procedure = fields.String()
    title = fields.String()
    duties = fields.List(fields.Nested(DutySchema))


class PendingSchema(Schema):
    exemption = fields.Nested(ExemptionSchema)
    case_id = fields.UUID()
    case_number = fields.String()
    case_title = fields.String()
    step_title = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)
