"""What the custody time line and the reading back say as JSON."""

from marshmallow import RAISE, Schema, fields, validate

from enforcement.evidence.queries import LINE_NAMES


class CustodyQuery(Schema):
    """`event` may be repeated; without it every kind is given."""

    class Meta:
        unknown = RAISE

    event = fields.List(fields.String(validate=validate.OneOf(LINE_NAMES, error="没有这一种类。")), load_default=list)


class CustodyLineSchema(Schema):
    event = fields.String()
    event_name = fields.String()
    by = fields.UUID()
    at = fields.DateTime()
    how = fields.String()
    why = fields.String()
    result = fields.String()


class CheckSchema(Schema):
    object_key = fields.String()
    checked_at = fields.DateTime()
    result = fields.String()
    result_name = fields.String()
    sha256_seen = fields.String()
    size = fields.Integer()
    milliseconds = fields.Integer()


class FixitySchema(Schema):
    objects = fields.Integer()
    recent = fields.Integer()
    unsound = fields.Integer()
    percent = fields.Integer()
    sentence = fields.String()
    findings = fields.List(fields.Nested(CheckSchema))
