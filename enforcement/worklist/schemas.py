from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates

from enforcement.procedures.grammar import STAGE_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form
from enforcement.worklist.rules import DUE_NAMES, MOST_AT_ONCE

FILTERS = ("text", "stage", "procedure", "cause", "handler", "unit", "due", "mark")


class Bulk(StrEnum):
    ASSIGN = "assign"
    MARK = "mark"
    UNMARK = "unmark"
    EXPORT = "export"


BULK_NAMES = {Bulk.ASSIGN: "变更承办人", Bulk.MARK: "关注", Bulk.UNMARK: "取消关注", Bulk.EXPORT: "导出"}


class _Filters(Form):
    text = ask.line("案号、名称或当事人", required=False, longest=100)
    stage = ask.choice("阶段", STAGE_NAMES, required=False)
    procedure = ask.pick_code("程序", required=False)
    cause = ask.pick_code("案由", required=False)
    handler = ask.pick("承办人", required=False)
    unit = ask.pick("承办机构", required=False)
    due = ask.choice("期限", DUE_NAMES, required=False)
    mark = ask.pick_code("我的关注", required=False)


class ListingForm(_Filters):
    after = ask.line("接续上一页", required=False, longest=60, hint="上一页的 next_after")


class SaveViewForm(_Filters):
    name = ask.line("视图名称", longest=40, hint="同名的视图将改为现在的条件。")
    shared = ask.flag(
        "供本机构同事使用", hint="只共享条件；每人看到的仍是自己有权查看的案件。关注是个人的，不随视图共享。"
    )
    opens_first = ask.flag("打开案件列表时先用这一视图")

    @post_load
    def _asked(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        rest = {name: data[name] for name in ("name", "shared", "opens_first")}
        return rest | {"asked": as_address(data)}


class ViewForm(Form):
    pass


class ExportForm(Form):
    cases = ask.pick_many("案件")

    @validates("cases")
    def _not_too_many(self, value: list[Any], **_kwargs: object) -> None:
        if len(value) > MOST_AT_ONCE:
            raise ValidationError(f"一次最多办理 {MOST_AT_ONCE} 件。")


class BulkForm(ExportForm):
    act = ask.choice("办理", BULK_NAMES)
    account_id = ask.pick("新承办人", required=False)
    replaces = ask.pick("接替", required=False, hint="不选的，表示增加承办人。")
    reason = ask.line("变更原因", required=False)
    label = ask.line("关注标签", required=False, longest=20)


def as_address(filters: Mapping[str, Any]) -> dict[str, str]:
    """Loaded filters as the address of the list holds them; what was not asked is left out."""
    return {name: str(filters[name]) for name in FILTERS if filters.get(name)}


class CaseLineSchema(Schema):
    id = fields.UUID()
    number = fields.String(allow_none=True)
    title = fields.String()
    party = fields.String()
    stage = fields.String()
    stage_name = fields.String()
    next_due = fields.Date(allow_none=True)
    next_title = fields.String()
    still_since = fields.Date(allow_none=True, metadata={"description": "时钟停止之日；有期限在计算的为空"})
    still_by = fields.String(metadata={"description": "时钟因何停止，如中止中"})
    handlers = fields.List(fields.UUID())


class CasePageSchema(Schema):
    rows = fields.List(fields.Nested(CaseLineSchema))
    next_after = fields.String(allow_none=True)


class ViewSchema(Schema):
    id = fields.UUID()
    name = fields.String()
    asked = fields.Dict(keys=fields.String(), values=fields.String())
    owner = fields.UUID()
    shared = fields.Boolean()
    opens_first = fields.Boolean()
