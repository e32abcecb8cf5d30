from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.evidence.looking_schemas import FurtherCopySchema, TimeMarkSchema
from enforcement.evidence.names import KIND_NAMES, PLACE_SOURCE_NAMES, PURPOSE_NAMES, TEXT_KIND_NAMES
from enforcement.evidence.rules import Labels, place_told
from enforcement.evidence.service import TextFacts
from enforcement.web import fields as ask
from enforcement.web.fields import Form

LABEL_FIELDS = ("captured_at", "captured_place", "captured_by", "fact_to_prove", "step", "device_no")
PLACE_FIELDS = ("place_source", "place", "place_accuracy")
UPLOAD_FIELDS = frozenset({"case_id", "kind", "time_of_file", *LABEL_FIELDS, *PLACE_FIELDS})
PLACE_HINT = "写明到门牌或科室，如：芜湖安康医院住院部三楼药房。"


def _labels(data: dict[str, Any]) -> Labels:
    given = {name: data.pop(name) for name in (*LABEL_FIELDS, "time_of_file") if name in data}
    return Labels(**given)


class _LabelFields(Form):
    """The labels a person gives. Required or not is the subclass's matter."""

    captured_at = ask.moment("采集时间", required=False, hint="录制、拍摄的开始时间（北京时间）。")
    captured_place = ask.line("采集地点", required=False, hint=PLACE_HINT)
    captured_by = ask.pick("采集人", required=False)
    fact_to_prove = ask.paragraph("证明对象", required=False, hint="这份材料要证明的事实。")
    step = ask.pick_code("执法环节", required=False)
    device_no = ask.line("设备编号", required=False, longest=60)


class UploadForm(_LabelFields):
    """What comes with a file, as tus metadata. Nothing but the case is demanded: labels may follow."""

    case_id = ask.pick("案件")
    kind = ask.choice("证据种类", KIND_NAMES, required=False)
    time_of_file = ask.flag("采集时间采用文件自带时间")
    place_source = ask.choice("上传地点来源", PLACE_SOURCE_NAMES, required=False)
    place = ask.line("上传地点坐标", required=False, longest=40, hint="纬度,经度，以度为单位。")
    place_accuracy = ask.whole("上传地点误差（米）", required=False)

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        source, place, accuracy = (data.pop(name) for name in PLACE_FIELDS)
        told = place_told(source, coordinates=place, accuracy_m=accuracy)
        return {"labels": _labels(data), **data, "place": told}


class DescribeForm(_LabelFields):
    """Labels while the file is still being sent."""

    kind = ask.choice("证据种类", KIND_NAMES, required=False)
    time_of_file = ask.flag("采集时间采用文件自带时间（文件没有自带时间的，入卷后补填）")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"labels": _labels(data), **data}


class LabelForm(Form):
    captured_at = ask.moment("采集时间", hint="录制、拍摄的开始时间（北京时间）；与文件自带时间不一致的，以事实为准。")
    captured_place = ask.line("采集地点", hint=PLACE_HINT)
    captured_by = ask.pick("采集人", hint="采集人须是本案承办人，执法证号随标注保存。")
    fact_to_prove = ask.paragraph("证明对象", hint="这份材料要证明的事实。")
    step = ask.pick_code("执法环节")
    device_no = ask.line("设备编号", required=False, longest=60)
    reason = ask.line("更正原因", required=False, hint="首次标注不用填；更正时必填，原标注保留备查。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"labels": _labels(data), **data}


class TextForm(Form):
    text_kind = ask.choice("记录种类", TEXT_KIND_NAMES)
    title = ask.line("标题", longest=200, hint="如：对药剂科主任的询问笔录（第一次）。")
    begun_at = ask.moment("开始时间")
    ended_at = ask.moment("结束时间")
    place = ask.line("地点")
    persons = ask.paragraph("被询问人、在场人", hint="姓名、身份、联系方式；每人一行。仅本案办理人员可见。")
    officers = ask.pick_many("执法人员", hint="由两名以上执法人员进行（《行政处罚法》第四十二条、第五十五条）。")
    body = ask.paragraph("笔录内容", hint="提交后文字即固定，不能改动；需要补正的另行制作补充笔录。")
    fact_to_prove = ask.paragraph("证明对象")
    step = ask.pick_code("执法环节")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"record": TextFacts(**data | {"officers": tuple(data["officers"])})}


class ViewingForm(Form):
    purpose = ask.choice("调阅目的", PURPOSE_NAMES)
    detail = ask.line("补充说明", required=False, hint="选择“其他”时必填。")


class RepeatForm(Form):
    """Nothing to fill in: only the wish to try again."""


class LabelSchema(Schema):
    version = fields.Integer()
    captured_at = fields.DateTime()
    captured_place = fields.String()
    captured_by = fields.UUID()
    certificate_no = fields.String()
    fact_to_prove = fields.String()
    step = fields.String()
    device_no = fields.String()
    reason = fields.String()
    labelled_by = fields.UUID()
    labelled_at = fields.DateTime()


class ItemSchema(Schema):
    id = fields.UUID()
    seq = fields.Integer()
    kind = fields.String()
    kind_name = fields.String()
    medium = fields.String()
    title = fields.String()
    mime = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    duration_ms = fields.Integer(allow_none=True)
    width = fields.Integer(allow_none=True)
    height = fields.Integer(allow_none=True)
    device = fields.String()
    device_time = fields.String()
    damaged = fields.String()
    counts = fields.Boolean()
    missing_labels = fields.List(fields.String())
    late = fields.Boolean()
    clock_remarks = fields.List(fields.String())
    received_at = fields.DateTime()
    sealed_at = fields.DateTime()
    derivatives = fields.List(fields.String())
    label = fields.Nested(LabelSchema, allow_none=True)


class CustodySchema(Schema):
    seq = fields.Integer()
    event = fields.String()
    event_name = fields.String()
    by = fields.UUID()
    at = fields.DateTime()
    how = fields.String()
    why = fields.String()
    result = fields.String()


class ItemDetailSchema(Schema):
    item = fields.Nested(ItemSchema)
    labels = fields.List(fields.Nested(LabelSchema))
    custody = fields.List(fields.Nested(CustodySchema))
    facts = fields.Dict(keys=fields.String(), values=fields.String())
    marks = fields.List(fields.Nested(TimeMarkSchema))
    copies = fields.List(fields.Nested(FurtherCopySchema))


class UploadSchema(Schema):
    id = fields.UUID()
    file_name = fields.String()
    size = fields.Integer()
    received = fields.Integer()
    percent = fields.Integer()
    state = fields.String()
    state_name = fields.String()
    refused_reason = fields.String()
    expires_at = fields.DateTime()


class JobSchema(Schema):
    id = fields.UUID()
    kind = fields.String()
    kind_name = fields.String()
    state = fields.String()
    state_name = fields.String()
    progress = fields.Integer()
    attempt = fields.Integer()
    error_sentence = fields.String()


class OverviewSchema(Schema):
    items = fields.List(fields.Nested(ItemSchema))
    uploads = fields.List(fields.Nested(UploadSchema))
    jobs = fields.List(fields.Nested(JobSchema))
