"""Money in documents: integer fen inside, figures and capitals (大写) outside.

Capitals follow 《正确填写票据和结算凭证的基本规定》: what is written must leave no room for adding a digit.
"""

import re
import unicodedata
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ((10**8, "亿"), (10**4, "万"))
FEN_PER_YUAN = 100
LARGEST_FEN = 10**13 * FEN_PER_YUAN

SCALES = {"": 1, "元": 1, "圆": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
AMOUNT = re.compile(rf"(?:人民币)?[¥]?({NUMBER})(万元|亿元|元|圆|万|亿)?[整正]?", re.ASCII)
NEGATIVE = re.compile(rf"(?:人民币)?[¥]?[-−–—负]{NUMBER}\D*", re.ASCII)
RANGE_WORDS = re.compile(
    r"\d\D*(?:[-−–—~∼〜/]|至|到|或)\D*\d|以上|以下|以内|不超过|不低于|不少于|至少|最高|最低|左右|大约|约|倍"
)


class InvalidAmount(ValueError):
    """`basis` names the article where the law itself refuses the amount."""

    basis = ""


class AmountIsRange(InvalidAmount):
    basis = "《中华人民共和国行政处罚法》第四十四条"


def capitals(fen: int) -> str:
    """The amount in capitals, without the word 人民币."""
    _refuse_outside(fen)
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    jiao, fen_digit = divmod(rest, 10)
    whole = f"{_group(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{whole}整"
    zero = "零" if whole and (not jiao or yuan % 10 == 0) else ""  # 107,000.53 is 壹拾万柒仟元零伍角叁分
    tenths = f"{DIGITS[jiao]}角" if jiao else ""
    return f"{whole}{zero}{tenths}" + (f"{DIGITS[fen_digit]}分" if fen_digit else "整")


def _group(number: int) -> str:
    for size, name in GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return f"{_group(high)}{name}{gap}{_group(low) if low else ''}"
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    signs = [DIGITS[int(digit)] + place for digit, place in zip(reversed(str(number)), PLACES, strict=False)]
    text = "".join(reversed(signs))
    text = re.sub("零[拾佰仟]", "零", text)
    return re.sub("零+", "零", text).rstrip("零") or "零"


def figures(fen: int) -> str:
    _refuse_outside(fen)
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    return f"{yuan:,}.{rest:02}"


def parse_yuan(text: str) -> int:
    """One amount typed by a person, in fen. A range is refused: the party must be told the penalty intended."""
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    if RANGE_WORDS.search(typed):
        raise AmountIsRange(
            "金额必须是一个确定的数额，不能是幅度或者区间：告知书应当载明拟作出的行政处罚内容"
            "（《中华人民共和国行政处罚法》第四十四条）。"
        )
    if NEGATIVE.fullmatch(typed):
        raise InvalidAmount("金额不能是负数。")
    found = AMOUNT.fullmatch(typed)
    if not found:
        raise InvalidAmount("金额应当写成一个数，例如 12,345.67 或者 1.5万元。")
    fen = Decimal(found[1].replace(",", "")) * SCALES[found[2] or ""] * FEN_PER_YUAN
    if fen != fen.to_integral_value():
        raise InvalidAmount("金额最多到分，即元后两位小数。")
    if fen > LARGEST_FEN:
        raise InvalidAmount("金额过大，请核对单位是元还是万元。")
    return int(fen)


def _refuse_outside(fen: int) -> None:
    if fen < 0:
        raise InvalidAmount("金额不能是负数。")
    if fen > LARGEST_FEN:
        raise InvalidAmount("金额过大，请核对单位是元还是万元。")
