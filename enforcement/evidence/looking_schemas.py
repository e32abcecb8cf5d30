"""Forms and rows of the viewer: marks, clips, marked copies. The room's other schemas stand in schemas.py."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from enforcement.evidence.timing import SHOWN_AS, milliseconds
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class _Place(fields.String):
    """A place in the recording, typed as a clock and handed on in milliseconds."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        found = milliseconds(typed) if typed else None
        if found is None and (typed or self.required):
            raise ValidationError(f"请按“{SHOWN_AS}”的格式填写。")
        return found


def _place(label: str, *, required: bool, hint: str = SHOWN_AS) -> fields.Field[Any]:
    absent: dict[str, Any] = {} if required else {"load_default": None}
    metadata = {"label": label, "description": hint, "hint": hint, "widget": "line"}
    return _Place(required=required, error_messages=ask.MESSAGES, metadata=metadata, **absent)


class MarkForm(Form):
    at = _place("位置", required=False, hint=f"{SHOWN_AS}留空表示针对整件证据。")
    until = _place("至", required=False, hint="只标一个时点的，留空。")
    remark = ask.paragraph("标记内容", hint="写明此处可以看到、听到什么；本案可查看证据的人员均可见。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"remark": data["remark"], "at_ms": data["at"], "until_ms": data["until"]}


class EndMarkForm(Form):
    reason = ask.paragraph("停用原因", hint="标记不删除，停用后与原因一并保留。")


class ClipForm(Form):
    start = _place("起始位置", required=True)
    until = _place("结束位置", required=True)
    title = ask.line("片段名称", longest=200, hint="如：出示执法证件并告知权利。")
    purpose = ask.line("用途", hint="如：法制审核说明程序要点。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {
            "from_ms": data["start"],
            "until_ms": data["until"],
            "title": data["title"],
            "purpose": data["purpose"],
        }


class MarkedCopyForm(Form):
    """Nothing to fill in: the purpose was stated when the viewing began."""


class TimeMarkSchema(Schema):
    id = fields.UUID()
    version = fields.Integer()
    at_ms = fields.Integer(allow_none=True)
    until_ms = fields.Integer(allow_none=True)
    place = fields.String()
    remark = fields.String()
    ended = fields.Boolean()
    marked_by = fields.UUID()
    marked_at = fields.DateTime()


class FurtherCopySchema(Schema):
    id = fields.UUID()
    kind = fields.String()
    kind_name = fields.String()
    from_ms = fields.Integer(allow_none=True)
    until_ms = fields.Integer(allow_none=True)
    title = fields.String()
    purpose = fields.String()
    asked_by = fields.UUID()
    asked_at = fields.DateTime()
    sha256 = fields.String()
    size = fields.Integer()
    mime = fields.String()
    made_at = fields.DateTime(allow_none=True)
    expires_at = fields.DateTime(allow_none=True)
