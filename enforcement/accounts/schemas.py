from marshmallow import Schema, fields

from enforcement.accounts.rules import ROLE_NAMES
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class SignInForm(Form):
    login = ask.line("登录名", longest=60)
    password = ask.secret("口令")


class CreateAccountForm(Form):
    login = ask.line("登录名", longest=60)
    name = ask.line("姓名", longest=60)
    unit = ask.line("机构", longest=100)
    password = ask.secret("初始口令", hint="至少八位，含大写、小写、数字、符号中的三类。")
    legal_qualification_no = ask.line("法律职业资格证号", required=False, longest=40, hint="法制审核人员填写。")


class ChangePasswordForm(Form):
    old = ask.secret("原口令")
    new = ask.secret("新口令", hint="至少八位，含大写、小写、数字、符号中的三类。")


class ResetPasswordForm(Form):
    account_id = ask.pick("人员")
    password = ask.secret("新口令", hint="至少八位，含大写、小写、数字、符号中的三类；请本人登录后自行修改。")


class CloseAccountForm(Form):
    account_id = ask.pick("人员")
    reason = ask.line("停用原因", hint="如：调离、退休。")


class GrantForm(Form):
    account_id = ask.pick("人员")
    role = ask.choice("岗位", ROLE_NAMES)


class CertificateForm(Form):
    account_id = ask.pick("人员")
    number = ask.line("执法证号", longest=40)
    valid_from = ask.day("有效期起")
    valid_to = ask.day("有效期止")


class BodyForm(Form):
    name = ask.line("机关名称", hint="与印章一致", longest=200)
    uscc = ask.line("统一社会信用代码", longest=18)
    place = ask.line("文号地区代字", hint="如：芜", longest=20)
    address = ask.line("地址", longest=200)
    phone = ask.line("联系电话", longest=40)
    reconsideration_body = ask.line("行政复议机关", longest=200)
    court = ask.line("管辖法院", longest=200)
    bank = ask.line("代收银行", longest=200)
    bank_account = ask.line("收款账号", longest=60)


class TokenSchema(Schema):
    token = fields.String(metadata={"description": "放入 Authorization: Bearer 头"})


class PersonSchema(Schema):
    id = fields.UUID()
    login = fields.String()
    name = fields.String()
    unit = fields.String()
    active = fields.Boolean()
    roles = fields.List(fields.String())
