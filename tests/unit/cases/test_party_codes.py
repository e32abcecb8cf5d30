import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.cases.party_codes import (
    USCC_ALPHABET,
    InvalidCode,
    birth_date_of,
    check_resident_id,
    check_uscc,
)

# Worked examples printed in the standards themselves (GB 32100-2015 annex, GB 11643-1999 annex).
STANDARD_USCC = "91350100M000100Y43"
STANDARD_IDS = ("11010519491231002X", "440524188001010014")


def uscc(body: str) -> str:
    """The only valid code with these seventeen signs."""
    return next(body + sign for sign in USCC_ALPHABET if _accepts(check_uscc, body + sign))


def resident_id(body: str) -> str:
    return next(body + sign for sign in "0123456789X" if _accepts(check_resident_id, body + sign))


def _accepts(check, code: str) -> bool:
    try:
        check(code)
    except InvalidCode:
        return False
    return True


BODIES = st.builds(
    lambda head, region, tail: f"{head}{region:06}{tail}",
    st.text(USCC_ALPHABET, min_size=2, max_size=2),
    st.integers(0, 999_999),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
)
ID_BODIES = st.builds(
    lambda region, birth, order: f"{region}{birth:%Y%m%d}{order:03}",
    st.sampled_from(["110105", "340200", "520103", "654321", "810000"]),
    st.dates(date(1900, 1, 1), date(2026, 11, 22)),
    st.integers(0, 999),
)


def test_the_standards_own_examples():
    assert check_uscc(STANDARD_USCC) == STANDARD_USCC
    assert [check_resident_id(number) for number in STANDARD_IDS] == list(STANDARD_IDS)
    assert [birth_date_of(number) for number in STANDARD_IDS] == [date(1949, 12, 31), date(1880, 1, 1)]


@given(BODIES)
def test_seventeen_signs_have_exactly_one_check_sign(body):
    assert sum(_accepts(check_uscc, body + sign) for sign in USCC_ALPHABET) == 1


@given(ID_BODIES)
def test_seventeen_digits_have_exactly_one_check_digit(body):
    assert sum(_accepts(check_resident_id, body + sign) for sign in "0123456789X") == 1


@given(BODIES, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_sign_in_a_credit_code_is_refused(body, place, sign):
    code = uscc(body)
    wrong = code[:place] + sign + code[place + 1 :]

    assert _accepts(check_uscc, wrong) == (wrong == code)


@given(ID_BODIES, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_in_an_id_is_refused(body, place, digit):
    number = resident_id(body)
    wrong = number[:place] + digit + number[place + 1 :]

    assert _accepts(check_resident_id, wrong) == (wrong == number)


@given(ID_BODIES)
def test_neighbouring_digits_swapped_are_refused(body):
    number = resident_id(body)
    place = random.Random(body).randrange(16)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert _accepts(check_resident_id, swapped) == (swapped == number)


@pytest.mark.parametrize(
    "typed",
    ["91350100m000100y43", " 91350100M000100Y43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100 M000100Y43"],
)
def test_typed_credit_codes_are_brought_to_one_spelling(typed):
    assert check_uscc(typed) == STANDARD_USCC


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X\n"]
)
def test_typed_ids_are_brought_to_one_spelling(typed):
    assert check_resident_id(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "应当为18位，现为0位"),
        ("91350100M000100Y4", "现为17位"),
        ("91350100I000100Y43", "不允许的字符"),
        ("91350100O000100Y43", "不允许的字符"),
        ("9135A100M000100Y43", "第3至8位"),
        ("91350100M000100Y44", "校验位不符"),
        ("９１３５０１００Ｍ０００１００Ｙ４٣", "不允许的字符"),
    ],
)
def test_faulty_credit_codes_are_told_why(code, sentence):
    with pytest.raises(InvalidCode, match=sentence):
        check_uscc(code)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "应当为18位"),
        ("1101051949123100", "应当为18位"),
        ("1101051949123100XX", "应当为18位"),
        ("990105194912310025", "行政区划"),
        ("110105194913310021", "出生日期不存在"),
        ("110105202302290021", "出生日期不存在"),
        ("110105174912310021", "过早"),
        ("110105194912310021", "校验位不符"),
        ("110105491331002", "出生日期不存在"),
        ("11010519491231002²", "校验位不符"),
    ],
)
def test_faulty_ids_are_told_why(number, sentence):
    with pytest.raises(InvalidCode, match=sentence):
        check_resident_id(number)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
def test_fifteen_digits_carry_a_birth_date_of_their_century(birth):
    assert birth_date_of(f"340200{birth:%y%m%d}123") == birth


def test_a_refused_code_is_a_value_error():
    assert issubclass(InvalidCode, ValueError)
