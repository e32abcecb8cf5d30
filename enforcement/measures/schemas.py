from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.measures.names import COERCIVE_NAMES, KIND_NAMES, SIGNING_NAMES, WAY_NAMES, MeasureKind, State, Way
from enforcement.measures.rules import LONGEST_EXTENSION, LONGEST_TERM, Leaving, Scene, Thing
from enforcement.web import fields as ask
from enforcement.web.fields import MESSAGES, Form


class ThingForm(Form):
    name = ask.line("名称", hint="规格、型号、批号等一并写明")
    quantity = ask.line("数量", longest=60)
    place = ask.line("存放地点")
    manner = ask.line("方式", hint="如：装箱加封，就地由当事人保管")


class _Proposed(Form):
    """What is common to a proposal and to what was taken on the spot."""

    reason = ask.paragraph("理由", hint="证据可能灭失或者以后难以取得，或者资料可能被转移、隐匿的具体情况")
    basis = ask.line("依据", hint="法律、法规的名称和条款；封存、查封、扣押须有法律、法规授权")
    days = ask.whole(
        "期限（日）",
        required=False,
        least=1,
        hint=f"查封、扣押、封存不得超过 {LONGEST_TERM} 日；先行登记保存依法为七个工作日，留空",
    )
    items = ask.rows("物品清单", ThingForm, least=1, blank=2, hint="逐件填写；通知书、决定书附此清单，一式二份")

    @post_load
    def _things(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        return given | {"items": [Thing(**row) for row in given["items"]]}


class ProposeForm(_Proposed):
    kind = ask.choice("措施", KIND_NAMES)

    class Meta(Form.Meta):
        fields = ("kind", "reason", "basis", "days", "items")


class UrgentForm(_Proposed):
    kind = ask.choice("措施", COERCIVE_NAMES, hint="先行登记保存须事先批准，不适用紧急实施")
    taken_at = ask.moment("当场实施的时间", hint="二十四小时内须补办批准")

    class Meta(Form.Meta):
        fields = ("kind", "taken_at", "reason", "basis", "days", "items")


class CarryOutForm(Form):
    """Nothing to fill in: what was approved is what is done."""


class SceneForm(Form):
    held_at = ask.moment("现场实施时间")
    place = ask.line("地点")
    ids_shown = ask.flag("已出示执法身份证件")
    rights_told = ask.flag("已当场告知理由、依据、权利和救济途径")
    party_present = ask.flag("当事人到场")
    defence = ask.paragraph("当事人的陈述和申辩", required=False, hint="没有提出的，写明“当事人未提出陈述和申辩”")
    signing = ask.choice("签名情况", SIGNING_NAMES)
    signed_by = ask.line("签名人", required=False, hint="当事人或者其工作人员的姓名、职务")
    refusal = ask.line("拒绝签名的情况", required=False)
    witness = ask.line("见证人", required=False, hint="当事人不到场时必填：姓名、单位")
    others = ask.line("法律、法规规定的其他程序", required=False)
    record_id = ask.pick("现场笔录", required=False, hint="封存、查封、扣押必选；须已在卷内标注为现场笔录")
    lesser_reason = ask.line(
        "不涉及重大财产权益的说明", required=False, hint="仅先行登记保存可填；填写后不要求全过程音像记录"
    )

    @post_load
    def _scene(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        scene = Scene(**{name: given[name] for name in Scene.__dataclass_fields__})
        return {"scene": scene, "record_id": given["record_id"], "lesser_reason": given["lesser_reason"]}


class ExtensionForm(Form):
    days = ask.whole("延长日数", least=1, hint=f"不超过 {LONGEST_EXTENSION} 日，只能延长一次")
    reason = ask.paragraph("延长的理由", hint="情况复杂的具体说明；批准后写入延长决定书，书面告知当事人")


class TestingForm(Form):
    first_day = ask.day("检测、鉴定开始日期")
    last_day = ask.day("检测、鉴定结束日期", hint="期间须事先明确，结束次日起继续计算")
    paper = ask.line("书面告知文书", longest=200, hint="告知当事人检测、鉴定期间的文书名称或者文号")
    reason = ask.paragraph("检测、鉴定的内容和机构")


class LeavingForm(Form):
    position = fields.Integer(
        required=True,
        strict=False,
        error_messages=MESSAGES,
        metadata={"label": "物品", "description": "清单中的序号", "hint": "", "widget": "select", "choices": []},
    )
    way = ask.choice("处理方式", WAY_NAMES)
    detail = ask.line("说明", required=False, hint="送检、移送、没收的，写明机构、文书名称或者文号")


class DisposeForm(Form):
    items = ask.rows(
        "处理的物品", LeavingForm, least=1, blank=0, hint="可以分次处理；本次不处理的，把“物品”改为“请选择”"
    )
    late_reason = ask.paragraph("逾期原因", required=False, hint="仅在期限届满后填写，留存备查")

    @post_load
    def _leaving(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        return given | {"items": [Leaving(**row) for row in given["items"]]}


class ItemShown(Schema):
    position = fields.Integer()
    name = fields.String()
    quantity = fields.String()
    place = fields.String()
    manner = fields.String()
    way = fields.Enum(Way, by_value=True, allow_none=True)
    detail = fields.String()


class RulingShown(Schema):
    approved = fields.Boolean()
    late = fields.Boolean()
    opinion = fields.String()
    document_id = fields.UUID()
    ruled_by = fields.UUID()
    ruled_at = fields.AwareDateTime()


class StartShown(Schema):
    document_id = fields.UUID()
    started_on = fields.Date()
    started_by = fields.UUID()


class ExtensionShown(Schema):
    id = fields.UUID()
    days = fields.Integer()
    reason = fields.String()
    asked_at = fields.AwareDateTime()
    granted = fields.Boolean(allow_none=True)
    opinion = fields.String()
    document_id = fields.UUID(allow_none=True)


class DisposalShown(Schema):
    id = fields.UUID()
    disposed_on = fields.Date()
    late_reason = fields.String()
    document_id = fields.UUID(allow_none=True)


class MeasureShown(Schema):
    """One measure with its list and everything that happened to it."""

    id = fields.UUID()
    seq = fields.Integer()
    kind = fields.Enum(MeasureKind, by_value=True)
    kind_name = fields.String()
    state = fields.Enum(State, by_value=True)
    state_name = fields.String()
    reason = fields.String()
    basis = fields.String()
    days = fields.Integer()
    taken_at = fields.AwareDateTime(allow_none=True)
    make_up_by = fields.AwareDateTime(allow_none=True)
    last_day = fields.Date(allow_none=True)
    items = fields.List(fields.Nested(ItemShown))
    ruling = fields.Nested(RulingShown, allow_none=True)
    start = fields.Nested(StartShown, allow_none=True)
    extensions = fields.List(fields.Nested(ExtensionShown))
    disposals = fields.List(fields.Nested(DisposalShown))
    faults = fields.List(fields.String())
