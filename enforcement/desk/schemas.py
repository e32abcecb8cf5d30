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


class PastCaseSchema(Schema):
    """Amounts in fen. The number is null before filing, the decision before it is made."""

    case_id = fields.UUID(attribute="case.id")
    number = fields.String(attribute="case.number", allow_none=True)
    case_title = fields.String(attribute="case.title")
    stage_name = fields.String(attribute="case.stage_name")
    act_date = fields.Date(attribute="case.act_date")
    decision_no = fields.String(attribute="decision.number")
    decided_on = fields.Date(attribute="decision.decided_on")
    penalty_text = fields.String(attribute="decision.penalty_text")
    fine_fen = fields.Integer(attribute="decision.fine_fen")
    recovery_fen = fields.Integer(attribute="decision.recovery_fen")
    outstanding_fen = fields.Integer(allow_none=True)
    notice_state = fields.String()


class PartyHistorySchema(Schema):
    fined_fen = fields.Integer()
    recovery_fen = fields.Integer()
    decided = fields.Integer()
    rows = fields.List(fields.Nested(PastCaseSchema))


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
