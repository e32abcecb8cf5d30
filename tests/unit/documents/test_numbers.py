import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.documents.numbers import (
    DocumentNumber,
    InvalidNumber,
    format_number,
    normalise_number,
    parse_number,
)


def test_a_number_is_written_as_the_standard_has_it():
    assert format_number("芜", "医保罚", year=2026, seq=12) == "芜医保罚〔2026〕12号"


@pytest.mark.parametrize(
    "typed",
    [
        "芜医保罚〔2026〕12号",
        "芜医保罚[2026]12号",
        "芜医保罚(2026)12号",
        "芜医保罚（2026）12号",
        "芜医保罚［２０２６］１２号",
        "芜医保罚【2026】12号",
        "芜医保罚〖2026〗12号",
        "芜医保罚{2026}12号",
        "芜医保罚﹝2026﹞12号",
        "芜医保罚〔2026〕第12号",
        "芜医保罚〔2026〕012号",
        "芜医保罚〔2026年〕12号",
        " 芜医保罚 〔2026〕\u30001 2 号\n",
    ],
)
def test_every_usual_spelling_becomes_one(typed):
    assert normalise_number(typed) == "芜医保罚〔2026〕12号"
    assert parse_number(typed) == DocumentNumber("芜医保罚", 2026, 12)


@pytest.mark.parametrize(("typed", "folded"), [("[2026]", "〔2026〕"), ("罚（2026）", "罚〔2026〕"), ("张三", "张三")])
def test_a_part_of_a_number_can_be_searched(typed, folded):
    assert normalise_number(typed) == folded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "芜医保罚",
        "芜医保罚2026年12号",
        "〔2026〕12号",
        "芜医保罚〔26〕12号",
        "芜医保罚〔2026〕号",
        "芜医保罚〔2026〕0号",
    ],
)
def test_other_text_is_no_number(text):
    with pytest.raises(InvalidNumber, match="芜医保罚〔2026〕12号"):
        parse_number(text)


@pytest.mark.parametrize(
    ("place", "word", "year", "seq"),
    [
        ("芜", "医保罚", 2026, 0),
        ("芜", "医保罚", 26, 1),
        ("", "", 2026, 1),
        ("芜", "罚〔2025〕", 2026, 1),
        ("a", "b", 2026, 1),
    ],
)
def test_no_number_is_made_that_could_not_be_read(place, word, year, seq):
    with pytest.raises(InvalidNumber):
        format_number(place, word, year=year, seq=seq)


@given(
    st.text("芜湖医保罚告听责改登封催移结审", min_size=1, max_size=8),
    st.integers(1949, 2999),
    st.integers(1, 999_999),
)
def test_reading_undoes_writing(word, year, seq):
    number = format_number(word[:1], word[1:], year=year, seq=seq)

    assert parse_number(number) == DocumentNumber(word, year, seq)
    assert normalise_number(number) == number
