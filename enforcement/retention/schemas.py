from marshmallow import Schema, fields

from enforcement.retention.names import HOLD_NAMES
from enforcement.retention.rules import shipped
from enforcement.web import fields as ask
from enforcement.web.fields import Form

CLASS_TITLES = [(one.key, one.title) for one in shipped() if not one.follows_case]


class HoldForm(Form):
    kind = ask.choice("事由", HOLD_NAMES)
    document_no = ask.line("文号", longest=100, hint="如：行政复议受理通知书、应诉通知书、审计通知书的文号。")
    reason = ask.paragraph("说明")
    item_id = ask.pick("限于一件证据", required=False, hint="不选的，全案音像记录均停止销毁。")


class ReleaseForm(Form):
    document_no = ask.line("文号", longest=100, hint="如：复议决定书、生效裁判文书的文号。")
    reason = ask.paragraph("解除理由")


class PeriodForm(Form):
    key = ask.pick_code("类别")
    months = ask.whole("保管月数", hint="十年填 120；永久填 0。")
    in_force_from = ask.day("起用日期", hint="此日以前办结的案件仍按原期限保管。")
    reason = ask.paragraph("依据", hint="本机关归档范围和保管期限表的文号等。")


class ListForm(Form):
    items = ask.pick_many("拟销毁的音像记录", hint="只能选择保管期满、没有停止销毁事项、锁定已届满的音像记录。")
    opinion = ask.paragraph("鉴定意见", hint="说明记录内容、保管期限、有无继续保存价值。")


class OpinionForm(Form):
    opinion = ask.paragraph("审批意见")


class WithdrawForm(Form):
    reason = ask.paragraph("撤回理由")


class CandidateSchema(Schema):
    title = fields.String()
    basis = fields.String()
    length = fields.String()
    until = fields.Date(allow_none=True)


class RetentionSchema(Schema):
    starts_on = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    permanent = fields.Boolean()
    sentence = fields.String()
    candidates = fields.List(fields.Nested(CandidateSchema))


class KeptItemSchema(Schema):
    id = fields.UUID()
    seq = fields.Integer()
    title = fields.String()
    sha256 = fields.String()
    size = fields.Integer()
    locked_until = fields.DateTime(allow_none=True)
    retention = fields.Nested(RetentionSchema)
    certificate_no = fields.String(allow_none=True)


class HoldSchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID()
    item_id = fields.UUID(allow_none=True)
    kind = fields.String()
    kind_name = fields.String()
    reason = fields.String()
    document_no = fields.String()
    placed_by = fields.UUID()
    placed_at = fields.DateTime()
    released_by = fields.UUID(allow_none=True)
    released_at = fields.DateTime(allow_none=True)
    release_reason = fields.String()
    release_document_no = fields.String()


class LineSchema(Schema):
    item_id = fields.UUID()
    seq = fields.Integer()
    name = fields.String()
    sha256 = fields.String()
    size = fields.Integer()
    keep_until = fields.Date()
    rule = fields.String()


class ApprovalSchema(Schema):
    approver_id = fields.UUID()
    agreed = fields.Boolean()
    opinion = fields.String()
    decided_at = fields.DateTime()


class DisposalSchema(Schema):
    id = fields.UUID()
    case_id = fields.UUID()
    number = fields.String()
    state = fields.String()
    state_name = fields.String()
    opinion = fields.String()
    digest = fields.String()
    prepared_by = fields.UUID()
    prepared_at = fields.DateTime()
    executes_from = fields.DateTime(allow_none=True)
    certificate_no = fields.String(allow_none=True)
    document_id = fields.UUID(allow_none=True)
    lines = fields.List(fields.Nested(LineSchema))
    approvals = fields.List(fields.Nested(ApprovalSchema))


class CaseRetentionSchema(Schema):
    items = fields.List(fields.Nested(KeptItemSchema))
    holds = fields.List(fields.Nested(HoldSchema))
    disposals = fields.List(fields.Nested(DisposalSchema))


class MarkSchema(Schema):
    item_id = fields.UUID()
    case_id = fields.UUID()
    case_number = fields.String()
    seq = fields.Integer()
    title = fields.String()
    keep_until = fields.Date()
    verdict = fields.String()
    verdict_name = fields.String()
    reason = fields.String()
    marked_at = fields.DateTime()
