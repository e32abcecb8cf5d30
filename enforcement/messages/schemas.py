from marshmallow import Schema, fields

from enforcement.web.fields import Form


class MarkReadForm(Form):
    pass


class MessageSchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID(allow_none=True)
    subject = fields.String()
    text = fields.String()
    urgent = fields.Boolean()
    created_at = fields.DateTime()
    read_at = fields.DateTime(allow_none=True)
