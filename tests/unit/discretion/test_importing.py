"""The table of baselines is read whole: exact sums, both usual encodings, and every fault with its line."""

from datetime import date
from pathlib import Path

import pytest

from enforcement.discretion.importing import COLUMNS, decoded, editions
from enforcement.discretion.rules import Tier
from enforcement.kernel.errors import InvalidInput

HEADER = ",".join(COLUMNS)
SOURCE = "某省医疗保障局 医保规〔2026〕5号"
GOOD = (
    f"38-4,2026-12-01,{SOURCE},较轻,主动退回全部基金,1,1.3",
    f"38-4,2026-12-01,{SOURCE},一般,没有其他情节,1.3,1.7",
    f'39-3,2026/12/1,{SOURCE},全部,各种情节,"10,000",50000.00',
)


SAMPLE = Path(__file__).parents[3] / "docs/samples/discretion-baselines.csv"


def table(*lines: str) -> str:
    return "\r\n".join([HEADER, *lines, ""])


def faults(*lines: str) -> list[str]:
    with pytest.raises(InvalidInput) as wrong:
        editions(table(*lines))
    return list(wrong.value.fields["table"])


def test_lines_become_editions_with_exact_bounds():
    first, second = editions("\ufeff" + table(*GOOD))
    assert (first.cause, first.in_force_from, first.source) == ("38-4", date(2026, 12, 1), SOURCE)
    assert first.tiers[1] == Tier(name="一般", circumstances="没有其他情节", low=130, high=170)
    assert (second.in_force_from, second.tiers[0].low, second.tiers[0].high) == (
        date(2026, 12, 1),
        1_000_000,
        5_000_000,
    )


def test_columns_may_stand_in_any_order_and_empty_lines_are_passed_over():
    text = f"阶次,案由,施行日期,下限,上限,适用情形,制定机关和文号\n\n一般,38-4,2026-12-01,1,2,各种,{SOURCE}\n,,,,,,\n"
    (found,) = editions(text)
    assert (found.tiers[0].name, found.lines[0].number) == ("一般", 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_spreadsheets_save_in_either_encoding(encoding):
    assert editions(decoded(table(*GOOD).encode(encoding)))[0].tiers[0].name == "较轻"


def test_every_faulty_line_is_named_at_once():
    found = faults(
        GOOD[0],
        f"38-4,12月1日,{SOURCE},一般,没有,1.3,1.7",
        f"38-4,2026-12-01,{SOURCE},,没有,1.3,1.7",
        f"38-4,2026-12-01,{SOURCE},较重,拒不改正,一点七,2",
        f"38-4,2026-12-01,{SOURCE},较重,拒不改正,1.705,2",
        "38-4,2026-12-01,另一文件,较重,拒不改正,1.3,2",
    )
    numbers = [sentence.split("：")[0] for sentence in found]
    assert numbers == ["第3行", "第4行", "第5行", "第6行", "第7行"]
    assert "不是日期" in found[0]
    assert "没有填写阶次" in found[1]
    assert "不是数字" in found[2]
    assert "最多两位小数" in found[3]
    assert "与第2行不同" in found[4]


@pytest.mark.parametrize("low", ["-1", "NaN", "Infinity", "1e40"])
def test_no_sum_that_is_none(low):
    assert "最多两位小数" in faults(f"38-4,2026-12-01,{SOURCE},一般,没有,{low},2")[0]


def test_a_table_without_its_header_or_its_lines_says_so():
    for text, said in (("", "表头应为"), ("案由,阶次\n38-4,一般\n", "表头应为"), (HEADER, "表中没有内容")):
        with pytest.raises(InvalidInput) as wrong:
            editions(text)
        assert said in wrong.value.fields["table"][0]


def test_a_broken_quotation_is_named_by_its_line():
    assert "核对引号" in faults(GOOD[0], '38-4,2026-12-01,"某省"x,一般,没有,1.3,2')[0]


def test_the_sample_in_the_documentation_can_be_read():
    found = editions(decoded(SAMPLE.read_bytes()))
    assert [(one.cause, len(one.tiers)) for one in found] == [("38-4", 3), ("39-3", 2)]
