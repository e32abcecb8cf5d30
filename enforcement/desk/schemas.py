from marshmallow import Schema, fields


class CounterSchema(Schema):
    title = fields.String()
    count = fields.Integer()
    urgent = fields.Boolean()


class DeskSchema(Schema):
    """`alive` False: the timetable stands still; deadlines are not told, notices not published."""

    alive = fields.Boolean()
    head_at = fields.DateTime(allow_none=True)
    missing_year = fields.Integer(allow_none=True)
    unread = fields.Integer()
    counters = fields.List(fields.Nested(CounterSchema))


class WaitingSchema(Schema):
    case_id = fields.UUID()
    number = fields.String(allow_none=True)
    case_title = fields.String()
    what = fields.String()
    due_on = fields.Date(allow_none=True)
    left = fields.Integer(allow_none=True)


class OverdueSchema(Schema):
    case_id = fields.UUID(attribute="case.id")
    number = fields.String(attribute="case.shown_number")
    case_title = fields.String(attribute="case.title")
    key = fields.String(attribute="period.key")
    title = fields.String(attribute="period.title")
    due_on = fields.Date(attribute="period.due_on")
    left = fields.Integer()
    basis = fields.String(attribute="period.basis")
    standstill = fields.String()
