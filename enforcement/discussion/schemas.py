from marshmallow import Schema, fields

from enforcement.decisions.schemas import digest_read
from enforcement.discussion.rules import STANCE_NAMES, Stance
from enforcement.web.fields import Form, choice, line, moment, paragraph, pick, pick_many


class CallForm(Form):
    reason = paragraph("提请集体讨论的理由", hint="属于规定范围，或者情节复杂、违法行为重大的具体情况")
    members = pick_many("参加讨论的负责人", hint="办理过或者审核过本案的人员不能作为成员")
    chief = pick("主持人", hint="主持人最后表态")


class SpeakForm(Form):
    stance = choice("意见", STANCE_NAMES)
    words = paragraph("意见和理由", hint="逐字记入笔录；一经发表不得改动")
    read_digest = digest_read()


class RevealForm(Form):
    """Nothing to fill in: the act itself is the content."""


class ConcludeForm(Form):
    begun_at = moment("讨论开始时间")
    place = line("讨论地点")
    recorder = line("记录人", longest=40)
    stance = choice("主持人意见", STANCE_NAMES)
    words = paragraph("主持人意见和理由", hint="结论由同意人数决定：超过全体成员半数同意的，为同意")


class SpokenShown(Schema):
    account_id = fields.UUID()
    stance = fields.Enum(Stance, by_value=True)
    words = fields.String()
    at = fields.AwareDateTime()


class ConclusionShown(Schema):
    agreed = fields.Boolean()
    place = fields.String()
    recorder = fields.String()
    begun_at = fields.AwareDateTime()
    document_id = fields.UUID()
    concluded_at = fields.AwareDateTime()


class DiscussionShown(Schema):
    """One round. Opinions appear once they are shown to all; before that a member sees only their own."""

    id = fields.UUID()
    round = fields.Integer()
    draft_digest = fields.String()
    reason = fields.String()
    members = fields.List(fields.UUID())
    chief_id = fields.UUID()
    called_by = fields.UUID()
    called_at = fields.AwareDateTime()
    spoken = fields.List(fields.UUID())
    revealed_at = fields.AwareDateTime(allow_none=True)
    opinions = fields.List(fields.Nested(SpokenShown))
    conclusion = fields.Nested(ConclusionShown, allow_none=True)
