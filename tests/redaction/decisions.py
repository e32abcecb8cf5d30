"""Decisions as bureaus write them, each with the places and kinds of everything a public copy may not say.

A template holds slots such as {name:甲}; the same letter is the same person within one decision. What stands outside
slots is public and must be left alone.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from enforcement.publication.redaction import Kind
from tests.redaction import values

SLOT = re.compile(r"\{(\w+)(?::(\w))?\}")
BODY, BODY_PHONE, BODY_ADDRESS = "芜湖市医疗保障局", "0553-3836699", "芜湖市镜湖区政务大道66号"
ALLOWED = (BODY, BODY_PHONE, BODY_ADDRESS)

MAKERS: dict[str, tuple[Kind, tuple[Callable[[random.Random], str], ...]]] = {
    "name": (Kind.NAME, (values.person,)),
    "id": (
        Kind.RESIDENT_ID,
        (values.resident_id, values.resident_id_with_x, values.old_resident_id, values.grouped_id),
    ),
    "phone": (Kind.PHONE, (values.mobile, values.mobile, values.landline, values.service_line)),
    "card": (Kind.BANK_ACCOUNT, (values.bank_card,)),
    "email": (Kind.EMAIL, (values.email,)),
    "home": (Kind.ADDRESS, (values.home,)),
    "plate": (Kind.PLATE, (values.plate, values.green_plate)),
    "record": (Kind.MEDICAL_NUMBER, (values.record_number,)),
    "passport": (Kind.OTHER_ID, (values.passport,)),
    "permit": (Kind.OTHER_ID, (values.permit,)),
    "age": (Kind.BIRTH, (values.child_age,)),
    "born": (Kind.BIRTH, (values.birth_date,)),
    "illness": (Kind.HEALTH, (values.illness,)),
}


@dataclass(frozen=True)
class Mark:
    kind: Kind
    start: int
    end: int
    maker: str


@dataclass
class Made:
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def fill(self, template: str, chance: random.Random) -> None:
        at = 0
        for slot in SLOT.finditer(template):
            self.text += template[at : slot.start()]
            self._hide(slot[1], slot[2], chance)
            at = slot.end()
        self.text += template[at:]

    def _hide(self, what: str, who: str | None, chance: random.Random) -> None:
        kind, makers = MAKERS[what]
        maker = chance.choice(makers)
        value = maker(chance)
        if kind is Kind.NAME:
            value = self.people.setdefault(who or f"#{len(self.people)}", value)
        self.marks.append(Mark(kind, len(self.text), len(self.text) + len(value), maker.__name__))
        self.text += value


MEDICAL = (
    "经查，2026年{month}月{day}日至2026年{month}月28日，当事人将目录外药品串换为目录内药品，为参保人{name:甲}（身份证号{id}，"
    "联系电话{phone}）等人结算医保费用，造成医疗保障基金损失{money}元。",
    "经调阅病历，患者{name:甲}，住院号：{record}，入院诊断：{illness}。{name:甲}家住{home}，其本人陈述未做过上述检查。",
    "本局执法人员询问了该院收费员{name:乙}、药师{name:丙}和护士{name:丁}。{name:乙}称，相关费用由系统自动带入。",
    "投诉人{name:丙}（电话：{phone}，邮箱：{email}）反映其医保卡被他人使用，医保卡号：{record}。",
    "患者{name:丁}系未成年人，{age}，由其母亲{name:戊}陪同就诊，门诊号{record}，诊断为{illness}。",
    "当事人将其医疗保障凭证出借给{name:甲}（男，{born}，公民身份号码{id}，住{home}）使用，报销款转入{name:甲}银行卡{card}。",
    "涉案款项由{name:乙}的个人账户（户名：{name:乙}，账号：{card}）收取，上述事实有转账记录为证。",
    "另查明，参保人{name:戊}所持护照号码：{passport}，其陪护人{name:甲}持港澳居民来往内地通行证{permit}，二人均未到院就诊。",
)
FOOD = (
    "2026年{month}月{day}日，本局接到消费者{name:甲}举报（手机{phone}），称在当事人处购买的糕点超过保质期。",
    "现场检查时，当事人的经营者{name:乙}在场，身份证：{id}。{name:乙}现住{home}，不能提供进货凭证。",
    "厨师{name:丙}、服务员{name:丁}的健康证明已经过期，其中{name:丙}患有{illness}，仍从事接触直接入口食品的工作。",
    "当事人通过微信向顾客{name:戊}出售上述食品，收款二维码绑定的卡号为{card}，收货地址：{home}。",
    "当事人雇用的{name:丁}系未成年人（{born}），其监护人{name:戊}，联系方式：{phone}。",
    "样品由驾驶员{name:甲}驾驶{plate}货车运输，随货同行单寄往{home}。",
    "当事人陈述申辩称，其已向{email}发送整改报告，并向购买者{name:甲}退还货款{money}元。",
)
TRAFFIC = (
    "{name:甲}驾驶{plate}小型客车，于2026年{month}月{day}日在道路运输检查中被查获，当时车上有乘客{name:乙}、{name:丙}两人。",
    "驾驶人{name:甲}，男，{born}，驾驶证号：{id}，住址：{home}，电话{phone}。",
    "车主{name:丁}（身份证号码{id}）将号牌号码为{plate}的新能源汽车交由{name:甲}从事网约车经营。",
    "乘客{name:乙}证实，其通过平台向{name:甲}支付车费35元，收款账户{card}。",
    "{name:丁}委托其妻子{name:戊}到本局接受询问，{name:戊}提供的联系电话为{phone}，邮箱{email}。",
    "执法人员当场制作现场笔录，由{name:甲}签字确认，见证人{name:丙}（{phone}）在场。",
)
PUBLIC = (
    "上述行为违反《医疗保障基金使用监督管理条例》第三十八条第一项的规定。",
    "以上事实，有现场笔录、询问笔录、费用清单、结算数据等证据证明。",
    "依据《中华人民共和国行政处罚法》第三十二条、第五十七条，责令退回造成的基金损失{money}元，并处罚款{money}元。",
    "罚款应当自收到本决定书之日起十五日内缴至指定银行，逾期不缴纳的，每日按罚款数额的3%加处罚款。",
    "如不服本决定，可以自收到之日起六十日内申请行政复议，也可以在六个月内依法提起行政诉讼。",
    "本局于2026年{month}月{day}日告知当事人拟作出处罚的内容、事实、理由和依据，当事人在法定期限内未提出陈述、申辩，也未要求听证。",
    "参照（2025）皖0202行初{month}号行政判决，并结合国办发〔2018〕118号文件的要求，予以公示。",
    "本次检查共抽取病历1200份、处方356张，涉及12个科室，检查项目编号为270300005。",
    "经集体讨论，对当事人处以罚款；年龄、职务等不影响本案的认定。",
)
ENDING = (f"联系电话：{BODY_PHONE}，地址：{BODY_ADDRESS}。\n{BODY}\n二〇二六年十一月二十日",)
SUBJECTS = {"医保": MEDICAL, "食品": FOOD, "交通": TRAFFIC}


def decision(seed: int) -> Made:
    chance = random.Random(seed)
    subject = SUBJECTS[list(SUBJECTS)[seed % len(SUBJECTS)]]
    made = Made()
    made.fill(f"行政处罚决定书\n芜医保罚〔2026〕{chance.randint(1, 300)}号\n当事人：芜湖某某有限公司\n", chance)
    told = chance.sample(subject, 4)
    for part in (*told[:2], *chance.sample(PUBLIC, 2), *told[2:], *chance.sample(PUBLIC, 2), *ENDING):
        made.fill(dated(part, chance) + "\n", chance)
    return made


def dated(part: str, chance: random.Random) -> str:
    """Months, days and sums are public."""
    part = part.replace("{month}", str(chance.randint(1, 11))).replace("{day}", str(chance.randint(1, 28)))
    return part.replace("{money}", f"{chance.randint(100, 999_999):,}.{chance.randint(0, 99):02}")
