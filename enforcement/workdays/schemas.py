from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.web import fields as ask
from enforcement.web.fields import Form


class ImportYearForm(Form):
    arrangement = ask.paragraph(
        "放假安排（TOML 文本）", hint="按国务院办公厅当年通知制作，须载明通知文号；格式见随附的 years/2026.toml。"
    )

    @post_load
    def _as_file(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"arrangement": data["arrangement"].encode()}


class LoadedYearSchema(Schema):
    year = fields.Integer()
    version = fields.Integer()
    status = fields.String()
    notice = fields.String()
    loaded_at = fields.DateTime()
