"""Forms and answers of the 审批流程 of a proposed decision."""

from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.decisions.approving import FAULT_NAMES, Fault, ReturnReason, Signature
from enforcement.decisions.schemas import digest_read
from enforcement.web.fields import Form, choice, line, paragraph, rows


class AskEndorsementForm(Form):
    opinion = paragraph("承办人意见", hint="建议怎样处理及主要理由，将写入行政处罚决定审批表")
    read_digest = digest_read()


class EndorseForm(Form):
    opinion = paragraph("审核意见", hint="将写入行政处罚决定审批表")
    read_digest = digest_read()


class ReturnReasonForm(Form):
    fault = choice("问题所在", FAULT_NAMES)
    text = line("具体问题和要求")


class ReturnForm(Form):
    """Item by item, so that nobody has to guess what to mend."""

    reasons = rows("退回理由", ReturnReasonForm, least=1, blank=2, hint="逐项写明，承办人据此修改或者答复")
    opinion = paragraph("退回意见")
    read_digest = digest_read()

    @post_load
    def _as_reasons(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        return given | {"reasons": tuple(ReturnReason(**row) for row in given["reasons"])}


class AnswerReturnForm(Form):
    opinion = paragraph("对退回理由的答复", hint="文稿不作修改的，逐项说明；文稿须修改的，请拟定新稿并重新报审、送审")


class ReturnReasonShown(Schema):
    fault = fields.Enum(Fault, by_value=True)
    text = fields.String()


class SignatureShown(Schema):
    id = fields.UUID()
    seq = fields.Integer()
    signature = fields.Enum(Signature, by_value=True)
    name = fields.String()
    draft_digest = fields.String()
    opinion = fields.String()
    reasons = fields.List(fields.Nested(ReturnReasonShown))
    signed_by = fields.UUID()
    signed_at = fields.AwareDateTime()


class LinkShown(Schema):
    title = fields.String()
    state = fields.String(metadata={"description": "done、waiting、returned、ahead、none"})
    state_name = fields.String()
    by = fields.UUID(allow_none=True)
    at = fields.AwareDateTime(allow_none=True)
    words = fields.String()


class ChainShown(Schema):
    """审批流程: where the proposed decision is now, and every signature so far."""

    basis = fields.String()
    links = fields.List(fields.Nested(LinkShown))
    signatures = fields.List(fields.Nested(SignatureShown))
