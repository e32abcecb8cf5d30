from enum import StrEnum
from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.decisions.schemas import digest_read
from enforcement.review.disputes import SETTLEMENT_NAMES, Settlement
from enforcement.review.listing import DUTY_NAMES, Duty
from enforcement.review.queries import WHOSE_NAMES
from enforcement.review.rules import FINDING_NAMES, SENDS_BACK, Finding, Point, ReviewResult
from enforcement.web.fields import Form, choice, day, flag, line, paragraph, pick, pick_many, rows, whole


class Bulk(StrEnum):
    CLAIM = "claim"
    ASSIGN = "assign"
    BALANCE = "balance"


BULK_NAMES = {Bulk.CLAIM: "领办", Bulk.ASSIGN: "分派", Bulk.BALANCE: "均衡分派"}


class SubmitForm(Form):
    note = paragraph("送审说明", hint="承办机构对材料、事实、证据、法律适用和程序的真实性、准确性、完整性负责")


class AssignForm(Form):
    reviewer_id = pick("审核人员", hint="括号内为其手中未办结的审核件数")
    reason = paragraph("改派原因", required=False, hint="仅在改派他人已领办的案件时填写")


class BulkForm(Form):
    """What is done with the lines ticked in the queue. Nothing ticked and balancing: everything not yet claimed."""

    act = choice("办理", BULK_NAMES)
    cases = pick_many("案件", required=False)
    reviewer_id = pick("审核人员", required=False)
    reason = line("改派原因", required=False)


class SignForm(Form):
    words = paragraph("负责人意见", required=False, hint="不填写的，意见书上记为同意审核人意见")


class GiveBackForm(Form):
    reason = paragraph("不予签发的理由", hint="审核人员据此重新出具意见；原意见留存")


class DisputeForm(Form):
    reason = paragraph("异议及理由", hint="逐项说明不同意的审核意见、理由和依据")


class SettleForm(Form):
    outcome = choice("协调结果", SETTLEMENT_NAMES)
    summary = paragraph("协调经过和结论", hint="写明各方意见；审核人员的不同意见保留在卷")
    minutes = line("集体讨论记录", required=False, hint="提请集体讨论的，写明讨论日期和记录文号")


class ListReviewerForm(Form):
    account_id = pick("人员")
    duty = choice("职责", DUTY_NAMES)
    started_on = day("从事法制审核的起始日期")
    filing_no = line("备案文号", required=False, longest=60, hint="名册报本级司法行政部门备案的，填写备案文号")


class RemoveReviewerForm(Form):
    ended_on = day("移出日期")
    reason = line("移出原因")


class SampleForm(Form):
    first_day = day("审核通过日期自")
    last_day = day("审核通过日期至")
    percent = whole("抽查比例（%）", least=1, hint="按比例向上取整，至少抽取一件")


class CheckForm(Form):
    sound = flag("审核程序和意见均无问题")
    remark = paragraph("抽查情况", required=False, hint="存在问题的必填")


class ClaimForm(Form):
    reason = paragraph("接手原因", required=False, hint="仅在接手其他审核人员已领办的案件时填写")


class AskLongerForm(Form):
    days = whole("延长的工作日数", least=1, hint="最多十个工作日，只能延长一次")
    reason = paragraph("延长的理由")


class PointForm(Form):
    number = whole("项目", least=1)
    finding = choice("结论", FINDING_NAMES)
    text = paragraph("说明", required=False)
    item = pick("对应材料", required=False, hint="本案的证据或者文书")
    place = line("页码或者时间", required=False, longest=40, hint="如：第3页、00:01:23")

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
    place = fields.String()


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
    claimed_at = fields.AwareDateTime(allow_none=True)
    submitted_at = fields.AwareDateTime()
    resubmitted = fields.Boolean()
    to_sign = fields.Boolean()
    waited = fields.Integer()
    due_on = fields.Date()
    provisional = fields.Boolean()
    left = fields.Integer()
    extended = fields.Integer(metadata={"description": "经批准延长的工作日数"})


class QueuePage(Schema):
    rows = fields.List(fields.Nested(QueueShown))
    next_after = fields.String(allow_none=True)


class QueueQuery(Form):
    after = fields.String(load_default=None, metadata={"label": "位置", "description": "上一页给出的位置"})
    whose = choice("范围", WHOSE_NAMES, required=False)


class ProposalShown(Schema):
    id = fields.UUID()
    review_id = fields.UUID()
    version = fields.Integer()
    result = fields.Enum(ReviewResult, by_value=True)
    points = fields.List(fields.Nested(PointShown))
    opinion = fields.String()
    proposed_by = fields.UUID()
    proposed_at = fields.AwareDateTime()
    signed = fields.Boolean(allow_none=True)
    answer = fields.String()
    answered_by = fields.UUID(allow_none=True)
    answered_at = fields.AwareDateTime(allow_none=True)


class ObjectionShown(Schema):
    id = fields.UUID()
    review_id = fields.UUID()
    round = fields.Integer()
    reason = fields.String()
    objected_by = fields.UUID()
    objected_at = fields.AwareDateTime()
    outcome = fields.Enum(Settlement, by_value=True, allow_none=True)
    summary = fields.String()
    minutes = fields.String()
    settled_by = fields.UUID(allow_none=True)
    settled_at = fields.AwareDateTime(allow_none=True)


class CourseShown(Schema):
    """Opinions waiting for or refused a signature, and disputes."""

    proposals = fields.List(fields.Nested(ProposalShown))
    objections = fields.List(fields.Nested(ObjectionShown))


class ListedShown(Schema):
    id = fields.UUID()
    account_id = fields.UUID()
    name = fields.String()
    unit = fields.String()
    duty = fields.Enum(Duty, by_value=True)
    duty_name = fields.String()
    qualification_no = fields.String()
    filing_no = fields.String()
    started_on = fields.Date()
    ended_on = fields.Date(allow_none=True)
    end_reason = fields.String()


class ShareShown(Schema):
    reviewers = fields.Integer()
    staff = fields.Integer(metadata={"description": "持有效执法证件的在岗人员"})
    percent = fields.String()
    enough = fields.Boolean(metadata={"description": "不低于百分之五"})


class RegisterShown(Schema):
    rows = fields.List(fields.Nested(ListedShown))
    share = fields.Nested(ShareShown)


class SampleShown(Schema):
    id = fields.UUID()
    first_day = fields.Date()
    last_day = fields.Date()
    percent = fields.Integer()
    seed = fields.String()
    passed = fields.Integer()
    drawn = fields.Integer()
    checked = fields.Integer()
    defective = fields.Integer()
    drawn_by = fields.UUID()
    drawn_at = fields.AwareDateTime()


class SampledShown(Schema):
    id = fields.UUID()
    review_id = fields.UUID()
    case_id = fields.UUID()
    number = fields.String()
    round = fields.Integer()
    reviewer_id = fields.UUID(allow_none=True)
    sound = fields.Boolean(allow_none=True)
    remark = fields.String()
    checked_by = fields.UUID(allow_none=True)
    checked_at = fields.AwareDateTime(allow_none=True)
