"""Forms of what begins without a clue, and of the breach found on inspection."""

from typing import Any

from marshmallow import post_load

from enforcement.cases.rules import CATEGORY_NAMES, MATTER_SOURCES, SOURCE_NAMES
from enforcement.cases.schemas import PARTY_FIELDS
from enforcement.cases.service import MatterFacts, PartyFacts
from enforcement.web import fields as ask
from enforcement.web.fields import Form

MATTER_FIELDS = ("procedure", "source", "source_detail", "matter", "received_on", "summary")


class RegisterMatterForm(Form):
    procedure = ask.pick_code("执法类型")
    source = ask.choice("来源", ask.names_of(MATTER_SOURCES, SOURCE_NAMES))
    source_detail = ask.line("来源说明", required=False, hint="如：抽查计划编号、交办文号。举报人信息不要写在这里。")
    matter = ask.line(
        "事项名称", longest=100, hint="如：医疗保障基金使用情况检查。事项须在公布的清单之内；强制措施填涉嫌的行为。"
    )
    received_on = ask.day("任务下达或者收到申请的日期", hint="有法定期限的，自此日起计算。")
    summary = ask.paragraph("内容摘要")
    category = ask.choice("行政相对人类别", CATEGORY_NAMES)
    name = ask.line("行政相对人名称或姓名", longest=200)
    uscc = ask.line("统一社会信用代码", required=False, longest=40, hint="法人、非法人组织和个体工商户必填，十八位。")
    id_no = ask.line("身份证件号码", required=False, longest=40, hint="自然人必填；不对外公示。")
    legal_rep = ask.line("法定代表人或负责人", required=False, longest=50)
    address = ask.line("住所或地址", required=False)
    phone = ask.line("联系电话", required=False, longest=40)
    second_officer = ask.pick("共同承办人", hint="执法人员不得少于两人，且执法证当日有效。")

    @post_load
    def _facts(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {
            "matter": MatterFacts(**{name: data[name] for name in MATTER_FIELDS}),
            "party": PartyFacts(**{name: data[name] for name in PARTY_FIELDS}),
            "second_officer": data["second_officer"],
        }


class ReferViolationForm(Form):
    cause = ask.pick_code("涉嫌的案由", hint="只列出事项清单中现行有效的案由。")
    act_date = ask.day("违法行为日期", hint="连续或继续状态的，填终了之日（《行政处罚法》第三十六条）。")
    harmful = ask.flag("涉及公民生命健康安全、金融安全且有危害后果（追责期限五年）")
    summary = ask.paragraph("线索摘要")
