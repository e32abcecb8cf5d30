from marshmallow import Schema, fields


class EntrySchema(Schema):
    position = fields.Integer()
    chain = fields.UUID()
    seq = fields.Integer()
    at = fields.DateTime()
    actor_id = fields.UUID()
    verb = fields.String()
    prev = fields.String()
    hash = fields.String()
    leaf = fields.String()


class EntryPageSchema(Schema):
    rows = fields.List(fields.Nested(EntrySchema))
    next_after = fields.String(allow_none=True)


class HeadSchema(Schema):
    size = fields.Integer()
    root = fields.String()
    at = fields.DateTime()
    key_id = fields.String()
    public_key = fields.String()
    signature = fields.String()


class JournalQuery(Schema):
    before = fields.Integer(load_default=None, allow_none=True, metadata={"description": "只要此位置以前的记录"})
