from marshmallow import Schema, fields


class DocumentSchema(Schema):
    """What a list shows. The text itself holds identity numbers and is read one document at a time."""

    id = fields.UUID()
    kind = fields.String()
    title = fields.String()
    number = fields.String(allow_none=True)
    version = fields.Integer()
    issued_on = fields.Date()
    issued_by = fields.UUID()
    data_sha256 = fields.String()
    pdf_sha256 = fields.String()
    docx_sha256 = fields.String()


class DocumentTextSchema(DocumentSchema):
    data = fields.Dict(keys=fields.String(), metadata={"description": "制发时填写的内容"})
