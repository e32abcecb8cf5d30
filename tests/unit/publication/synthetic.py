"""Made-up decisions with marked personal data. Nobody in them exists; births lie in 1900-1919."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from enforcement.cases.party_codes import USCC_ALPHABET, USCC_WEIGHTS, id_check_digit
from enforcement.publication.redaction import Kind

OFFICE_PHONE = "0553-3836699"
OFFICE_ADDRESS = "芜湖市镜湖区政务大道66号"
FINE_ACCOUNT = "1307023009000123458"
ALLOWED = (OFFICE_PHONE, OFFICE_ADDRESS, FINE_ACCOUNT)
HAN_DIGITS = "〇一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass
class Decision:
    text: str = ""
    marked: list[tuple[Kind, int, int, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def say(self, words: str) -> None:
        self.text += words

    def hide(self, kind: Kind, words: str, variant: str) -> None:
        self.marked.append((kind, len(self.text), len(self.text) + len(words), variant))
        self.text += words


def resident_id(chance: random.Random) -> str:
    body = f"{chance.choice(['110101', '340202', '340207', '130108', '510104'])}19{chance.randrange(20):02}"
    body += f"{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randrange(1000):03}"
    return body + id_check_digit(body)


def old_id(chance: random.Random) -> str:
    number = resident_id(chance)
    return number[:6] + number[8:17]


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{chance.randrange(10**9):09}"


def landline(chance: random.Random) -> str:
    return chance.choice([f"0553-{chance.randint(2000000, 8999999)}", f"010-{chance.randint(20000000, 89999999)}"])


def card(chance: random.Random) -> str:
    body = f"62{chance.randrange(10**16):016}"[: chance.choice([15, 18])]
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def email(chance: random.Random) -> str:
    who = chance.choice(["zhang.san", "lihua_88", "wang-xm", "a1b2c3", "13800138000", "chen.yu+1"])
    return f"{who}@{chance.choice(['163.com', 'qq.com', 'ahxx.gov.cn', 'mail.example.org'])}"


def address(chance: random.Random) -> str:
    return chance.choice(
        [
            f"安徽省芜湖市镜湖区北京西路{chance.randint(1, 400)}号",
            f"镜湖区赭山街道华强城{chance.randint(1, 40)}栋{chance.randint(1, 4)}单元{chance.randint(101, 3204)}室",
            f"弋江区马塘街道幸福小区{chance.randint(1, 40)}幢{chance.randint(101, 999)}",
            f"无为市陡沟镇李家村{chance.choice('一二三四五')}组{chance.randint(1, 99)}号",
            f"上海市静安区南京西路{chance.randint(100, 2000)}弄{chance.randint(1, 60)}号{chance.randint(101, 909)}室",
            f"鸠江区万春花园{chance.randint(1, 60)}-{chance.randint(1, 4)}-{chance.randint(101, 909)}",
            f"繁昌区荻港镇庆大村民组{chance.randint(1, 99)}号",
            f"北京市海淀区学院南路甲{chance.randint(1, 99)}号院{chance.randint(1, 20)}号楼{chance.randint(101, 1909)}",
            f"南陵县籍山镇{chance.choice(['陵阳', '惠民', '城东'])}社区",
        ]
    )


def plate(chance: random.Random) -> str:
    tail = "".join(chance.choice("ABCDEFGHJK0123456789") for _ in range(2)) + f"{chance.randrange(1000):03}"
    return chance.choice([f"皖B{tail}", f"皖B·{tail}", f"苏A D{chance.randrange(100000):05}"])


def name(chance: random.Random) -> str:
    given = "".join(chance.choice("小明国强秀英桂兰建军丽华志伟淑珍") for _ in range(chance.choice([1, 2])))
    return chance.choice(["王", "李", "欧阳", "诸葛", "陈", "䶮", "买买提·", "赵"]) + given


def credit_code(chance: random.Random) -> str:
    body = "91340200" + "".join(chance.choice(USCC_ALPHABET) for _ in range(9))
    total = sum(USCC_ALPHABET.index(sign) * weight for sign, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_ALPHABET[-total % 31]


def _digits(text: str, signs: str) -> str:
    return "".join(signs[int(sign)] if sign.isascii() and sign.isdigit() else sign for sign in text)


def _split(mark: str) -> Callable[[str, random.Random], str]:
    def apply(text: str, chance: random.Random) -> str:
        cuts = sorted(chance.sample(range(1, len(text)), min(3, len(text) - 1)))
        return "".join(mark + sign if at in cuts else sign for at, sign in enumerate(text))

    return apply


def _wide(text: str, _: random.Random) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


ANYWHERE: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda text, _: text,
    "full width": _wide,
    "zero width": _split("\u200b"),
    "soft hyphen": _split("\u00ad"),
    "word joiner": _split("\u2060"),
    "tags": _split("</b><b>"),
    "span tags": _split('<span class="x">'),
    "entities": lambda text, _: "".join(f"&#{ord(sign)};" for sign in text),
    "blanks": _split(" "),
    "no-break blanks": _split("\u00a0"),
}
IN_NUMBERS: dict[str, Callable[[str, random.Random], str]] = {
    "every sign apart": lambda text, _: " ".join(text),
    "hyphens": _split("-"),
    "dots": _split("."),
    "middle dots": _split("·"),
    "dashes": _split(" — "),
    "table cells": _split("</td><td>"),
    "line break": _split("\n"),
    "han digits": lambda text, _: _digits(text, HAN_DIGITS),
    "formal digits": lambda text, _: _digits(text, FORMAL_DIGITS),
    "arabic-indic digits": lambda text, _: _digits(text, "٠١٢٣٤٥٦٧٨٩"),
    "mathematical digits": lambda text, _: _digits(text, "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"),
    "half han digits": lambda text, chance: "".join(
        _digits(s, chance.choice([HAN_DIGITS, "0123456789"])) for s in text
    ),
    "circled list number before": lambda text, _: f"①{text}",
}
MAKERS = {
    Kind.RESIDENT_ID: (resident_id, old_id),
    Kind.PHONE: (mobile, landline),
    Kind.BANK_ACCOUNT: (card,),
    Kind.EMAIL: (email,),
    Kind.ADDRESS: (address,),
    Kind.PLATE: (plate,),
    Kind.NAME: (name,),
}
NUMBERS = frozenset({Kind.RESIDENT_ID, Kind.PHONE, Kind.BANK_ACCOUNT})
LEADS = {
    Kind.RESIDENT_ID: ("公民身份号码：", "身份证号", "（", "统一"),
    Kind.PHONE: ("联系电话", "手机：", "，", "可拨打"),
    Kind.BANK_ACCOUNT: ("收款卡号：", "转入", "打入其卡"),
    Kind.EMAIL: ("邮箱：", "发送至", "电子邮件 "),
    Kind.ADDRESS: ("家住", "住址：", "位于", "户籍所在地为", "送达至"),
    Kind.PLATE: ("驾驶", "车牌号"),
    Kind.NAME: ("患者", "证人", "投诉人"),
}
FOLLOW = ("。", "，", "；经查，", "）。", " ")


def decision(seed: int) -> Decision:
    chance = random.Random(seed)
    made = Decision()
    made.say(f"芜湖市医疗保障局行政处罚决定书\n芜医保罚〔2026〕{chance.randint(1, 300)}号\n")
    made.say(f"当事人：芜湖某某医院有限公司，统一社会信用代码{credit_code(chance)}。\n")
    for kind in chance.sample(list(MAKERS), 4):
        _add(made, kind, chance)
    made.say("上述行为违反《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第一项。")
    fine = chance.randint(1000, 9_999_999)
    made.say(f"造成基金损失{fine:,}.{chance.randint(0, 99):02}元，拟处罚款{fine * 2}元，即{fine / 10000:.2f}万元。")
    made.say(f"本局于2026年{chance.randint(1, 11)}月{chance.randint(1, 28)}日立案，")
    made.say(f"2026-09-{chance.randint(10, 28)} 14:30送达。")
    _add(made, chance.choice(list(MAKERS)), chance)
    made.say(f"罚款缴至账号：{FINE_ACCOUNT}，逾期每日按3%加处罚款。如不服，可于60日内申请复议，或者六个月内起诉。")
    made.say(f"参照（2025）皖0202行初{chance.randint(1, 500)}号判决、国办发〔2018〕118号文。二〇二六年十一月二十日\n")
    made.say(f"地址：{OFFICE_ADDRESS}，电话：{OFFICE_PHONE}。抽查住院病历{chance.randint(20, 2000)}份，共12室会诊3次。")
    return made


def _add(made: Decision, kind: Kind, chance: random.Random) -> None:
    variants = ANYWHERE | (IN_NUMBERS if kind in NUMBERS else {})
    if kind is Kind.EMAIL:
        variants = variants | {
            "at": lambda text, _: text.replace("@", "(at)"),
            "at han": lambda text, _: text.replace("@", " 艾特 "),
        }
    label, change = chance.choice(list(variants.items()))
    plain = chance.choice(MAKERS[kind])(chance)
    if kind is Kind.NAME:
        made.names.add(plain)
    made.say(chance.choice(LEADS[kind]))
    made.hide(kind, change(plain, chance), label)
    made.say(chance.choice(FOLLOW))
