from marshmallow import Schema, fields

from enforcement.web import fields as ask
from enforcement.web.fields import Form


class ImportYearForm(Form):
    arrangement = ask.paragraph(
        "放假安排（TOML 文本）", hint="按国务院办公厅当年通知制作，须载明通知文号；格式见随附的 years/2026.toml。"
    )


class LoadedYearSchema(Schema):
    year = fields.Integer()
    version = fields.Integer()
    status = fields.String()
    notice = fields.String()
    loaded_at = fields.DateTime()
