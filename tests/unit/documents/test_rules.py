from datetime import date

import pytest

from enforcement.documents import rules
from enforcement.kernel.errors import RuleBroken

TODAY = date(2026, 3, 9)


def test_a_document_is_dated_today_or_before() -> None:
    rules.dated_properly(TODAY, today=TODAY)
    with pytest.raises(RuleBroken) as refused:
        rules.dated_properly(date(2026, 3, 10), today=TODAY)
    assert refused.value.code == "DOCUMENT_DATED_AHEAD"


def test_every_missing_item_is_named_with_the_basis() -> None:
    rules.is_complete([], basis="《行政处罚法》第五十九条")
    with pytest.raises(RuleBroken) as refused:
        rules.is_complete(["缺少“事实”。", "缺少“证据”。"], basis="《行政处罚法》第五十九条")
    assert "缺少“事实”。缺少“证据”。" in refused.value.sentence
    assert refused.value.basis == "《行政处罚法》第五十九条"


def test_a_field_the_form_does_not_print_stops_the_caller() -> None:
    rules.only_known_fields({"facts"}, {"facts": "…"})
    with pytest.raises(ValueError, match="fact, reason"):
        rules.only_known_fields({"facts"}, {"fact": "…", "reason": "…"})


def test_damaged_bytes_are_not_handed_out() -> None:
    rules.is_undamaged("a" * 64, expected="a" * 64)
    with pytest.raises(RuleBroken) as refused:
        rules.is_undamaged("b" * 64, expected="a" * 64)
    assert refused.value.code == "DOCUMENT_DAMAGED"
