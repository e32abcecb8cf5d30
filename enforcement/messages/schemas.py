from marshmallow import Schema, fields

from enforcement.web import fields as ask
from enforcement.web.fields import Form


class MarkReadForm(Form):
    pass


class PreferencesForm(Form):
    by_mail = ask.flag("同时发电子邮件")
    mail_address = ask.line("电子邮箱", required=False, longest=200, hint="请填写工作邮箱。")
    by_webhook = ask.flag("同时推送到本机关的消息平台")
    urgent_only = ask.flag("只发送紧急的（已逾期等）")


class PreferencesSchema(Schema):
    mail_address = fields.String()
    by_mail = fields.Boolean()
    by_webhook = fields.Boolean()
    urgent_only = fields.Boolean()


class LetterSchema(Schema):
    id = fields.UUID()
    channel = fields.String()
    address = fields.String()
    subject = fields.String()
    text = fields.String()
    created_at = fields.DateTime()
    state = fields.String()
    attempts = fields.Integer()
    settled_at = fields.DateTime(allow_none=True)
    receipt = fields.String()


class MessageSchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID(allow_none=True)
    subject = fields.String()
    text = fields.String()
    urgent = fields.Boolean()
    created_at = fields.DateTime()
    read_at = fields.DateTime(allow_none=True)
