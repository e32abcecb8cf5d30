from marshmallow import Schema, fields

from enforcement.serving.rules import METHOD_NAMES, OUTCOME_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class RecordServiceForm(Form):
    document_id = ask.pick("送达的文书")
    method = ask.choice("送达方式", METHOD_NAMES, hint="电话告知不是法定的送达方式。")
    served_on = ask.day("送达日期", hint="签收、留置或者到达对方系统的日期；公告送达填公告发布的日期。")
    receiver = ask.line("签收人", required=False, longest=100, hint="留置送达填拒收人；公告送达不填。")
    relation = ask.line("签收人与当事人的关系", required=False, longest=100, hint="由他人代收时填写。")
    place = ask.line("送达地点", required=False, hint="不填的，按当事人住所记载。")
    witness = ask.line("见证人及其身份", required=False, longest=200, hint="没有选择下方音像记录的，留置送达必填。")
    recording_id = ask.pick(
        "送达过程的音像记录",
        required=False,
        hint="卷内已标注为该送达环节的照片或者录像。留置送达应当音像记录；客观上不能记录的，先在“音像记录”页申请免录。",
    )
    refusal = ask.line("拒收事由", required=False, hint="留置送达必填；当事人拒绝签收当场处罚决定书的，在此注明。")
    confirmation = ask.line("送达地址确认书", required=False, hint="电子送达必填：当事人签署的日期和确认的电子地址。")
    proof = ask.line(
        "送达凭证",
        required=False,
        hint="邮寄填邮件号码和回执，委托填受委托的机关，转交填转交的单位，公告填媒介和原因。",
    )
    told_of_publication = ask.flag("已书面告知当事人该决定将依法公开", hint="送达处罚决定书时必须勾选。")
    remarks = ask.paragraph("备注", required=False)


class FailedAttemptForm(Form):
    document_id = ask.pick("送达的文书")
    method = ask.choice("采用的方式", METHOD_NAMES)
    attempted_on = ask.day("日期")
    place = ask.line("地点", required=False, hint="不填的，按当事人住所记载。")
    outcome = ask.choice("结果", OUTCOME_NAMES)
    course = ask.paragraph("经过", hint="公告送达须以此说明原因和经过。")


class AnnounceForm(Form):
    document_id = ask.pick("公告送达的文书")
    media = ask.line("公告媒介", hint="例如《某某日报》、本机关门户网站；可以填多个。")
    reason = ask.line("公告送达的原因", hint="写入公告，例如“因采用其他方式无法送达”；经过以登记的“送达未成”为准。")
    gist = ask.paragraph("文书主要内容", hint="写明处理结果、权利和期限；不写个人隐私和商业秘密。")
    collect_place = ask.line("领取文书的地点", required=False, hint="不填的，按本机关地址。")


class ServiceSchema(Schema):
    id = fields.UUID()
    document_id = fields.UUID()
    receipt_id = fields.UUID()
    method = fields.String()
    method_name = fields.String()
    served_on = fields.Date()
    deemed_on = fields.Date()
    receiver = fields.String()
    place = fields.String()
    witness = fields.String()
    recording_id = fields.UUID(allow_none=True)
    told_of_publication = fields.Boolean()
    recorded_by = fields.UUID()


class AttemptSchema(Schema):
    id = fields.UUID()
    document_id = fields.UUID()
    method = fields.String()
    attempted_on = fields.Date()
    outcome = fields.String()
    outcome_name = fields.String()
    course = fields.String()


class PendingSchema(Schema):
    id = fields.UUID()
    title = fields.String()
    number = fields.String()
    issued_on = fields.Date()


class ServingSchema(Schema):
    to_be_served = fields.List(fields.Nested(PendingSchema))
    services = fields.List(fields.Nested(ServiceSchema))
    attempts = fields.List(fields.Nested(AttemptSchema))
