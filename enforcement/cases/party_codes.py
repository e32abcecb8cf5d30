"""Numbers that name a party, with their check digits.

统一社会信用代码 follows GB 32100-2015, 公民身份号码 follows GB 11643-1999.
"""

import re
import unicodedata
from datetime import date

LENGTH = 18  # of both numbers

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z: they look like digits
USCC_WEIGHTS = tuple(3**place % 31 for place in range(17))
USCC_SHAPE = re.compile(rf"[{USCC_ALPHABET}]{{2}}\d{{6}}[{USCC_ALPHABET}]{{10}}", re.ASCII)

ID_WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))
ID_CHECK_DIGITS = "10X98765432"
ID_SHAPE = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
PROVINCES = frozenset(
    str(code)
    for codes in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for code in codes
) | {"71", "81", "82", "83", "91"}
EARLIEST_BIRTH = 1850


class InvalidCode(ValueError):
    pass


def check_uscc(text: str) -> str:
    """The code in its one spelling, or `InvalidCode`."""
    code = _folded(text)
    if len(code) != LENGTH:
        raise InvalidCode(f"统一社会信用代码应当为{LENGTH}位，现为{len(code)}位。")
    if not USCC_SHAPE.fullmatch(code):
        raise InvalidCode("统一社会信用代码含有不允许的字符：不使用字母I、O、S、V、Z，第3至8位应当为数字。")
    total = sum(USCC_ALPHABET.index(sign) * weight for sign, weight in zip(code, USCC_WEIGHTS, strict=False))
    if code[-1] != USCC_ALPHABET[-total % 31]:
        raise InvalidCode("统一社会信用代码的校验位不符，请核对是否录错。")
    return code


def check_resident_id(text: str) -> str:
    """An 18-digit number with its check digit, or a first-generation number of 15 digits."""
    number = _folded(text)
    if not ID_SHAPE.fullmatch(number):
        raise InvalidCode("公民身份号码应当为18位（末位可以为X）或者15位数字。")
    if number[:2] not in PROVINCES:
        raise InvalidCode("公民身份号码的前两位不是有效的省级行政区划代码。")
    _birth(number)
    if len(number) == LENGTH and number[-1] != id_check_digit(number):
        raise InvalidCode("公民身份号码的校验位不符，请核对是否录错。")
    return number


def birth_date_of(number: str) -> date:
    return _birth(check_resident_id(number))


def id_check_digit(number: str) -> str:
    """What the eighteenth sign must be, from the first seventeen digits (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, ID_WEIGHTS, strict=False))
    return ID_CHECK_DIGITS[total % 11]


def _birth(number: str) -> date:
    digits = number[6:14] if len(number) == LENGTH else f"19{number[6:12]}"
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as impossible:
        raise InvalidCode("公民身份号码中的出生日期不存在。") from impossible
    if birth.year < EARLIEST_BIRTH:
        raise InvalidCode("公民身份号码中的出生日期过早，请核对是否录错。")
    return birth


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
