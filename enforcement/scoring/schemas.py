from marshmallow import Schema, fields, validate

from enforcement.procedures.grammar import Stage


class FindingSchema(Schema):
    key = fields.String(attribute="check.key")
    title = fields.String(attribute="check.title")
    severity = fields.String(attribute="check.severity")
    points = fields.Integer(attribute="check.points")
    basis = fields.String(attribute="check.basis")
    verdict = fields.String()
    verdict_name = fields.String()
    sentence = fields.String()
    cure = fields.String(attribute="check.cure", metadata={"description": "可以补正的页面（端点名）"})
    lost = fields.Integer()


class SheetSchema(Schema):
    """`score` is 0 as soon as one knock-out fails; `lost` are the points of all others."""

    day = fields.Date()
    score = fields.Integer()
    lost = fields.Integer()
    knocked_out = fields.Function(lambda sheet: bool(sheet.knock_outs), metadata={"type": "boolean"})
    findings = fields.List(fields.Nested(FindingSchema))


class ScoredCaseSchema(Schema):
    case_id = fields.UUID(attribute="case.id")
    number = fields.String(attribute="case.shown_number")
    title = fields.String(attribute="case.title")
    stage = fields.String(attribute="case.stage")
    score = fields.Integer(attribute="sheet.score")
    lost = fields.Integer(attribute="sheet.lost")
    faults = fields.Function(lambda row: [one.check.key for one in row.sheet.faults], metadata={"type": "array"})


class KnockOutSchema(Schema):
    case_id = fields.UUID()
    number = fields.String(allow_none=True)
    case_title = fields.String()
    check_key = fields.String()
    title = fields.String()
    sentence = fields.String()
    basis = fields.String()


class NightSchema(Schema):
    """`day` is null before the first night."""

    day = fields.Date(allow_none=True)
    looked_at = fields.AwareDateTime(allow_none=True)
    files = fields.Integer(metadata={"description": "当夜核对的在办案卷数"})
    found = fields.List(fields.Nested(KnockOutSchema))


class ScoredQuery(Schema):
    stage = fields.String(validate=validate.OneOf(list(Stage)))
    until = fields.Date(metadata={"description": "立案日期不晚于"})
