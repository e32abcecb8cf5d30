from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from enforcement.documents.amounts import InvalidAmount, parse_yuan
from enforcement.web.fields import MESSAGES


class Amount(fields.Field[int]):
    """One amount typed as text, in fen once loaded. A range is refused with the article (CASE-18)."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        try:
            return parse_yuan(str(value))
        except InvalidAmount as wrong:
            raise ValidationError(str(wrong)) from wrong


def amount(label: str, *, hint: str = "例如 12,345.67，单位元") -> fields.Field[Any]:
    shown = {"label": label, "description": label, "hint": hint, "widget": "line", "type": "string"}
    return Amount(load_default=int, error_messages=dict(MESSAGES), metadata=shown)


class DocumentSchema(Schema):
    """What a list shows. The text itself holds identity numbers and is read one document at a time."""

    id = fields.UUID()
    kind = fields.String()
    title = fields.String()
    number = fields.String(allow_none=True)
    version = fields.Integer()
    issued_on = fields.Date()
    issued_by = fields.UUID()
    data_sha256 = fields.String()
    pdf_sha256 = fields.String()
    docx_sha256 = fields.String()


class DocumentTextSchema(DocumentSchema):
    data = fields.Dict(keys=fields.String(), metadata={"description": "制发时填写的内容"})
