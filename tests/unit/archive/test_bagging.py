"""Names people typed become names every system keeps; BagIt's papers say what RFC 8493 asks."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.archive import bagging


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("现场检查.mp4", "现场检查.mp4"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\窗口\\药房.jpg", "C__窗口_药房.jpg"),
        ("询问笔录（药房主任）", "询问笔录（药房主任）"),
        ("100%清单\r\n.pdf", "100_清单__.pdf"),
        ("照片\u202egpj.exe", "照片_gpj.exe"),
        (" .. ", "未命名"),
        ("", "未命名"),
        ("第3.5版 说明", "第3.5版 说明"),
    ],
)
def test_a_name_stays_readable_and_stays_in_its_folder(typed: str, kept: str) -> None:
    assert bagging.safe_name(typed) == kept


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_breaks_a_line(typed: str) -> None:
    name = bagging.safe_name(typed)
    assert name
    assert not set(name) & set('/\\:*?"<>|%\r\n')
    assert name not in {".", ".."}
    assert name == name.strip(" .")
    assert len(name.encode()) < 200
    assert all(unicodedata.category(letter) not in {"Cc", "Cf", "Zl", "Zp"} for letter in name)


def test_a_path_carries_its_number() -> None:
    assert bagging.numbered("证据", 7, "药房.jpg") == "data/证据/007-药房.jpg"


def test_the_manifest_is_sorted_by_path() -> None:
    assert bagging.manifest([("b", "2" * 64), ("a", "1" * 64)]) == f"{'1' * 64}  a\n{'2' * 64}  b\n"


def test_the_information_keeps_one_line_a_field_and_counts() -> None:
    told = bagging.info({"Source-Organization": "某市\n医疗保障局"}, sizes=[3, 4])
    assert told == "Source-Organization: 某市 医疗保障局\nPayload-Oxum: 7.2\n"
