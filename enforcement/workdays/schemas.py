from enum import StrEnum
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


class OwnDayKind(StrEnum):
    CLOSED = "closed"
    OPEN = "open"


class OwnDayForm(Form):
    day = ask.day("日期")
    kind = ask.choice(
        "种类", {OwnDayKind.CLOSED: "停止办公（不计为工作日）", OwnDayKind.OPEN: "照常办公（计为工作日）"}
    )
    name = ask.line("事由", longest=60, hint="例如：防汛停工、民族传统节日、调休补班。")
    basis = ask.line("依据", longest=200, hint="作出安排的机关和文号，例如当地人民政府的通知。")

    @post_load
    def _as_fact(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {name: data[name] for name in ("day", "name", "basis")} | {"is_off": data["kind"] is OwnDayKind.CLOSED}


class EndOwnDayForm(Form):
    pass


class OwnDaySchema(Schema):
    id = fields.UUID()
    day = fields.Date()
    is_off = fields.Boolean()
    name = fields.String()
    basis = fields.String()
    added_at = fields.DateTime()
    ended_at = fields.DateTime(allow_none=True)


class ListedDaySchema(Schema):
    day = fields.Date()
    is_off = fields.Boolean()
    name = fields.String()
    basis = fields.String()


class LoadedYearSchema(Schema):
    year = fields.Integer()
    version = fields.Integer()
    status = fields.String()
    notice = fields.String()
    loaded_at = fields.DateTime()
