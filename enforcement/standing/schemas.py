"""One form a list, made from its columns: the page, the call and the documentation of it follow the same data."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from enforcement.standing.kinds import LISTS, Column, ListKind
from enforcement.standing.rules import LONGEST_LIST
from enforcement.web import fields as ask
from enforcement.web.fields import MESSAGES, Form

EXPLANATION = ask.paragraph("说明", required=False, hint="显示在清单之前，例如适用范围、咨询方式；可以不填。")


def _field(column: Column) -> fields.Field[Any]:
    if column.day:
        return ask.day(column.title, required=column.required)
    make = ask.paragraph if column.long else ask.line
    return make(column.title, required=column.required)


def _named(kind: ListKind) -> str:
    return "".join(part.title() for part in kind.value.split("-"))


def _row_form(kind: ListKind) -> type[Form]:
    parts: dict[str, Any] = {column.name: _field(column) for column in LISTS[kind].columns}
    made: type[Form] = type(f"{_named(kind)}RowForm", (Form,), parts | {"__module__": __name__})
    return made


def _list_form(kind: ListKind) -> type[Form]:
    @post_load
    def _of_kind(_form: Form, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return data | {"kind": kind}

    facts = LISTS[kind]
    rows = ask.rows(facts.title, _row_form(kind), least=1, blank=3, hint="整行清空即删除该行；保存后可以继续增加。")
    rows.validate = validate.Length(min=1, max=LONGEST_LIST, error=f"清单应有一行至 {LONGEST_LIST} 行。")
    rows.validators = [rows.validate]
    parts = {"rows": rows, "text": EXPLANATION, "_of_kind": _of_kind}
    made: type[Form] = type(f"{_named(kind)}ListForm", (Form,), parts | {"__module__": __name__})
    return made


LIST_FORMS: dict[ListKind, type[Form]] = {kind: _list_form(kind) for kind in ListKind}


class ConfirmListForm(Form):
    digest = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$", error="清单的摘要不正确，请重新打开本页。"),
        error_messages=MESSAGES,
        metadata={"label": "清单的 SHA-256", "description": "屏幕上所见清单的摘要", "hint": "", "widget": "hidden"},
    )
    in_force_from = ask.day("施行日期", hint="今天或者以后的日期；自该日起在公示端显示为现行版。")


class DiscardDraftForm(Form):
    """Nothing to fill in: the draft is named by its address."""


class IssueCardForm(Form):
    certificate_no = ask.pick_code("执法证", hint="只列出今日有效且没有证件卡的执法证。")


class RevokeCardForm(Form):
    reason = ask.line("作废的原因", hint="例如：遗失、损毁、人员调离。")


class VersionSchema(Schema):
    id = fields.UUID()
    kind = fields.String()
    state = fields.String()
    version = fields.Integer(allow_none=True)
    rows = fields.Function(lambda row: [dict(one) for one in row.content.rows], metadata={"type": "array"})
    text = fields.Function(lambda row: row.content.text, metadata={"type": "string"})
    content_sha256 = fields.String()
    in_force_from = fields.Date(allow_none=True)
    in_force_until = fields.Date(allow_none=True)


class ListSchema(Schema):
    kind = fields.String()
    title = fields.Function(lambda view: view.facts.title, metadata={"type": "string"})
    current = fields.Nested(VersionSchema, allow_none=True)
    draft = fields.Nested(VersionSchema, allow_none=True)
    versions = fields.List(fields.Nested(VersionSchema))
    needs_care = fields.Boolean()
    overdue_since = fields.Date(allow_none=True)


class CardSchema(Schema):
    id = fields.Function(lambda one: str(one.card.id) if one.card else None, metadata={"type": "string"})
    name = fields.String()
    unit = fields.String()
    certificate_no = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date()
    standing = fields.String()
