from marshmallow import Schema, fields

from enforcement.archive.rules import BUNDLE_PURPOSE_NAMES, RETENTION_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class ArchiveForm(Form):
    retention = ask.choice("保管期限", RETENTION_NAMES)
    endnote = ask.paragraph("备考", required=False, hint="如：原件存放处、缺损情况。")


class BundleForm(Form):
    purpose = ask.choice("用途", BUNDLE_PURPOSE_NAMES)
    recipient = ask.line(
        "接收单位、接收人", longest=200, hint="如：芜湖市镜湖区人民法院行政审判庭。写入卷宗包、留痕和移交单。"
    )
    reason = ask.paragraph("依据或者说明", required=False, hint="如：应诉通知书、调卷函的文号。")


class BundleSchema(Schema):
    id = fields.UUID()
    seq = fields.Integer()
    state = fields.String()
    state_name = fields.String()
    purpose = fields.String()
    recipient = fields.String()
    reason = fields.String()
    requested_by = fields.UUID()
    requested_at = fields.DateTime()
    progress = fields.Integer()
    failure = fields.String()
    parts = fields.Integer()
    size = fields.Integer()
    head_size = fields.Integer()
    manifest_sha256 = fields.String()
    made_at = fields.DateTime(allow_none=True)


class EntrySchema(Schema):
    kind = fields.String()
    name = fields.String()
    number = fields.String()
    dated = fields.Date()
    sha256 = fields.String()
    size = fields.Integer(allow_none=True)


class ArchivingSchema(Schema):
    state = fields.String()
    state_name = fields.String()
    progress = fields.Integer()
    failure = fields.String()
    requested_at = fields.DateTime()


class CatalogueSchema(Schema):
    archiving = fields.Nested(ArchivingSchema, allow_none=True)
    number = fields.String(allow_none=True)
    archived_at = fields.DateTime(allow_none=True)
    digest = fields.String()
    unchanged_since_archiving = fields.Boolean(allow_none=True)
    entries = fields.List(fields.Nested(EntrySchema))


class JournalLineSchema(Schema):
    seq = fields.Integer()
    at = fields.DateTime()
    actor_name = fields.String()
    verb = fields.String()
    facts = fields.Dict(keys=fields.String())
    hash = fields.String()
