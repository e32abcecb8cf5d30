from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.supervision.rules import STATE_NAMES, Ground, OrderText, State
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class OrderForm(Form):
    deadline_id = ask.pick("针对的逾期期限", required=False, hint="只列本案已经逾期的期限；不针对期限的不选")
    check = ask.pick_code("针对的评查项目", required=False, hint="只列案卷评查目前不合格的项目；不针对评查的不选")
    addressee = ask.pick("承办人", required=False, hint="不选的，发给承办机构，由负责人组织办理")
    wrong = ask.paragraph("存在的问题")
    basis = ask.line("违反的规定", hint="法律、法规、规章或者制度的名称和条款")
    demand = ask.paragraph("整改要求")
    days = ask.whole("回复期限（工作日）", least=1)

    @post_load
    def _order(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        return {"order": OrderText(**data)}


class ReplyForm(Form):
    done = ask.paragraph("办理情况", hint="逐项写明怎样办理、结果怎样；逾期的写明原因")
    documents = ask.pick_many("有关文书", required=False)
    items = ask.pick_many("有关证据和音像记录", required=False)


class Verdict(StrEnum):
    CLOSE = "close"
    RETURN = "return"


class RuleOnReplyForm(Form):
    verdict = ask.choice("核查结论", {Verdict.CLOSE: "销号", Verdict.RETURN: "退回重办"})
    opinion = ask.paragraph("核查意见", hint="退回的，写明理由和还要办什么")
    evidence = ask.paragraph("销号依据", required=False, hint="销号的必填：核对了哪些文书、记录或者系统记载")
    days = ask.whole("重新回复的期限（工作日）", required=False, least=1, hint="退回的填写；销号的不用填")

    @post_load
    def _closed(self, data: dict[str, Any], **_options: object) -> dict[str, Any]:
        return {"closed": data.pop("verdict") is Verdict.CLOSE, **data}


class OrdersQuery(Schema):
    state = fields.Enum(State, by_value=True, metadata={"description": "、".join(STATE_NAMES.values())})


class RulingShown(Schema):
    closed = fields.Boolean()
    opinion = fields.String()
    evidence = fields.String()
    days = fields.Integer(allow_none=True)
    ruled_by = fields.UUID()
    ruled_at = fields.AwareDateTime()


class ReplyShown(Schema):
    id = fields.UUID()
    done = fields.String()
    late = fields.Boolean()
    replied_by = fields.UUID()
    replied_at = fields.AwareDateTime()
    document_ids = fields.List(fields.UUID())
    item_ids = fields.List(fields.UUID())
    ruling = fields.Nested(RulingShown, allow_none=True)


class OrderShown(Schema):
    """One 督办 with its replies and what the supervisor found of them."""

    id = fields.UUID()
    case_id = fields.UUID()
    number = fields.String()
    case_number = fields.String(allow_none=True)
    case_title = fields.String()
    unit_id = fields.UUID()
    addressee = fields.UUID(allow_none=True)
    ground = fields.Enum(Ground, by_value=True)
    deadline_id = fields.UUID(allow_none=True)
    check_key = fields.String()
    wrong = fields.String()
    basis = fields.String()
    demand = fields.String()
    days = fields.Integer()
    document_id = fields.UUID()
    issued_by = fields.UUID()
    issued_at = fields.AwareDateTime()
    due_on = fields.Date(allow_none=True)
    state = fields.Enum(State, by_value=True)
    state_name = fields.String()
    replies = fields.List(fields.Nested(ReplyShown))
