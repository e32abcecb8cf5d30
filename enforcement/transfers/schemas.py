from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.transfers.rules import COURSE_NAMES, TRANSFERS, Course, Exit
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class TransferForm(Form):
    kind = ask.choice("移送类型", TRANSFERS)
    receiver = ask.line("受移送机关", longest=200, hint="写全称；涉嫌犯罪的，移送同级公安机关")
    reason = ask.paragraph("案件情况和移送理由", hint="查明的事实、涉嫌的违法或者犯罪行为，以及不由本机关处理的理由")
    items = ask.paragraph("涉案物品和材料清单", required=False, hint="涉嫌犯罪的必填，没有物品的写“无”")
    appraisal = ask.paragraph("检验报告或者鉴定结论", required=False, hint="涉嫌犯罪的必填，没有的写“无”")


class CancelForm(Form):
    reason = ask.paragraph("撤销立案的理由", hint="例如：立案后查明不属于本机关管辖、同一案件重复立案")


class Verdict(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"


class RuleOnExitForm(Form):
    verdict = ask.choice("审批结论", {Verdict.APPROVE: "批准", Verdict.REFUSE: "不批准"})
    opinion = ask.paragraph("审批意见", hint="不批准的，写明理由，记录在案")

    @post_load
    def _approved(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        return {"approved": data["verdict"] is Verdict.APPROVE, "opinion": data["opinion"]}


class SendForm(Form):
    sent_at = ask.moment("移送时间", hint="涉嫌犯罪的，应当在批准后二十四小时内移送")
    received_by = ask.line("接收人", longest=200, hint="接收人姓名、职务和回执编号")
    late_reason = ask.paragraph("超过二十四小时的原因", required=False)


class CourseForm(Form):
    kind = ask.choice("事项", COURSE_NAMES, hint="只能登记当前可以办理的事项")
    day = ask.day("日期", hint="收到或者办理之日")
    paper = ask.line("文书名称和编号", longest=200, hint="例如：立案告知书〔2026〕18号、移交清单")
    note = ask.paragraph("说明", required=False)


class CourseShown(Schema):
    id = fields.UUID()
    kind = fields.Enum(Course, by_value=True)
    name = fields.String()
    day = fields.Date()
    paper = fields.String()
    note = fields.String()
    recorded_by = fields.UUID()
    recorded_at = fields.AwareDateTime()


class ExitShown(Schema):
    """One transfer or cancellation of the filing, with its ruling, its sending and what came of it."""

    id = fields.UUID()
    kind = fields.Enum(Exit, by_value=True)
    name = fields.String()
    receiver = fields.String()
    reason = fields.String()
    items = fields.String()
    appraisal = fields.String()
    asked_by = fields.UUID()
    asked_at = fields.AwareDateTime()
    approved = fields.Boolean(allow_none=True, metadata={"description": "尚未审批的为空"})
    opinion = fields.String()
    document_id = fields.UUID(allow_none=True)
    ruled_by = fields.UUID(allow_none=True)
    ruled_at = fields.AwareDateTime(allow_none=True)
    to_send_before = fields.AwareDateTime(allow_none=True)
    sent_at = fields.AwareDateTime(allow_none=True)
    received_by = fields.String()
    late_reason = fields.String()
    courses = fields.List(fields.Nested(CourseShown))


class WaitingExitShown(Schema):
    case_id = fields.UUID()
    number = fields.String(allow_none=True)
    title = fields.String()
    exit = fields.Nested(ExitShown)
