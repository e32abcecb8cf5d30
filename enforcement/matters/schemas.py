from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.matters.rules import RANGE_NAMES, FineRange
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class CauseForm(Form):
    code = ask.line("事项编码", longest=20)
    title = ask.line("案由", longest=100)
    violated = ask.paragraph("违反的规定", hint="法律法规名称、条、款、项。")
    applied = ask.paragraph("处罚依据", hint="法律法规名称、条、款、项。")
    range_kind = ask.choice("罚款幅度", RANGE_NAMES)
    range_low = ask.whole("下限", hint="按倍数的填百分数（1 倍填 100）；按金额的填分。")
    range_high = ask.whole("上限", hint="同上。")
    base_name = ask.line("计算基数", required=False, longest=40, hint="如：造成的基金损失。")
    in_force_from = ask.day("施行日期")

    @post_load
    def _range(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        fine = FineRange(
            kind=data.pop("range_kind"),
            low=data.pop("range_low"),
            high=data.pop("range_high"),
            base_name=data.pop("base_name"),
        )
        return data | {"fine": fine}


class CauseSchema(Schema):
    code = fields.String()
    title = fields.String()
    violated = fields.String()
    applied = fields.String()
