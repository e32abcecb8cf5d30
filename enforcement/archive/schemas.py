from marshmallow import Schema, fields

from enforcement.archive.rules import RETENTION_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class ArchiveForm(Form):
    retention = ask.choice("保管期限", RETENTION_NAMES)
    endnote = ask.paragraph("备考", required=False, hint="如：原件存放处、缺损情况。")


class EntrySchema(Schema):
    kind = fields.String()
    name = fields.String()
    number = fields.String()
    dated = fields.Date()
    sha256 = fields.String()
    size = fields.Integer(allow_none=True)


class CatalogueSchema(Schema):
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
