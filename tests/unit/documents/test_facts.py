import json
from datetime import date

import pytest

from enforcement.documents.facts import signed_by, term, text_of


@pytest.mark.parametrize(
    ("length", "unit", "written"),
    [
        (5, "WORKDAY", "自收到本告知书之日起五个工作日内"),
        (3, "WORKDAY", "自收到本告知书之日起三个工作日内"),
        (10, "CALENDAR", "自收到本告知书之日起十日内"),
        (15, "CALENDAR", "自收到本告知书之日起十五日内"),
        (20, "WORKDAY", "自收到本告知书之日起二十个工作日内"),
        (60, "CALENDAR", "自收到本告知书之日起六十日内"),
        (6, "MONTH", "自收到本告知书之日起六个月内"),
        (180, "CALENDAR", "自收到本告知书之日起180日内"),
    ],
)
def test_a_period_is_written_in_words(length: int, unit: str, written: str) -> None:
    assert term(length, unit) == written


def test_officers_are_named_with_their_certificates() -> None:
    assert signed_by([("安正", "3402001"), ("白敏", "3402002")]) == "安正（执法证号3402001）、白敏（执法证号3402002）"


def test_one_data_set_has_one_text() -> None:
    one = text_of({"b": date(2026, 3, 9), "a": None, "rows": ({"n": 1},)})
    other = text_of({"rows": [{"n": "1"}], "a": "", "b": "2026年3月9日"})
    assert one == other
    assert json.loads(one) == {"a": "", "b": "2026年3月9日", "rows": [{"n": "1"}]}
