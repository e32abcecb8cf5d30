"""From a posted form to a typed command, and each wrong part named where it is."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput
from enforcement.web import fields as ask
from enforcement.web import forms
from enforcement.web.fields import Form
from enforcement.web.show import chinese_day, chinese_moment, file_size, yuan


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


NAMES = {Colour.RED: "红", Colour.BLUE: "蓝"}


class RowForm(Form):
    what = ask.line("事项", longest=5)
    count = ask.whole("数量")


class WholeForm(Form):
    name = ask.line("名称", longest=5)
    note = ask.paragraph("说明", required=False)
    colour = ask.choice("颜色", NAMES)
    one = ask.pick("一个")
    maybe = ask.pick("或许", required=False)
    many = ask.pick_many("几个", required=False)
    on = ask.day("日期")
    at = ask.moment("时刻", required=False)
    count = ask.whole("数量", required=False, least=1)
    sure = ask.flag("确认")
    parts = ask.rows("行", RowForm)


ONE = UUID(int=1)
GOOD = [("name", " 安康 "), ("colour", "red"), ("one", str(ONE)), ("on", "2026-03-09"), ("csrf_token", "x")]


def load(*more: tuple[str, str], without: str = "") -> dict[str, object]:
    posted = [pair for pair in GOOD if pair[0] != without]
    return forms.load(WholeForm(), MultiDict([*posted, *more]))


def wrong(*more: tuple[str, str], without: str = "") -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refused:
        load(*more, without=without)
    return refused.value.fields


def test_what_is_left_empty_has_its_plain_value():
    assert load() == {
        "name": "安康",
        "note": "",
        "colour": Colour.RED,
        "one": ONE,
        "maybe": None,
        "many": [],
        "on": date(2026, 3, 9),
        "at": None,
        "count": None,
        "sure": False,
        "parts": [],
    }


def test_what_is_filled_in_is_typed():
    picked = [("many", str(ONE)), ("many", str(UUID(int=2)))]
    found = load(*picked, ("at", "2026-03-09T09:30"), ("count", "3"), ("sure", "1"))
    assert found["many"] == [ONE, UUID(int=2)]
    assert found["at"] == datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)
    assert (found["count"], found["sure"]) == (3, True)


@pytest.mark.parametrize("name", ["name", "colour", "one", "on"])
def test_a_missing_part_is_named(name):
    assert wrong(without=name) == {name: ["这一项必须填写。"]}


WRONG = {
    "colour": ("green", "请从列表中选择。"),
    "maybe": ("x", "请从列表中选择。"),
    "count": ("0", "不能小于 1，也不能过大。"),
    "at": ("tomorrow", "填写的内容格式不正确。"),
    "stranger": ("1", "不认识的内容。"),
}


@pytest.mark.parametrize(("name", "value", "sentence"), [(name, *pair) for name, pair in WRONG.items()])
def test_a_wrong_part_is_named_with_its_sentence(name, value, sentence):
    assert wrong((name, value), without=name)[name] == [sentence]


def test_rows_come_in_their_order_and_empty_ones_do_not_come():
    second, first = [("parts-2-what", "乙"), ("parts-2-count", "2")], [("parts-0-what", "甲"), ("parts-0-count", "1")]
    found = load(*second, *first, ("parts-1-what", " "))
    assert found["parts"] == [{"what": "甲", "count": 1}, {"what": "乙", "count": 2}]


def test_a_wrong_part_of_a_row_is_named_with_its_row():
    assert wrong(("parts-0-what", "太长的一个事项"), ("parts-0-count", "1")) == {"parts-0-what": ["最多 5 个字。"]}


def test_a_stranger_in_a_row_is_refused():
    assert wrong(("parts-0-what", "甲"), ("parts-0-count", "1"), ("parts-0-owner", "x"))


@given(st.text())
def test_text_is_kept_as_typed_or_refused_never_changed_within(text):
    try:
        found = load(("note", text))
    except InvalidInput:
        assert any(letter < " " or letter in ask.BIDI or "\ud800" <= letter <= "\udfff" for letter in text)
    else:
        assert found["note"] == text.strip().replace("\r\n", "\n")


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6))
def test_any_post_is_loaded_or_refused_with_sentences(posted):
    try:
        forms.load(WholeForm(), MultiDict(posted))
    except InvalidInput as refused:
        silent = [name for name, sentences in refused.fields.items() if not any(sentences)]
    else:
        silent = []
    assert silent == []


SUMS = [(0, "0.00 元"), (5, "0.05 元"), (1_234_567, "12,345.67 元"), (100_000_000, "1,000,000.00 元"), (None, "—")]


@pytest.mark.parametrize(("fen", "shown"), SUMS)
def test_money_is_shown_to_the_fen(fen, shown):
    assert yuan(fen) == shown


def test_days_and_moments_are_shown_in_shanghai():
    assert chinese_day(date(2026, 3, 9)) == "2026年3月9日"
    assert chinese_moment(datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)) == "2026-03-09 09:30:00 +08:00"
    assert chinese_day(None) == chinese_moment(None) == "—"


SIZES = [(0, "0 字节"), (None, "0 字节"), (1023, "1023 字节"), (1024, "1.0 KB"), (5 * 1024**3, "5.0 GB")]


@pytest.mark.parametrize(("count", "shown"), SIZES)
def test_sizes_are_shown_in_the_largest_fitting_unit(count, shown):
    assert file_size(count) == shown
