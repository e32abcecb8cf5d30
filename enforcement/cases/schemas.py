import re
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from enforcement.cases.rules import CATEGORY_NAMES, CLUE_SOURCES, SOURCE_NAMES
from enforcement.cases.service import ClueFacts, PartyFacts
from enforcement.web import fields as ask
from enforcement.web.fields import Form

CLUE_FIELDS = ("source", "source_detail", "cause", "act_date", "discovered_on", "harmful", "summary", "procedure")
PARTY_FIELDS = ("category", "name", "uscc", "id_no", "legal_rep", "address", "phone")


class RegisterClueForm(Form):
    procedure = ask.pick_code(
        "办案程序",
        required=False,
        hint="不选的按普通程序办理。违法事实确凿并有法定依据，对公民处二百元以下、对单位处三千元以下罚款或者警告的，"
        "可以选择简易程序当场处罚（《行政处罚法》第五十一条）。",
    )
    source = ask.choice("线索来源", ask.names_of(CLUE_SOURCES, SOURCE_NAMES))
    source_detail = ask.line("来源说明", required=False, hint="如：检查编号、交办文号。举报人信息不要写在这里。")
    cause = ask.pick_code("案由", hint="只列出事项清单中行为发生之日有效的案由。")
    act_date = ask.day("违法行为日期", hint="连续或继续状态的，填终了之日（《行政处罚法》第三十六条）。")
    discovered_on = ask.day("发现日期")
    harmful = ask.flag("涉及公民生命健康安全、金融安全且有危害后果（追责期限五年）")
    summary = ask.paragraph("线索摘要")
    category = ask.choice("当事人类别", CATEGORY_NAMES)
    name = ask.line("当事人名称或姓名", longest=200)
    uscc = ask.line("统一社会信用代码", required=False, longest=40, hint="法人、非法人组织和个体工商户必填，十八位。")
    id_no = ask.line("身份证件号码", required=False, longest=40, hint="自然人必填；不对外公示。")
    legal_rep = ask.line("法定代表人或负责人", required=False, longest=50)
    address = ask.line("住所或地址", required=False)
    phone = ask.line("联系电话", required=False, longest=40)
    second_officer = ask.pick("共同承办人", hint="执法人员不得少于两人（《行政处罚法》第四十二条）。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {
            "clue": ClueFacts(**{name: data[name] for name in CLUE_FIELDS if data[name] != ""}),
            "party": PartyFacts(**{name: data[name] for name in PARTY_FIELDS}),
            "second_officer": data["second_officer"],
        }


class OpinionForm(Form):
    opinion = ask.paragraph("意见")


class TurnOrdinaryForm(Form):
    reason = ask.paragraph("理由", hint="例如：拟处罚款超出当场处罚的数额，或者违法事实尚需调查。")


class AssignOfficerForm(Form):
    account_id = ask.pick("新承办人")
    replaces = ask.pick("接替", required=False, hint="留空表示增加承办人。退出的人员仍留在案件记录中。")
    reason = ask.paragraph("变更原因")


class RecordStopForm(Form):
    kind = ask.pick_code("事由")
    started_on = ask.day("开始日期", hint="自该日起暂停计算。")
    paper = ask.line("依据的文书", longest=200, hint="名称和编号，例如鉴定委托书〔2026〕3号。")
    reason = ask.paragraph("说明")


class EndStopForm(Form):
    ended_on = ask.day("恢复计算日期", hint="自该日起继续计算，该日计入期限。")
    reason = ask.paragraph("说明", hint="例如收到鉴定意见的日期和编号。")


class AskSuspensionForm(Form):
    ground = ask.pick_code("中止的情形")
    reason = ask.paragraph("理由")


class AskResumptionForm(Form):
    reason = ask.paragraph("恢复的理由", hint="中止的原因何时、因何消除。")


class AskExtensionForm(Form):
    extension = ask.pick_code("延长事项")
    days = ask.whole("延长天数", least=1, hint="与原期限的计算单位相同：办案期限为自然日，线索核查为工作日。")
    paper = ask.line("依据的文书", required=False, longest=200, hint="由集体讨论决定的，填写集体讨论记录的名称和编号。")
    reason = ask.paragraph("理由")


class Verdict(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


class RuleOnForm(Form):
    verdict = ask.choice("审批结论", {Verdict.GRANT: "批准", Verdict.REFUSE: "不予批准"})
    opinion = ask.paragraph("审批意见")

    @post_load
    def _granted(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"granted": data["verdict"] is Verdict.GRANT, "opinion": data["opinion"]}


class DeadlineRuleForm(Form):
    terms = ask.pick_code("期限")
    in_force_from = ask.day("生效日期", hint="此日起新开始的期限适用；已经开始的期限不变。")
    length = ask.whole(
        "本机关的办理期限", required=False, least=1, hint="不填则按法定期限。只能比法定期限短，计算单位与法定期限相同。"
    )
    reminders = ask.line("届满前几个工作日提醒承办人", longest=40, hint="以逗号分隔，例如 5,3,1,0；0 为届满当日。")
    unit_head_after = ask.whole("逾期后第几个工作日报告承办机构负责人", least=1)
    supervisor_after = ask.whole("逾期后第几个工作日报告执法监督人员", least=1)
    basis = ask.line("依据", longest=200, hint="本机关的制度文件及文号。")

    @post_load
    def _days(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        parts = [part.strip() for part in re.split("[,，、 ]+", data["reminders"]) if part.strip()]
        if not all(re.fullmatch("[0-9]{1,3}", part) for part in parts):
            raise ValidationError({"reminders": ["请填写数字，以逗号分隔，例如 5,3,1,0。"]})
        return data | {"reminders": tuple(int(part) for part in parts)}


class FeedForm(Form):
    pass


class DeadlineRuleSchema(Schema):
    id = fields.UUID()
    procedure = fields.String()
    key = fields.String()
    in_force_from = fields.Date()
    in_force_until = fields.Date(allow_none=True)
    length = fields.Integer(allow_none=True)
    reminders = fields.String()
    escalation = fields.String()
    basis = fields.String()
    set_at = fields.DateTime()


class DayNoteSchema(Schema):
    day = fields.Date()
    counted = fields.Boolean()
    number = fields.Integer()
    reason = fields.String()
    notice = fields.String()
    provisional = fields.Boolean()


class DueDaySchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID()
    number = fields.String(allow_none=True)
    title = fields.String()
    basis = fields.String()
    due_on = fields.Date()
    provisional = fields.Boolean()


class ClockStopSchema(Schema):
    id = fields.UUID()
    kind = fields.String()
    title = fields.String()
    basis = fields.String()
    paper = fields.String()
    reason = fields.String()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)


class ClockRequestSchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID()
    act = fields.String()
    title = fields.String()
    basis = fields.String()
    approver = fields.String()
    ground = fields.String()
    reason = fields.String()
    paper = fields.String()
    days = fields.Integer(allow_none=True)
    asked_by = fields.UUID()
    asked_at = fields.DateTime()
    granted = fields.Boolean(allow_none=True)
    opinion = fields.String()
    ruled_by = fields.UUID(allow_none=True)
    ruled_at = fields.DateTime(allow_none=True)


class PendingRulingSchema(Schema):
    request = fields.Nested(ClockRequestSchema)
    unit = fields.String(metadata={"description": "延长的计算单位；不是延长的为空"})
    number = fields.String(allow_none=True)
    case_title = fields.String()


class NeedSchema(Schema):
    sentence = fields.String()
    basis = fields.String()
    page = fields.String(metadata={"description": "办理该事项的页面地址"})


class GateSchema(Schema):
    step = fields.String()
    title = fields.String()
    passed = fields.Boolean()
    open = fields.Boolean()
    barred = fields.String()
    missing = fields.List(fields.Nested(NeedSchema))


class DeadlineSchema(Schema):
    id = fields.UUID()
    key = fields.String()
    title = fields.String()
    basis = fields.String()
    started_on = fields.Date()
    due_on = fields.Date()
    provisional = fields.Boolean()
    closed_on = fields.Date(allow_none=True)
    length = fields.Integer()
    unit = fields.String()
    extended = fields.Integer()
    paused_since = fields.Date(allow_none=True)


class LapseSchema(Schema):
    key = fields.String()
    title = fields.String()
    started_on = fields.Date()
    due_on = fields.Date()
    provisional = fields.Boolean()
    note = fields.String()
    basis = fields.String()


class ClockSchema(Schema):
    lapses = fields.List(fields.Nested(LapseSchema))
    deadlines = fields.List(fields.Nested(DeadlineSchema))
    stops = fields.List(fields.Nested(ClockStopSchema))
    requests = fields.List(fields.Nested(ClockRequestSchema))


class WhyThisDateSchema(Schema):
    deadline = fields.Nested(DeadlineSchema)
    days = fields.List(fields.Nested(DayNoteSchema))
    stops = fields.List(fields.Nested(ClockStopSchema))


class MilestoneSchema(Schema):
    seq = fields.Integer()
    kind = fields.String()
    name = fields.String()
    at = fields.DateTime()
    day = fields.Date()
    by = fields.UUID()
    note = fields.String()


class CaseSchema(Schema):
    """The case as its people may read it. Identity numbers stay out: they belong on the documents only."""

    id = fields.UUID()
    procedure = fields.String()
    procedure_title = fields.String()
    number = fields.String(allow_none=True)
    title = fields.String()
    stage = fields.String()
    stage_name = fields.String()
    cause_code = fields.String()
    cause_title = fields.String()
    act_date = fields.Date()
    discovered_on = fields.Date()
    filed_on = fields.Date(allow_none=True)
    summary = fields.String()
    timeline = fields.List(fields.Nested(MilestoneSchema))
    deadlines = fields.List(fields.Nested(DeadlineSchema))
    possible = fields.List(fields.String())
