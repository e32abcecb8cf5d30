"""The public copy is the served text with marked redactions, whatever a drafter types."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.kernel.errors import RuleBroken
from enforcement.publication.drafting import copy_of, hidden_signs, names_in
from enforcement.publication.redaction import Span, differs_only_by

SERVED = "2026年1月，孙桂兰（身份证号340203198806140025）在芜湖安康医院住院，造成损失100,000.00元，情节不严重。"


@pytest.mark.parametrize(
    "published",
    [
        SERVED,
        SERVED.replace("孙桂兰", "孙某某"),
        SERVED.replace("孙桂兰", "孙某"),
        SERVED.replace("孙桂兰", "A").replace("340203198806140025", "（公民身份号码隐去）"),
        SERVED.replace("340203198806140025", "3402**********0025"),
        SERVED.replace("（身份证号340203198806140025）", "（身份证号隐去）"),
    ],
)
def test_marked_redactions_are_accepted(published: str) -> None:
    copy = copy_of(SERVED, published)
    assert differs_only_by(SERVED, published, copy.spans)
    assert hidden_signs(copy.spans) <= len(SERVED)


@pytest.mark.parametrize(
    "published",
    [
        SERVED.replace("100,000.00", "1,000.00"),
        SERVED.replace("100,000.00", "900,000.00"),
        SERVED.replace("不严重", "严重"),
        SERVED.replace("情节不严重", "情节特别严重"),
        SERVED + "另有补充。",
        SERVED.replace("芜湖安康医院", "芜湖健康医院"),
        "",
    ],
)
def test_anything_else_is_not_the_served_text(published: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        copy_of(SERVED, published)
    assert caught.value.code == "NOT_THE_SERVED_TEXT"


def test_a_repeated_sign_beside_a_remark_is_not_read_across_it() -> None:
    assert copy_of("00", "（内容隐去）0").spans == (Span(0, 1, "拟稿人隐去", "（内容隐去）"),)


def test_two_remarks_with_the_same_sign_between_hide_two_stretches() -> None:
    copy = copy_of("住址甲住址乙住", "（地址略）址（地址略）住")
    assert [(span.start, span.end) for span in copy.spans] == [(0, 1), (2, 6)]


@given(
    st.text(alphabet="甲乙病患姓名住址元0123456789。，" + string.ascii_uppercase, min_size=1, max_size=60), st.data()
)
def test_hiding_any_stretch_by_a_remark_is_accepted(served: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(served) - 1))
    last = data.draw(st.integers(first + 1, len(served)))
    published = served[:first] + "（内容隐去）" + served[last:]
    assert differs_only_by(served, published, copy_of(served, published).spans)


def test_names_are_read_in_any_usual_list() -> None:
    assert names_in("孙桂兰\n李四、王小明，赵\n\n李四") == ("孙桂兰", "李四", "王小明")
