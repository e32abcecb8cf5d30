import pytest

from enforcement.publication.masking import COMPOUND_SURNAMES
from enforcement.publication.redaction import (
    InvalidSpan,
    Span,
    differs_only_by,
    mask_name,
    redact,
    scan,
)

SERVED = "当事人王小明，住芜湖市镜湖区北京路12号，身份证号11010519491231002X，罚款2000元。"


def span(part: str, replacement: str, reason: str = "个人隐私") -> Span:
    start = SERVED.index(part)
    return Span(start, start + len(part), reason, replacement)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王某某"),
        ("王明", "王某"),
        ("王", "王某"),
        ("欧阳修", "欧阳某"),
        ("欧阳小明", "欧阳某某"),
        ("欧阳", "欧某"),
        ("诸葛 孔明", "诸葛某某"),
        ("买买提·吐尔逊", "买某"),
        ("阿卜杜拉•买买提", "阿某"),
        ("𠮷田明", "𠮷某某"),
        ("䶮国强", "䶮某某"),
        ("John Smith", "J"),
        ("王某某", "王某某"),
        (" 王\u200b小明 ", "王某某"),
        ("", ""),
    ],
)
def test_masked_names(name, masked):
    assert mask_name(name) == masked


def test_compound_surnames_have_two_signs():
    assert {len(surname) for surname in COMPOUND_SURNAMES} == {2}
    assert {"欧阳", "司马", "上官", "纳兰"} <= COMPOUND_SURNAMES


def test_redacting_leaves_nothing_to_find_and_nothing_else_changed():
    spans = [span("王小明", "王某某"), span("北京路12号", ""), span("11010519491231002X", "110105********002X")]

    published = redact(SERVED, spans)

    assert published == "当事人王某某，住芜湖市镜湖区，身份证号110105********002X，罚款2000元。"
    assert scan(published, names=["王小明"]) == ()
    assert differs_only_by(SERVED, published, spans)
    assert differs_only_by(SERVED, published, spans[::-1])


def test_findings_can_be_turned_into_spans():
    findings = scan(SERVED, names=["王小明"])
    spans = [Span(each.start, each.end, each.sentence, "***") for each in findings]

    assert scan(redact(SERVED, spans), names=["王小明"]) == ()


@pytest.mark.parametrize("old_new", [("2000元", "1000元"), ("。", ""), ("当事人", "某人"), ("芜湖市", "")])
def test_any_other_difference_is_seen(old_new):
    spans = [span("王小明", "王某某")]
    published = redact(SERVED, spans)

    assert not differs_only_by(SERVED, published.replace(*old_new), spans)
    assert not differs_only_by(SERVED, SERVED, spans)
    assert differs_only_by(SERVED, SERVED, [])


@pytest.mark.parametrize(
    "replacement", ["", "***", "某某", "×××", "■■", "（略）", "【身份信息已隐去】", "王某某", "A", "甲某"]
)
def test_what_may_stand_in_a_redacted_place(replacement):
    assert replacement in redact(SERVED, [span("王小明", replacement)])


@pytest.mark.parametrize("replacement", ["李某某", "明小", "未受处罚", "（罚款已缴纳）", "王小明。", "AB"])
def test_nothing_new_may_be_written_into_a_redacted_place(replacement):
    with pytest.raises(InvalidSpan, match="不能换成别的内容"):
        redact(SERVED, [span("王小明", replacement)])


def test_spans_must_lie_apart_and_inside_with_a_reason():
    with pytest.raises(InvalidSpan, match="重叠"):
        redact(SERVED, [span("王小明", ""), span("小明，", "")])
    with pytest.raises(InvalidSpan, match="理由"):
        redact(SERVED, [span("王小明", "", reason=" ")])
    for start, end in ((-1, 2), (5, 5), (6, 5), (0, len(SERVED) + 1)):
        with pytest.raises(InvalidSpan):
            redact(SERVED, [Span(start, end, "个人隐私", "")])
    assert not differs_only_by(SERVED, SERVED, [span("王小明", "", reason="")])
