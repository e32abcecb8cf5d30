import dataclasses
from datetime import date

from enforcement.publication import sheet
from enforcement.publication.content import LABELS, Content, read
from enforcement.publication.rules import Policy

CONTENT = Content(
    decision_no="临罚〔2026〕1号",
    party_name="<b>安康</b>医院",
    party_category="法人及非法人组织",
    uscc="",
    legal_rep="韩立民",
    cause="串换药品",
    facts="事实",
    legal_basis="依据",
    penalty_kinds="罚款",
    penalty_content="罚款人民币12,345.67元",
    fine_fen=1_234_567,
    confiscated_fen=0,
    agency_name="临江市医疗保障局",
    agency_uscc="11340299MB1538001A",
    decision_date=date(2026, 3, 9),
    publicity_until=date(2027, 3, 9),
    policy=Policy.FULL_TEXT,
)


def test_content_is_the_same_bytes_after_a_round_trip() -> None:
    again = read(CONTENT.written())
    assert again == CONTENT
    assert again.sha256 == CONTENT.sha256


def test_every_single_field_is_bound_by_the_digest() -> None:
    for field in dataclasses.fields(Content):
        value = getattr(CONTENT, field.name)
        other = {str: f"{value}x", int: 7, date: date(2030, 1, 1), Policy: Policy.SUMMARY}[type(value)]
        assert dataclasses.replace(CONTENT, **{field.name: other}).sha256 != CONTENT.sha256


def test_the_sheet_shows_what_there_is_and_escapes_it() -> None:
    page = sheet.article(CONTENT)
    assert "&lt;b&gt;安康&lt;/b&gt;医院" in page
    assert "12,345.67 元" in page
    assert "2026年3月9日" in page
    assert LABELS["uscc"] not in page.replace(LABELS["agency_uscc"], "")
    assert LABELS["confiscated_fen"] not in page


def test_a_summary_says_that_it_is_one() -> None:
    assert "摘要形式" in sheet.article(dataclasses.replace(CONTENT, policy=Policy.SUMMARY))
    assert "摘要形式" not in sheet.article(CONTENT)
