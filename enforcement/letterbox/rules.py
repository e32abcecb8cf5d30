"""纠错: what a citizen may drop in, the code that follows it, and what becomes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from enforcement.publication.content import LABELS
from enforcement.publication.redaction import Kind, scan

BASIS = "《政府信息公开条例》第四十一条"
LONGEST_WORDS, SHORTEST_WORDS, LONGEST_CONTACT = 1000, 5, 100
A_DAY_AT_MOST = 300  # letters of one day from everybody together: beyond it somebody floods the box
CONTACT_KEPT_DAYS = 180  # after the answer (《个人信息保护法》第十九条: no longer than needed)

# No letter and no digit that looks like another; 16 of them are 76 bits, so nobody finds a code by trying.
LETTERS = "ABCDEFGHJKLMNPQRTUWXY346789"
CODE_LENGTH, CODE_PART = 16, 4

GENERAL_SUBJECTS = {
    "before": "事前公示的内容",
    "during": "执法证核验结果",
    "list": "公示一览或者查询结果",
    "other": "其他",
}
NOTICE_SUBJECTS = LABELS | {"other": "其他"}
SUBJECT_NAMES = GENERAL_SUBJECTS | LABELS
NUMBERS = frozenset({Kind.RESIDENT_ID, Kind.OTHER_ID, Kind.BANK_ACCOUNT, Kind.MEDICAL_NUMBER})


class Outcome(StrEnum):
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"
    ACCURATE = "ACCURATE"
    REFERRED = "REFERRED"


OUTCOME_NAMES = {
    Outcome.CORRECTED: "情况属实，已更正",
    Outcome.WITHDRAWN: "情况属实，已撤下",
    Outcome.ACCURATE: "经核实，公示内容无误",
    Outcome.REFERRED: "不属于公示纠错，已告知办理途径",
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    subject: str
    words: str
    contact: str


def faults(letter: Letter, subjects: Mapping[str, str]) -> Mapping[str, str]:
    """Field to sentence. A letter may say where a number stands, but must not repeat it: that would spread it."""
    wrong: dict[str, str] = {}
    if letter.subject not in subjects:
        wrong["subject"] = "请选择哪一项有误。"
    if not SHORTEST_WORDS <= len(letter.words) <= LONGEST_WORDS:
        wrong["words"] = f"请写明哪里有误、应当是什么（{SHORTEST_WORDS} 至 {LONGEST_WORDS} 字）。"
    elif any(hit.kind in NUMBERS for hit in scan(letter.words)):
        wrong["words"] = "请不要写出身份证件号码、账号、卡号或者参保编号，说明它在哪里即可。"
    if len(letter.contact) > LONGEST_CONTACT:
        wrong["contact"] = f"联系方式最多 {LONGEST_CONTACT} 字。"
    return MappingProxyType(wrong)


def code_of(typed: str) -> str:
    """As it was given out, whatever spaces and strokes were typed; empty when it cannot be one."""
    code = re.sub(r"[\s—–-]", "", typed).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def grouped(code: str) -> str:
    return "-".join(code[start : start + CODE_PART] for start in range(0, len(code), CODE_PART))


def digest_of(code: str) -> str:
    """Only this is kept: who reads the table cannot follow anybody's letter."""
    return sha256(code.encode()).hexdigest()
