import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.publication.detectors import is_credit_code
from enforcement.publication.redaction import Kind, scan
from tests.unit.publication.synthetic import (
    ALLOWED,
    ANYWHERE,
    FINE_ACCOUNT,
    IN_NUMBERS,
    OFFICE_ADDRESS,
    OFFICE_PHONE,
    Decision,
    decision,
)

DECISIONS = [decision(seed) for seed in range(400)]
RECALL = {
    Kind.RESIDENT_ID: 0.99,
    Kind.PHONE: 0.99,
    Kind.BANK_ACCOUNT: 0.99,
    Kind.EMAIL: 0.99,
    Kind.ADDRESS: 0.9,
    Kind.NAME: 0.9,
    Kind.PLATE: 0.9,
}
ID = "11010519491231002X"


def kinds(text: str, **settings) -> list[Kind]:
    return [finding.kind for finding in scan(text, **settings)]


def _shares(made: Decision) -> Iterator[tuple[Kind, float]]:
    """Of each marked datum the share of its signs that some finding covers."""
    findings = scan(made.text, names=made.names, allowed=ALLOWED)
    hidden = {at for finding in findings for at in range(finding.start, finding.end)}
    for kind, start, end, _ in made.marked:
        marked = [at for at in range(start, end) if made.text[at] != "①"]
        yield kind, sum(at in hidden for at in marked) / len(marked)


def test_recall_on_made_up_decisions(record_property):
    seen: Counter[Kind] = Counter()
    whole: Counter[Kind] = Counter()
    for kind, share in itertools.chain.from_iterable(map(_shares, DECISIONS)):
        whole[kind] += 1
        seen[kind] += share >= (0.6 if kind is Kind.ADDRESS else 1)
    recall = {kind: seen[kind] / whole[kind] for kind in RECALL}
    record_property("recall", {str(kind): share for kind, share in recall.items()})

    assert all(whole[kind] >= 200 for kind in RECALL)
    assert {kind: share for kind, share in recall.items() if share < RECALL[kind]} == {}


def test_every_disguise_occurs_in_the_set():
    used = {variant for made in DECISIONS for *_, variant in made.marked}

    assert used >= set(ANYWHERE) | set(IN_NUMBERS)


def test_precision_on_made_up_decisions(record_property):
    right = wrong = 0
    for made in DECISIONS:
        for finding in scan(made.text, names=made.names, allowed=ALLOWED):
            hit = any(finding.start < end and start < finding.end for _, start, end, _ in made.marked)
            right, wrong = right + hit, wrong + (not hit)
    record_property("precision", right / (right + wrong))

    assert right / (right + wrong) >= 0.98


@pytest.mark.parametrize(
    "text",
    [
        "芜医保罚〔2026〕12号",
        "芜医保罚[2026]12号",
        "国办发〔2018〕118号",
        "（2025）皖0202行初12号",
        "国务院令第735号",
        "统一社会信用代码：91350100M000100Y43",
        "统一社会信用代码：９１３５０１００Ｍ０００１００Ｙ４３",
        "2026年11月20日",
        "二〇二六年十一月二十日",
        "2026-11-20 14:30 至 2026.11.21",
        "罚款1,234,567.89元，即123.46万元，￥2000 元",
        "基金损失 6222021234 元",
        "第三十八条第一项、第二款第（三）项",
        "共抽查住院病历1200份，涉及12室会诊、3个单元",
        "GB 32100-2015、GB/T 22239-2019",
        "110101********1234，138****1234",
        "咨询12393，拨打12345",
        "道路第3号公告，街道于2026年5月12日",
        "",
    ],
)
def test_public_facts_are_left_alone(text):
    assert scan(text) == ()


def test_a_credit_code_of_digits_only_is_public():
    code = next(f"1234020048563212{tail:02}" for tail in range(100) if is_credit_code(f"1234020048563212{tail:02}"))

    assert kinds(f"代码{code}，即{code[:8]} {code[8:]}") == []


@pytest.mark.parametrize("text", [OFFICE_PHONE, "（0553）3836699", "0553 383 6699", "０５５３－３８３６６９９"])
def test_the_offices_own_phone_may_be_published_in_any_spelling(text):
    assert kinds(f"电话：{text}。") == [Kind.PHONE]
    assert kinds(f"电话：{text}。", allowed=[OFFICE_PHONE]) == []


@pytest.mark.parametrize(
    "text", ["05533836699", "13893836699", f"{OFFICE_PHONE}7"], ids=["glued", "longer before", "longer after"]
)
def test_an_allowed_number_does_not_free_a_longer_one(text):
    found = kinds(f"电话：{text}。", allowed=["3836699"])

    assert found == [Kind.PHONE]


def test_an_allowed_address_does_not_free_a_home_in_it():
    text = f"送达至{OFFICE_ADDRESS}3栋2单元501室。"

    assert kinds(f"地址：{OFFICE_ADDRESS}。", allowed=[OFFICE_ADDRESS]) == []
    assert kinds(text, allowed=[OFFICE_ADDRESS]) == [Kind.ADDRESS]


def test_the_account_for_fines_may_be_published():
    assert kinds(f"罚款缴至账号：{FINE_ACCOUNT}") == [Kind.BANK_ACCOUNT]
    assert kinds(f"罚款缴至账号：{FINE_ACCOUNT}", allowed=[FINE_ACCOUNT]) == []


def test_an_allowed_name_does_not_free_a_longer_one():
    assert kinds("承办人王明，患者王明明", names=["王明明"], allowed=["王明"]) == [Kind.NAME]
    assert kinds("承办人王明", names=["王明"], allowed=["王明"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "王小明",
        "王 小 明",
        "王\u200b小明",
        "王</b>小<b>明",
        "王\n小明",
        "王&#23567;明",
        "王·小明",
        "王小明，家中有⽼人",
    ],
)
def test_a_name_is_found_in_every_disguise(text):
    assert kinds(f"患者{text}就诊", names=["王小明"]) == [Kind.NAME]


@pytest.mark.parametrize("dot", "·•・‧･⋅")
def test_a_name_with_a_dot_is_found_under_every_dot(dot):
    assert kinds(f"买买提{dot}吐尔逊", names=["买买提·吐尔逊"]) == [Kind.NAME]


def test_a_name_of_one_sign_is_no_name():
    assert scan("王朝", names=["王", ""]) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ID, Kind.RESIDENT_ID),
        ("11010519491231002×", Kind.RESIDENT_ID),
        ("110105194912310021", Kind.RESIDENT_ID),
        ("110105491231002", Kind.RESIDENT_ID),
        ("+86 138 0013 8000", Kind.PHONE),
        ("008613800138000", Kind.PHONE),
        ("电话：3836699", Kind.PHONE),
        ("幺三八零零幺三八零零零", Kind.PHONE),
        ("户名某公司，账号：12 0501 0123 4567", Kind.BANK_ACCOUNT),
        ("微信号：wx_abc123", Kind.CONTACT),
        ("QQ：12345678", Kind.CONTACT),
        ("护照号码：E12345678", Kind.OTHER_ID),
        ("住院号：ZY2026001", Kind.MEDICAL_NUMBER),
        ("皖B D12345", Kind.PLATE),
        ("皖B·1234学", Kind.PLATE),
        ("幸福小区３栋２单元五〇一室", Kind.ADDRESS),
        ("户籍地：安徽省无为市陡沟镇李村", Kind.ADDRESS),
    ],
)
def test_other_shapes(text, kind):
    assert kinds(f"当事人{text}。") == [kind]


def test_a_finding_tells_place_kind_and_law():
    text = f"当事人身份证号{ID}。"
    (finding,) = scan(text)

    assert (finding.start, finding.end, finding.excerpt) == (7, 25, ID)
    assert finding.sentence == (
        "第8至25字疑似公民身份号码，公开前应当隐去（《中华人民共和国个人信息保护法》第二十八条）。"
    )


def test_places_are_those_of_the_original():
    text = "住<b>1&#49;0105</b>&nbsp;1949\u200b1231００２Ｘ完"
    (finding,) = scan(text)

    assert finding.excerpt == text[4:-1]
    assert text[finding.start : finding.end] == finding.excerpt


@given(st.text(st.sampled_from("0123456789一二三〇X 路号室@.-<b>/&;王明皖B市县镇村电话:\n"), max_size=200))
def test_findings_never_overlap_and_lie_within_the_text(text):
    reached = 0
    for finding in scan(text, names=["王明"], allowed=["12345"]):
        assert reached <= finding.start < finding.end <= len(text)
        assert finding.excerpt == text[finding.start : finding.end]
        reached = finding.end


@given(st.text(max_size=100))
def test_any_text_can_be_scanned(text):
    assert isinstance(scan(text, names=[text], allowed=[text]), tuple)
