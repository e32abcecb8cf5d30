from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.decisions.no_penalty import GROUND_NAMES
from enforcement.decisions.rules import MILD, PENALTY_NAMES, DraftText, PenaltyItem, PenaltyKind
from enforcement.decisions.spot import Scene
from enforcement.documents.schemas import amount
from enforcement.web.fields import MESSAGES, Form, choice, day, flag, line, paragraph, pick_many, rows


def digest_read() -> fields.Field[Any]:
    """Of the text on the page the person answers; field clients may leave it out."""
    return fields.String(
        load_default="",
        metadata={"label": "所阅文稿校验值", "widget": "hidden", "description": "打开页面时所见文稿的校验值"},
    )


class ReportForm(Form):
    course = paragraph("二、案件来源、调查经过和采取的措施")
    facts = paragraph("三、查明的事实")
    items = pick_many("三、所依据的证据", hint="只能选择已封存并完成标注的证据")
    nature = paragraph("四、案件性质", hint="违反何条规定，属于何种违法行为")
    proposal = paragraph("五、拟处理意见及依据")
    discretion = paragraph("六、裁量理由和其他需要说明的事项")


class PenaltyForm(Form):
    kind = choice("处罚种类", PENALTY_NAMES)
    amount = amount("数额（元）", hint="")
    text = line("具体内容", required=False)


def base_version() -> fields.Field[Any]:
    return fields.Integer(
        load_default=0,
        error_messages=dict(MESSAGES),
        metadata={"label": "所修改的版本", "widget": "hidden", "description": "所修改的版本"},
    )


class DraftForm(Form):
    base_version = base_version()
    facts = paragraph("违法事实")
    evidence_text = paragraph("证据")
    violated = line("违反的规定")
    applied = line("处罚依据")
    base = amount("计罚基数（元）", hint="按倍数处罚的案由填写造成的损失或者骗取的数额")
    penalties = rows(
        "拟处罚",
        PenaltyForm,
        least=1,
        blank=3,
        hint="数额写一个确定的数，如 12,345.67；责令改正、责令退回不是处罚，请填在下方",
    )
    discretion = paragraph("裁量理由")
    mitigation = paragraph(
        "减轻或者不予罚款的事由", required=False, hint="罚款低于法定幅度时必填（《行政处罚法》第三十二条、第三十三条）"
    )
    leaving = paragraph(
        "偏离裁量基准的理由",
        required=False,
        hint="罚款不在所测算的裁量阶次之内时必填，由法制审核一并审查（《行政处罚法》第三十四条）",
    )
    recovery = amount("责令退回基金（元）", hint="退至医疗保障基金财政专户，不计入罚款")
    correction = line("责令改正的内容", required=False, hint="《行政处罚法》第二十八条")

    @post_load
    def _as_text(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        """The typed fields become the one text that is hashed."""
        penalties = tuple(
            PenaltyItem(kind=row["kind"], amount_fen=row["amount"], text=row["text"]) for row in given["penalties"]
        )
        plain = ("facts", "evidence_text", "violated", "applied", "discretion", "mitigation", "leaving", "correction")
        text = DraftText(
            penalties=penalties,
            base_fen=given["base"],
            recovery_fen=given["recovery"],
            **{name: given[name] for name in plain},
        )
        return {"text": text, "base_version": given["base_version"]}


class NoPenaltyForm(Form):
    base_version = base_version()
    ground = choice("不予处罚的事由", GROUND_NAMES)
    facts = paragraph("查明的事实", hint="违法事实不能成立的，写明查明的情况和不能成立之处")
    evidence_text = paragraph("证据")
    violated = line("违反的规定", required=False, hint="除违法事实不能成立外必填")
    discretion = paragraph("不予处罚的理由", hint="写明事实如何符合该事由；适用的条款按事由自动写入")
    education = paragraph(
        "对当事人的教育",
        required=False,
        hint="除违法事实不能成立外必填（《行政处罚法》第三十三条第三款）；责令监护人管教、看管的也写在这里",
    )
    recovery = amount("责令退回基金（元）", hint="不是处罚；责令退回的，须事先告知并听取陈述申辩")
    correction = line("责令改正的内容", required=False, hint="《行政处罚法》第二十八条")

    @post_load
    def _as_text(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        plain = ("facts", "evidence_text", "violated", "discretion", "education", "correction")
        text = DraftText(
            ground=str(given["ground"]),
            applied="",
            mitigation="",
            penalties=(),
            base_fen=0,
            recovery_fen=given["recovery"],
            **{name: given[name] for name in plain},
        )
        return {"text": text, "base_version": given["base_version"]}


class DecideForm(Form):
    opinion = paragraph("决定意见")
    late_reason = paragraph("超期原因", required=False, hint="仅在办案期限已届满时填写；超期将记入案卷并报告监督机构")
    read_digest = digest_read()


class SpotForm(Form):
    """当场告知、当场决定 in one act."""

    place = line("处罚地点", longest=200, hint="作出决定的现场。")
    certificates_shown = flag("已向当事人出示执法证件", hint="必须勾选（《行政处罚法》第五十二条）。")
    rights_told = flag(
        "已当场告知拟处罚的内容、事实、理由、依据和陈述申辩的权利", hint="必须勾选（《行政处罚法》第四十四条）。"
    )
    defence = paragraph("当事人的陈述、申辩", required=False, hint="当事人未提出的，不填。")
    defence_answer = paragraph(
        "对陈述申辩的复核意见",
        required=False,
        hint="当事人提出陈述申辩的必填：是否采纳及理由。不得因申辩给予更重的处罚（第四十五条）。",
    )
    read_digest = digest_read()

    @post_load
    def _scene(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        scene = Scene(**{name: given[name] for name in Scene.__dataclass_fields__})
        return {"scene": scene, "read_digest": given["read_digest"]}


class ScopeForm(Form):
    """One edition of the 集体讨论范围."""

    in_force_from = day("施行日期")
    person = amount("罚款数额：公民达到（元）", hint="留空即不按数额")
    organisation = amount("罚款数额：单位、个体工商户达到（元）", hint="留空即不按数额")
    kinds = fields.List(
        fields.Enum(PenaltyKind, by_value=True, error_messages=dict(MESSAGES)),
        load_default=list,
        metadata={
            "label": "不论数额，拟作出下列处罚的",
            "description": "不论数额均须集体讨论的处罚种类",
            "widget": "checks",
            "choices": [(str(kind), name) for kind, name in PENALTY_NAMES.items() if kind not in MILD],
        },
    )
    basis = line("依据", hint="本机关的规定及文号；《行政处罚法》第五十七条第二款未定数额，由各地规定")

    @post_load
    def _none_where_empty(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        sums = {"person_fen": given.pop("person") or None, "organisation_fen": given.pop("organisation") or None}
        return given | sums


class PenaltyShown(Schema):
    kind = fields.Enum(type(next(iter(PENALTY_NAMES))), by_value=True)
    kind_name = fields.String()
    amount_fen = fields.Integer()
    text = fields.String()


class ReportShown(Schema):
    id = fields.UUID()
    version = fields.Integer()
    party = fields.String()
    course = fields.String()
    facts = fields.String()
    nature = fields.String()
    proposal = fields.String()
    discretion = fields.String()
    items = fields.List(fields.UUID())
    document_id = fields.UUID()
    submitted_by = fields.UUID()
    submitted_at = fields.AwareDateTime()


class DraftShown(Schema):
    id = fields.UUID()
    version = fields.Integer()
    facts = fields.String()
    evidence_text = fields.String()
    violated = fields.String()
    applied = fields.String()
    discretion = fields.String()
    mitigation = fields.String()
    leaving = fields.String()
    assessment = fields.String(metadata={"description": "所对照的裁量测算"})
    penalties = fields.List(fields.Nested(PenaltyShown))
    base_fen = fields.Integer()
    recovery_fen = fields.Integer()
    correction = fields.String()
    outcome_name = fields.String(metadata={"description": "行政处罚或者不予行政处罚"})
    ground = fields.String(metadata={"description": "不予处罚的事由；处罚的为空"})
    education = fields.String(metadata={"description": "对当事人的教育"})
    fine_fen = fields.Integer()
    digest = fields.String()
    substance_digest = fields.String()
    drafted_by = fields.UUID()
    drafted_at = fields.AwareDateTime()


class DecisionShown(Schema):
    id = fields.UUID()
    number = fields.String()
    outcome_name = fields.String()
    ground = fields.String(metadata={"description": "不予处罚的事由；处罚的为空"})
    document_id = fields.UUID()
    penalties = fields.List(fields.Nested(PenaltyShown))
    penalty_text = fields.String()
    fine_fen = fields.Integer()
    confiscated_fen = fields.Integer()
    recovery_fen = fields.Integer()
    digest = fields.String()
    review_id = fields.UUID(allow_none=True)
    opinion = fields.String()
    late = fields.Boolean()
    late_reason = fields.String()
    decided_on = fields.Date()
    decided_by = fields.UUID()


class ScopeShown(Schema):
    in_force_from = fields.Date()
    person_fen = fields.Integer(allow_none=True)
    organisation_fen = fields.Integer(allow_none=True)
    kinds = fields.List(fields.Enum(PenaltyKind, by_value=True))
    basis = fields.String()


class SimilarCaseShown(Schema):
    number = fields.String()
    decided_on = fields.Date()
    category_name = fields.String()
    base_fen = fields.Integer()
    fine_fen = fields.Integer()
    times = fields.String(metadata={"description": "罚款相当于计罚基数的倍数"})
    tier = fields.String()
    leaving = fields.String()
    reasons = fields.List(fields.String())


class SpreadShown(Schema):
    count = fields.Integer()
    least_fen = fields.Integer()
    middle_fen = fields.Integer()
    most_fen = fields.Integer()
    least_times = fields.String()
    middle_times = fields.String()
    most_times = fields.String()


class SimilarShown(Schema):
    """Decided cases of the same cause. A help for the people who draft, never a rule."""

    cases = fields.List(fields.Nested(SimilarCaseShown))
    spread = fields.Nested(SpreadShown, allow_none=True)


class DifferenceShown(Schema):
    label = fields.String()
    notice = fields.String()
    decision = fields.String()
    same = fields.Boolean()


class DecisionsShown(Schema):
    """Everything this room holds of one case."""

    reports = fields.List(fields.Nested(ReportShown))
    drafts = fields.List(fields.Nested(DraftShown))
    decision = fields.Nested(DecisionShown, allow_none=True)
