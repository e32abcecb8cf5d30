from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError, fields

from enforcement.documents import filling
from enforcement.documents.amounts import InvalidAmount, parse_yuan
from enforcement.documents.filling import Input
from enforcement.documents.kinds.catalogue import DocumentKind, TableField
from enforcement.documents.rendering import kinds
from enforcement.web import fields as ask
from enforcement.web.fields import MESSAGES, Form


class Amount(fields.Field[int]):
    """One amount typed as text, in fen once loaded. A range is refused with the article (CASE-18)."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        try:
            return parse_yuan(str(value))
        except InvalidAmount as wrong:
            raise ValidationError(str(wrong)) from wrong


def amount(label: str, *, hint: str = "例如 12,345.67，单位元") -> fields.Field[Any]:
    return Amount(load_default=int, **_amount(label, hint))


def one_amount(label: str, *, required: bool = True) -> fields.Field[Any]:
    """As a document asks for it: nothing typed is not nought."""
    absent: dict[str, Any] = {} if required else {"load_default": None}
    shown = _amount(label, "例如 12,345.67，单位元；大写自动填写。")
    return Amount(required=required, allow_none=not required, **absent, **shown)


def _amount(label: str, hint: str) -> dict[str, Any]:
    shown = {"label": label, "description": label, "hint": hint, "widget": "line", "type": "string"}
    return {"error_messages": dict(MESSAGES), "metadata": shown}


INPUTS = {
    Input.LINE: ask.line,
    Input.PARAGRAPH: ask.paragraph,
    Input.DAY: ask.day,
    Input.MOMENT: ask.moment,
    Input.AMOUNT: one_amount,
}


@cache
def form_of(kind: str) -> type[Form]:
    """The form of a paper written by hand, with what its kind asks for; what is missing is named with its article."""
    asked = {name: _asked(kinds()[kind], name) for name in filling.asked(kinds()[kind])}
    return type(f"{_spelled(kind)}Form", (Form,), {"__module__": __name__} | asked)


def _asked(kind: DocumentKind, name: str) -> fields.Field[Any]:
    if name in kind.tables:
        table = kind.tables[name]
        listed = ask.rows(table.label, _row_form(kind, name, table), least=1, blank=2)
        return _missing(listed, f"《{kind.title}》缺少“{table.label}”（{kind.basis}）。")
    label, required = kind.labels[name], name in kind.required
    field = INPUTS[filling.input_of(kind, name)](label, required=required)
    return _missing(field, f"《{kind.title}》缺少“{label}”（{kind.basis}）。")


def _row_form(kind: DocumentKind, name: str, table: TableField) -> type[Form]:
    columns = {
        column: _missing(INPUTS[filling.input_of(kind, column)](title), f"“{table.label}”缺少“{title}”。")
        for column, title in filling.columns(table).items()
    }
    return type(f"{_spelled(kind.name)}{_spelled(name)}Form", (Form,), {"__module__": __name__} | columns)


def _missing(field: fields.Field[Any], sentence: str) -> fields.Field[Any]:
    field.error_messages = {**field.error_messages, "required": sentence, "null": sentence}
    return field


def _spelled(name: str) -> str:
    return name.title().replace("_", "")


def _content() -> fields.Field[Any]:
    """The names a kind asks for are told by the list of kinds."""
    told = "各项内容，名称和格式见“可以制作的文书”"
    return fields.Dict(
        keys=fields.String(),
        required=True,
        error_messages=dict(MESSAGES),
        metadata={"label": "内容", "description": told},
    )


class WritePaperForm(Form):
    """For machines: which names a kind asks for is told beside the list of kinds."""

    content = _content()


class CorrectPaperForm(Form):
    content = _content()
    correction_reason = ask.line("更正原因", hint="写明原文书哪一处有误、为什么更正；原件保留在卷。")


class CorrectionForm(Form):
    """Beside the fields of the paper itself, on the page."""

    correction_reason = ask.line("更正原因", hint="写明原文书哪一处有误、为什么更正；原件保留在卷。")


@cache
def correction_of(kind: str) -> type[CorrectionForm]:
    """Why, and then the paper itself anew."""
    asked: dict[str, Any] = {"__module__": __name__, **form_of(kind)().declared_fields}
    return type(f"{_spelled(kind)}CorrectedForm", (CorrectionForm,), asked)


class AskedFieldSchema(Schema):
    name = fields.String()
    label = fields.String()
    input = fields.String()
    required = fields.Boolean()
    columns = fields.Dict(keys=fields.String(), values=fields.String())


class PaperSchema(Schema):
    kind = fields.String()
    title = fields.String()
    stage = fields.String()
    basis = fields.String()
    note = fields.String()
    unmet = fields.String(metadata={"description": "现在不能制作的原因；可以制作的为空"})
    fields_asked = fields.List(fields.Nested(AskedFieldSchema))
    known = fields.Dict(keys=fields.String(), metadata={"description": "案件已有、可以直接采用的内容"})


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


class CorrectionShown(Schema):
    document_id = fields.UUID()
    corrects = fields.UUID()
    reason = fields.String()


class DocumentTextSchema(DocumentSchema):
    data = fields.Dict(keys=fields.String(), metadata={"description": "制发时填写的内容"})
