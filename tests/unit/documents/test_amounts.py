import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.documents.amounts import (
    LARGEST_FEN,
    AmountIsRange,
    InvalidAmount,
    capitals,
    figures,
    parse_yuan,
)

FEN = st.integers(0, LARGEST_FEN)
VALUES = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_capitals(text: str) -> int:
    """An independent reading: what a cashier would hear."""
    yuan_text, _, change = text.removesuffix("整").rpartition("元")
    jiao = re.search("(.)角", change)
    fen = re.search("(.)分", change)
    return _read(yuan_text) * 100 + (VALUES[jiao[1]] * 10 if jiao else 0) + (VALUES[fen[1]] if fen else 0)


def _read(text: str) -> int:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in text:
            high, _, low = text.rpartition(name)
            return _read(high) * size + _read(low)
    total = digit = 0
    for sign in text:
        if sign in VALUES:
            digit = VALUES[sign]
        else:
            total, digit = total + digit * {"拾": 10, "佰": 100, "仟": 1000}[sign], 0
    return total + digit


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("100", "壹佰元整"),
        ("101", "壹佰零壹元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("100010", "壹拾万零壹拾元整"),
        ("12345.67", "壹万贰仟叁佰肆拾伍元陆角柒分"),
        ("1000000", "壹佰万元整"),
        ("10010000", "壹仟零壹万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("10000000000000", "壹拾万亿元整"),
    ],
)
def test_capitals_of_known_amounts(yuan, text):
    assert capitals(parse_yuan(yuan)) == text


@given(FEN)
def test_capitals_read_back_to_the_same_amount(fen):
    assert read_capitals(capitals(fen)) == fen


@given(FEN)
def test_capitals_leave_no_room_and_never_double_a_zero(fen):
    text = capitals(fen)

    assert text.endswith(("整", "分"))
    assert "零零" not in text
    assert "零元" not in text or fen == 0


@given(FEN)
def test_figures_read_back_to_the_same_amount(fen):
    assert re.fullmatch(r"\d{1,3}(,\d{3})*\.\d{2}", figures(fen))
    assert parse_yuan(figures(fen)) == fen


@pytest.mark.parametrize("fen", [-1, LARGEST_FEN + 1])
def test_amounts_outside_the_limits_are_refused(fen):
    for write in (capitals, figures):
        with pytest.raises(InvalidAmount):
            write(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12345.67", 1_234_567),
        ("12,345.67", 1_234_567),
        ("１２，３４５．６７元", 1_234_567),
        (" 2 000 元 ", 200_000),
        ("￥2000", 200_000),
        ("人民币2000元整", 200_000),
        ("1.5万元", 1_500_000),
        ("1.234567万元", 1_234_567),
        ("3万", 3_000_000),
        ("2亿元", 20_000_000_000),
        ("0", 0),
        ("0.5", 50),
    ],
)
def test_typed_amounts(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "1000-2000",
        "1000－2000元",
        "1000—2000",
        "1000–2000",
        "1000至2000",
        "1000元到2000元",
        "1000～2000",
        "1000~2000元",
        "1000 〜 2000",
        "1万元至2万元",
        "1000元以上",
        "1000元以上2000元以下",
        "2000元以下",
        "不超过2000元",
        "约1000元",
        "1000元左右",
        "1000或2000",
        "二倍",
        "1倍以上2倍以下",
    ],
)
def test_a_range_is_no_valid_notice(text):
    with pytest.raises(AmountIsRange, match=r"不能是幅度或者区间.*第四十四条") as refused:
        parse_yuan(text)
    assert refused.value.basis == "《中华人民共和国行政处罚法》第四十四条"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-500", "不能是负数"),
        ("−500元", "不能是负数"),
        ("负500", "不能是负数"),
        ("1.234", "最多到分"),
        ("0.001元", "最多到分"),
        ("0.0000001万元", "最多到分"),
        ("1,23", "应当写成一个数"),
        ("12,34,567", "应当写成一个数"),
        ("", "应当写成一个数"),
        ("五百元", "应当写成一个数"),
        ("500美元", "应当写成一个数"),
        ("1e5", "应当写成一个数"),
        ("٥٠٠", "应当写成一个数"),
        ("NaN", "应当写成一个数"),
        ("99999999999999", "金额过大"),
    ],
)
def test_other_faults_are_told_in_a_sentence(text, sentence):
    with pytest.raises(InvalidAmount, match=sentence) as refused:
        parse_yuan(text)
    assert not isinstance(refused.value, AmountIsRange)
