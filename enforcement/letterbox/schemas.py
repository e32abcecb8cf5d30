from marshmallow import Schema, fields

from enforcement.letterbox.rules import OUTCOME_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class AnswerForm(Form):
    outcome = ask.choice("处理结果", OUTCOME_NAMES)
    answer = ask.paragraph("答复", hint="凭查询码可见，不得写入个人信息。说明核实的经过和结果，更正的写明更正了什么。")


class ReportShown(Schema):
    id = fields.UUID(metadata={"description": "纠错标识"})
    notice_id = fields.UUID(allow_none=True, metadata={"description": "所指公示"})
    subject_name = fields.String(metadata={"description": "所指项目"})
    words = fields.String(metadata={"description": "意见"})
    contact = fields.String(metadata={"description": "联系方式"})
    received_at = fields.AwareDateTime(metadata={"description": "收到时间"})
    due_on = fields.Date(metadata={"description": "答复期限"})
    outcome_name = fields.String(metadata={"description": "处理结果"})
    answer = fields.String(metadata={"description": "答复"})
    answered_on = fields.Date(allow_none=True, metadata={"description": "答复日期"})
