from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.decisions.schemas import digest_read
from enforcement.review.rules import FINDING_NAMES, SENDS_BACK, Finding, Point, ReviewResult
from enforcement.web.fields import Form, choice, paragraph, pick, rows, whole


class SubmitForm(Form):
    note = paragraph("送审说明", hint="承办机构对材料、事实、证据、法律适用和程序的真实性、准确性、完整性负责")


class ClaimForm(Form):
    reason = paragraph("接手原因", required=False, hint="仅在接手其他审核人员已领办的案件时填写")


class PointForm(Form):
    number = whole("项目", least=1)
    finding = choice("结论", FINDING_NAMES)
    text = paragraph("说明", required=False)
    item = pick("对应证据", required=False)

    @post_load
    def _as_point(self, given: dict[str, Any], **_options: object) -> Point:
        return Point(**given)


class AgreeForm(Form):
    points = rows("逐项审核", PointForm, least=1, blank=0)
    opinion = paragraph("审核意见")
    read_digest = digest_read()


class SendBackForm(AgreeForm):
    result = choice("意见类型", SENDS_BACK)


class PointShown(Schema):
    number = fields.Integer()
    finding = fields.Enum(Finding, by_value=True)
    text = fields.String()
    item = fields.UUID(allow_none=True)


class ReviewShown(Schema):
    id = fields.UUID()
    round = fields.Integer()
    draft_id = fields.UUID()
    draft_digest = fields.String()
    note = fields.String()
    submitted_by = fields.UUID()
    submitted_at = fields.AwareDateTime()
    reviewer_id = fields.UUID(allow_none=True)
    result = fields.Enum(ReviewResult, by_value=True, allow_none=True)
    points = fields.List(fields.Nested(PointShown))
    opinion = fields.String()
    document_id = fields.UUID(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class QueueShown(Schema):
    case_id = fields.UUID()
    number = fields.String()
    party = fields.String()
    cause = fields.String()
    fine_fen = fields.Integer()
    scope_reason = fields.String()
    scope_basis = fields.String()
    round = fields.Integer()
    reviewer_id = fields.UUID(allow_none=True)
    submitted_at = fields.AwareDateTime()
    waited = fields.Integer()
    due_on = fields.Date()
    left = fields.Integer()


class QueuePage(Schema):
    rows = fields.List(fields.Nested(QueueShown))
    next_after = fields.String(allow_none=True)
