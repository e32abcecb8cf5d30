from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from enforcement.documents.amounts import InvalidAmount, parse_yuan
from enforcement.execution.cash import CASH_GROUND_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class MoneyForm(Form):
    """Money is typed in yuan and leaves the form in fen."""

    amount = ask.line("金额（元）", longest=40, hint="写一个确定的数，例如 12,345.67 或者 1.5万元。")

    @post_load
    def _in_fen(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        try:
            data["amount_fen"] = parse_yuan(data.pop("amount"))
        except InvalidAmount as wrong:
            raise ValidationError([str(wrong)], "amount") from wrong
        return data


class RecordPaymentForm(MoneyForm):
    paid_on = ask.day("缴款日期", hint="银行或者电子支付系统收款的日期。")
    receipt_no = ask.line("票据号", longest=60, hint="财政部门统一制发的罚没票据号码（《行政处罚法》第七十条）。")
    cash_ground = ask.choice(
        "当场收缴的情形",
        CASH_GROUND_NAMES,
        required=False,
        hint="由银行或者电子支付系统收款的，留空；执法人员当场收缴的，选择法定情形。",
    )
    cash_note = ask.line("当场收缴的说明", required=False, hint="事后难以执行的情形，或者当事人的书面请求。")


class RecordFundRecoveryForm(MoneyForm):
    recovered_on = ask.day("退回日期")
    receipt_no = ask.line("财政专户收款凭证号", longest=60)


class RecordExecutedForm(Form):
    note = ask.paragraph("履行情况", hint="写明如何履行、有何凭证；仅适用于没有罚没款的决定。")


class CloseCaseForm(Form):
    opinion = ask.paragraph("结案意见")


class PaymentSchema(Schema):
    id = fields.UUID()
    amount_fen = fields.Integer()
    paid_on = fields.Date()
    receipt_no = fields.String()
    cash = fields.String(metadata={"description": "当场收缴的情形；由银行收款的为空"})


class RecoverySchema(Schema):
    id = fields.UUID()
    amount_fen = fields.Integer()
    recovered_on = fields.Date()
    receipt_no = fields.String()


class SurchargeLineSchema(Schema):
    part_fen = fields.Integer()
    until = fields.Date()
    days = fields.Integer()
    owed_fen = fields.Integer()
    paid = fields.Boolean()


class MissingSchema(Schema):
    sentence = fields.String()
    basis = fields.String()


class ExecutionSchema(Schema):
    """All money in fen. Recovered funds are never part of fines."""

    fine_fen = fields.Integer()
    confiscated_fen = fields.Integer()
    paid_fen = fields.Integer()
    left_fen = fields.Integer()
    recovery_fen = fields.Integer()
    recovered_fen = fields.Integer()
    recovery_left_fen = fields.Integer()
    pay_due = fields.Date(allow_none=True)
    surcharge_fen = fields.Integer()
    surcharge = fields.List(fields.Nested(SurchargeLineSchema))
    payments = fields.List(fields.Nested(PaymentSchema))
    recoveries = fields.List(fields.Nested(RecoverySchema))
    lacks_for_closing = fields.List(fields.Nested(MissingSchema))
