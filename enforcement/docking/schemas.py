from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.evidence.rules import Labels
from enforcement.web import fields as ask
from enforcement.web.fields import Form

PLACE_HINT = "写明到门牌或科室；关联后仍可在证据页更正。"
LABEL_FIELDS = ("captured_at", "captured_place", "captured_by", "fact_to_prove", "step")


class DeviceForm(Form):
    number = ask.line("设备编号", longest=60, hint="与设备上的编号一致；采集站文件夹的子目录以它命名。")
    model = ask.line("型号", longest=100)
    note = ask.line("备注", required=False)


class HandForm(Form):
    holder = ask.pick("领用人")
    since = ask.day("领用日期")


class TakeBackForm(Form):
    until = ask.day("交回日期")


class SlateForm(Form):
    step = ask.pick_code("执法环节")
    place = ask.line("地点", required=False, hint="填写后，关联的录像自动带上采集地点。")
    fact_to_prove = ask.paragraph("证明对象", required=False, hint="与地点都填写的，关联时五项标注一次完成。")


class LinkForm(Form):
    """One case and the labels in common. The time is each file's own; the device number as handed in."""

    recordings = ask.pick_many("要关联的文件")
    case_id = ask.pick("案件")
    captured_place = ask.line("采集地点", hint=PLACE_HINT)
    fact_to_prove = ask.paragraph("证明对象", hint="这些文件要证明的事实。")
    step = ask.pick_code("执法环节")
    captured_by = ask.pick("采集人", required=False, hint="留空时为交存人本人。")
    captured_at = ask.moment("采集时间", required=False, hint="只用于没有自带时间的文件；有自带时间的以各文件为准。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"labels": Labels(**{name: data.pop(name) for name in LABEL_FIELDS}), **data}


class InboxQuery(Schema):
    text = fields.String(load_default="", metadata={"description": "文件名中的文字"})
    device_no = fields.String(load_default="", metadata={"description": "设备编号"})
    medium = fields.String(load_default="", metadata={"description": "video、audio 或者 picture"})
    day = fields.String(load_default="", metadata={"description": "采集日期，YYYY-MM-DD"})
    linked = fields.String(load_default="", metadata={"description": "1 为已关联的"})
    after = fields.String(load_default="", metadata={"description": "上一页的 next_after"})


class HoldingSchema(Schema):
    holder_id = fields.UUID()
    since = fields.Date()
    until = fields.Date(allow_none=True)


class ClockSchema(Schema):
    slate_at = fields.DateTime()
    device_at = fields.DateTime()
    drift_seconds = fields.Integer()
    drift = fields.String()
    measured_at = fields.DateTime()


class DeviceSchema(Schema):
    id = fields.UUID()
    number = fields.String()
    model = fields.String()
    note = fields.String()
    unit_id = fields.UUID()
    holder_id = fields.UUID(allow_none=True)
    holdings = fields.List(fields.Nested(HoldingSchema))
    clocks = fields.List(fields.Nested(ClockSchema))


class FindingSchema(Schema):
    verdict = fields.String()
    sentence = fields.String()
    slate_id = fields.UUID(allow_none=True)
    slate_at = fields.DateTime(allow_none=True)
    offset_ms = fields.Integer(allow_none=True)
    drift_seconds = fields.Integer(allow_none=True)
    found_at = fields.DateTime()


class LinkSchema(Schema):
    item_id = fields.UUID()
    case_id = fields.UUID()
    how = fields.String()
    linked_by = fields.UUID()
    linked_at = fields.DateTime()


class RecordingSchema(Schema):
    id = fields.UUID()
    receipt_id = fields.UUID()
    device_no = fields.String()
    holder_id = fields.UUID()
    file_name = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    medium = fields.String()
    mime = fields.String()
    duration_ms = fields.Integer(allow_none=True)
    device_time = fields.String()
    device_at = fields.DateTime(allow_none=True)
    damaged = fields.String()
    received_at = fields.DateTime()
    late = fields.Boolean()
    link = fields.Nested(LinkSchema, allow_none=True)
    finding = fields.Nested(FindingSchema, allow_none=True)


class InboxSchema(Schema):
    rows = fields.List(fields.Nested(RecordingSchema))
    next_after = fields.String(allow_none=True)


class RefusedSchema(Schema):
    file_name = fields.String()
    sentence = fields.String()


class LinkedSchema(Schema):
    linked = fields.List(fields.UUID())
    refused = fields.List(fields.Nested(RefusedSchema))


class LineSchema(Schema):
    seq = fields.Integer()
    path = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    result = fields.String()
    sentence = fields.String()


class ReceiptSchema(Schema):
    id = fields.UUID()
    device_no = fields.String()
    officer_id = fields.UUID()
    came = fields.String()
    opened_at = fields.DateTime()
    closed_at = fields.DateTime(allow_none=True)
    sha256 = fields.String(allow_none=True)


class ReceiptDetailSchema(ReceiptSchema):
    text = fields.String()
    lines = fields.List(fields.Nested(LineSchema))


class SlateSchema(Schema):
    id = fields.UUID()
    step = fields.String()
    place = fields.String()
    shown_by = fields.UUID()
    shown_at = fields.DateTime()
    expires_at = fields.DateTime()


class ShownSlateSchema(SlateSchema):
    text = fields.String(metadata={"description": "二维码的内容，服务器时间精确到秒；每次读取都是新的"})


class CaseDockingSchema(Schema):
    slates = fields.List(fields.Nested(SlateSchema))
    recordings = fields.List(fields.Nested(RecordingSchema))
