from marshmallow import Schema, fields

from enforcement.web import fields as ask
from enforcement.web.fields import Form


class FreezeQuarterForm(Form):
    period = ask.line("季度", longest=6, hint="四位年份、Q 和 1 至 4，例如 2026Q4；只能冻结已经结束的季度。")
    reason = ask.paragraph("变化的原因", required=False, hint="第一次冻结不填；以后的版本须写明原因。")


class AnnualDraftForm(Form):
    year = ask.whole("年度", least=2019)
    remarks = ask.paragraph(
        "情况说明", required=False, hint="主要工作、存在的问题和下一步措施；也可以在下载的文件中补充"
    )


class AnnualReleaseForm(Form):
    year = ask.whole("年度", least=2019)
    published_on = ask.day("公布日期")
    place = ask.line("公布的地方", hint="例如：本机关门户网站“行政执法公示”栏目，网址")


class AnnualQuery(Schema):
    year = fields.Integer(load_default=0, metadata={"description": "年度；0 为当前应当报告的年度"})
    version = fields.Integer(load_default=0, metadata={"description": "保存的草稿；0 为实时数据"})


class AnnualCasesQuery(AnnualQuery):
    figure = fields.String(required=True)


class AnnualFigureSchema(Schema):
    key = fields.String()
    title = fields.String()
    unit = fields.String()
    shown = fields.String()


class AnnualTableSchema(Schema):
    key = fields.String()
    title = fields.String()
    note = fields.String()
    sentence = fields.String()
    figures = fields.List(fields.Nested(AnnualFigureSchema))


class AnnualSchema(Schema):
    year = fields.Integer()
    version = fields.Integer()
    until = fields.Date()
    due_on = fields.Date()
    published_on = fields.Date(allow_none=True)
    place = fields.String()
    digest = fields.String()
    remarks = fields.String()
    tables = fields.List(fields.Nested(AnnualTableSchema))


class CaseBehindSchema(Schema):
    id = fields.UUID()
    number = fields.String(allow_none=True)
    title = fields.String()


class PeriodQuery(Schema):
    period = fields.String(load_default="", metadata={"description": "季度，如 2026Q4；空为本季度"})


class FigureSchema(Schema):
    key = fields.String()
    title = fields.String()
    count = fields.Integer()
    rule = fields.String()


class FrequencySchema(Schema):
    party = fields.String()
    code = fields.String()
    times = fields.Integer()


class ActsSchema(Schema):
    period = fields.String()
    figures = fields.List(fields.Nested(FigureSchema))
    frequencies = fields.List(fields.Nested(FrequencySchema))


class QuarterQuery(PeriodQuery):
    version = fields.Integer(load_default=0, metadata={"description": "冻结的版本；0 为实时数据"})


class CountedQuery(QuarterQuery):
    row = fields.String(load_default="quarter", metadata={"description": "quarter 本季度，year 本年累计"})
    column = fields.String(load_default="total", metadata={"description": "栏目代码"})


class CountedSchema(Schema):
    decision_id = fields.UUID()
    case_id = fields.UUID()
    number = fields.String()
    party = fields.String()
    decided_on = fields.Date()
    kinds = fields.String()
    column = fields.String()
    amount_fen = fields.Integer()
    reason = fields.String()


class CoercionRowSchema(Schema):
    key = fields.String()
    title = fields.String()
    figures = fields.Dict(keys=fields.String(), values=fields.Integer())
    total = fields.Integer()


class CoercionSchema(Schema):
    title = fields.String()
    period = fields.String()
    not_held = fields.List(fields.String())
    rows = fields.List(fields.Nested(CoercionRowSchema))
    notes = fields.List(fields.String())


class CoercionQuery(Schema):
    period = fields.String(load_default="", metadata={"description": "季度，如 2026Q4；空为本季度"})


class RowSchema(Schema):
    key = fields.String()
    title = fields.String()
    figures = fields.Dict(keys=fields.String(), values=fields.Integer())
    total = fields.Integer()
    amount_fen = fields.Integer()


class OtherEndSchema(Schema):
    key = fields.String()
    title = fields.String()
    quarter = fields.Integer()
    year = fields.Integer()


class QuarterSchema(Schema):
    """`version` 0: live figures. A column in `not_held` is a power this body does not have.

    `others`: ends other than a penalty, always as they stand now.
    """

    title = fields.String()
    period = fields.String()
    version = fields.Integer()
    digest = fields.String()
    not_held = fields.List(fields.String())
    rows = fields.List(fields.Nested(RowSchema))
    notes = fields.List(fields.String())
    others = fields.List(fields.Nested(OtherEndSchema))


class CardSchema(Schema):
    """`version` is 0 while the quarter is not frozen."""

    period = fields.String(attribute="period.key")
    due_on = fields.Date()
    version = fields.Integer()
    changed = fields.Integer(metadata={"description": "与最近冻结的版本计入不同的决定数"})
    total = fields.Integer()
    amount_text = fields.String(metadata={"description": "罚没金额，万元"})
    state_name = fields.String()
