from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.discretion.rules import GROUND_NAMES, Ground, Tier
from enforcement.documents.schemas import amount
from enforcement.web.fields import MESSAGES, Form, day, line, paragraph, pick_code, rows, whole

LONGEST_TABLE = 500_000


class TierForm(Form):
    name = line("阶次", longest=20)
    circumstances = line("适用情形")
    low = whole("下限")
    high = whole("上限")


class BaselineForm(Form):
    cause = pick_code("案由")
    source = line("制定机关和文号", hint="裁量基准须公布（《行政处罚法》第三十四条）")
    in_force_from = day("施行日期")
    tiers = rows(
        "裁量阶次",
        TierForm,
        least=1,
        blank=5,
        hint="由轻到重填写，各阶次首尾相接，合起来等于法定幅度；按倍数的填百分数（1.5 倍填 150），按金额的填分",
    )

    @post_load
    def _as_tiers(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        return given | {"tiers": tuple(Tier(**row) for row in given["tiers"])}


class ImportForm(Form):
    table = paragraph(
        "裁量基准表（CSV 文本）",
        longest=LONGEST_TABLE,
        hint="首行为表头：案由、施行日期、制定机关和文号、阶次、适用情形、下限、上限；每个阶次一行，由轻到重；"
        "下限、上限按案由填倍数（如 1.5）或者金额（元）。",
    )


class AssessForm(Form):
    base = amount("计罚基数（元）", hint="按倍数处罚的案由填写造成的损失或者骗取的数额，按金额处罚的留空")
    tier = pick_code("裁量阶次")
    grounds = fields.List(
        fields.Enum(Ground, by_value=True, error_messages=dict(MESSAGES)),
        load_default=list,
        metadata={
            "label": "法定从轻、从重情节",
            "description": "《行政处罚法》第三十条至第三十二条、第四十九条",
            "widget": "checks",
            "choices": [(str(ground), name) for ground, name in GROUND_NAMES.items()],
        },
    )
    reason = paragraph("适用该阶次和情节的事实", hint="写明哪些证据证明")

    @post_load
    def _in_fen(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        tier = given["tier"]
        return {
            "base_fen": given["base"],
            "tier": int(tier) if tier.isascii() and tier.isdecimal() and len(tier) < len("100") else 0,
            "grounds": given["grounds"],
            "reason": given["reason"],
        }


class TierSchema(Schema):
    name = fields.String()
    circumstances = fields.String()
    low = fields.Integer(metadata={"description": "按倍数的为百分数，按金额的为分"})
    high = fields.Integer(metadata={"description": "按倍数的为百分数，按金额的为分"})


class BaselineSchema(Schema):
    id = fields.UUID()
    cause_code = fields.String()
    edition = fields.Integer()
    source = fields.String()
    in_force_from = fields.Date()
    tiers = fields.List(fields.Nested(TierSchema))


class AssessmentSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    baseline = fields.Nested(BaselineSchema)
    tier = fields.Integer()
    tier_name = fields.String()
    base_fen = fields.Integer()
    grounds = fields.List(fields.Enum(Ground, by_value=True))
    reason = fields.String()
    low_fen = fields.Integer()
    high_fen = fields.Integer()
    suggested_fen = fields.Integer()
    arithmetic = fields.List(fields.String())
    assessed_by = fields.UUID()
    assessed_at = fields.AwareDateTime()
