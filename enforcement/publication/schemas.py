from marshmallow import Schema, fields, validate

from enforcement.exchange.rules import OUTLET_NAMES
from enforcement.publication.rules import WITHDRAWAL_NAMES, WITHHOLDING_NAMES
from enforcement.publication.service import Format
from enforcement.web.fields import MESSAGES, Form, choice, day, flag, line, paragraph, pick_code

ONLY_HIDE = "只能以“某”“*”或者“（……隐去）”遮盖，不能改写；留空则按规则自动隐去。"


class PrepareForm(Form):
    facts = paragraph("违法事实或者查明的情况（公示文本）", required=False, hint=ONLY_HIDE)
    penalty_content = paragraph("处罚内容或者处理内容（公示文本）", required=False, hint=ONLY_HIDE)
    others = paragraph(
        "不得公开的他人姓名",
        required=False,
        hint="患者、举报人、证人等，每行一个；复核和公示时逐字核查。自然人当事人的姓名、证件号码、电话已自动列入。",
    )
    accept = fields.List(
        fields.String(validate=validate.Length(min=1, max=100, error="请从列表中选择。"), error_messages=MESSAGES),
        load_default=list,
        error_messages=MESSAGES,
        metadata={
            "label": "系统疑似应当隐去的内容",
            "description": "勾选的一并隐去；只接受所列的词语",
            "hint": "姓名、年龄、病情没有固定格式，须由您判断。勾选的，提交时全文一并隐去。"
            "按数字键 1 至 9 勾选相应一项，按 0 全部勾选；也可以用空格键逐项勾选。",
            "widget": "checks",
            "choices": [],
        },
    )
    assessment = line(
        "个人信息保护影响评估编号",
        required=False,
        longest=100,
        hint="当事人是自然人的必须填写（《个人信息保护法》第五十五条）。",
    )


class CorrectForm(PrepareForm):
    note = paragraph("更正说明（向社会公开）", hint="例如：更正罚款金额的笔误。不得含有被隐去的内容。")


class ConfirmForm(Form):
    digest = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$", error="公示文本的摘要不正确，请重新打开本页。"),
        error_messages=MESSAGES,
        metadata={"label": "公示文本的 SHA-256", "description": "屏幕上所见文本的摘要", "hint": "", "widget": "hidden"},
    )


class RequestOverrideForm(Form):
    words = pick_code("系统检出的内容", hint="只列系统检出、又不是本案已知个人信息的内容。")
    reason = paragraph("申请放行的理由", hint="例如：“北京路12号店”是当事人登记的字号，不是住址。")


class AnswerOverrideForm(Form):
    approved = flag("同意放行", hint="不同意的不勾选，拟稿人应当隐去。")
    note = paragraph("答复意见", hint="写明核对了什么。放行的内容和双方姓名、理由留痕，并向复核人显示。")


class PublishForm(Form):
    """Nothing to fill in: what is published was fixed when it was confirmed."""


class HoldForm(Form):
    reason = paragraph("暂缓原因", hint="例如：当事人下落不明，正在公告送达。")


class NotPublishForm(Form):
    ground = choice("不予公示的情形", WITHHOLDING_NAMES)
    reason = paragraph("理由")
    basis = line("法律依据", hint="写明法律、法规名称和条款")


class OrderWithdrawalForm(Form):
    trigger = choice("撤回原因", WITHDRAWAL_NAMES)
    instrument = line("所依据的文书", hint="例如：芜湖市人民政府行政复议决定书（芜复决〔2026〕5号）")
    trigger_on = day("作出或者收到该文书的日期", hint="三个工作日自此日的次日起算")


class WithdrawForm(Form):
    kind = choice("撤回原因", WITHDRAWAL_NAMES)
    public_reason = paragraph("公开说明的理由", hint="将向社会公开，不得含有被撤内容、姓名等信息。")


class NoticeShown(Schema):
    id = fields.UUID()
    version = fields.Integer()
    state = fields.String()
    state_name = fields.String()
    policy = fields.String()
    content = fields.Function(lambda row: row.text.written(), metadata={"type": "string"})
    content_sha256 = fields.String()
    correction_note = fields.String()
    hold_reason = fields.String()
    due_on = fields.Date()
    shown_until = fields.Date()
    published_on = fields.Date()
    withdrawn_on = fields.Date()
    withdrawal_reason = fields.String()


class WaitingLineShown(Schema):
    case_id = fields.UUID()
    title = fields.String()
    decision_no = fields.String()
    due_on = fields.Date()
    remark = fields.String()


class WaitingShown(Schema):
    to_draft = fields.List(fields.Nested(WaitingLineShown))
    to_withhold = fields.List(fields.Nested(WaitingLineShown))
    to_confirm = fields.List(fields.Nested(WaitingLineShown))
    to_publish = fields.List(fields.Nested(WaitingLineShown))
    to_withdraw = fields.List(fields.Nested(WaitingLineShown))
    ending = fields.List(fields.Nested(WaitingLineShown))


class SwitchOutletForm(Form):
    outlet = choice("报送渠道", OUTLET_NAMES)
    on = flag("开通")


class ReceiptForm(Form):
    accepted = flag("平台已接收", hint="被退回的不勾选。")
    receipt = line("回执编号或者退回原因", longest=200)


class ResendForm(Form):
    """Nothing to fill in: what is sent was fixed when it was queued."""


class PeriodForm(Form):
    first = day("公示日期自", required=False)
    last = day("公示日期至", required=False)


class LicencesForm(Form):
    text = paragraph(
        "行政许可数据",
        hint="从表格软件中连同表头复制粘贴，或者粘贴 CSV 文本。表头用中文名称或者代码；日期写作 2026-03-09。",
    )
    form = choice(
        "核对无误后",
        {Format.XLSX: "下载 XLSX 文件", Format.CSV: "下载 CSV 文件"},
        required=False,
        hint="不选则只核对。",
    )


class FaultShown(Schema):
    row = fields.Integer()
    code = fields.String()
    title = fields.String()
    sentence = fields.String()


class LicencesShown(Schema):
    faults = fields.List(fields.Nested(FaultShown))
    csv = fields.String()


class RecordShown(Schema):
    """Without the row itself: identity numbers leave the house in the file alone, and that is kept."""

    notice_id = fields.UUID()
    case_id = fields.UUID()
    decision_no = fields.String()
    party_name = fields.String()
    published_on = fields.Date()
    faults = fields.List(fields.Nested(FaultShown))


class DisclosureShown(Schema):
    first = fields.Date()
    last = fields.Date()
    records = fields.List(fields.Nested(RecordShown))


class OutletShown(Schema):
    outlet = fields.String()
    name = fields.String()
    on = fields.Boolean()
    set_up = fields.Boolean()
    waiting = fields.Integer()
    unanswered = fields.Integer()
    refused = fields.Integer()
    accepted = fields.Integer()


class DeliveryShown(Schema):
    id = fields.UUID()
    outlet = fields.String()
    act = fields.String()
    subject_id = fields.UUID()
    case_id = fields.UUID()
    decision_no = fields.String()
    state = fields.String()
    state_name = fields.String()
    created_at = fields.DateTime()
    due_on = fields.Date()
    late = fields.Boolean()
    attempts = fields.Integer()
    receipt = fields.String()


class TraceShown(Schema):
    outlet = fields.String()
    name = fields.String()
    on = fields.Boolean()
    standing = fields.String()
    shown_at = fields.DateTime()
    taken_down_at = fields.DateTime()
    receipt = fields.String()
    waiting_since = fields.DateTime()
    attempts = fields.Integer()
    troubled = fields.Boolean()


class OverrideShown(Schema):
    id = fields.UUID()
    kind = fields.String()
    kind_name = fields.String()
    words = fields.String()
    reason = fields.String()
    requested_by = fields.UUID()
    requested_at = fields.DateTime()
    state = fields.String()
    answered_by = fields.UUID()
    answered_at = fields.DateTime()
    note = fields.String()


class OutletsShown(Schema):
    outlets = fields.List(fields.Nested(OutletShown))
    open = fields.List(fields.Nested(DeliveryShown))
