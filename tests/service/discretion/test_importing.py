"""A table of baselines goes in whole or not at all, by who may, and each edition is final."""

from datetime import date

import pytest

from enforcement.discretion import queries, service
from enforcement.kernel.errors import InvalidInput, NotAllowed
from tests.bureau import Bureau

HEADER = "案由,施行日期,制定机关和文号,阶次,适用情形,下限,上限"
LIGHT = "38-4,2026-12-01,省局5号,较轻,主动退回,1,1.5"
HEAVY = "38-4,2026-12-01,省局5号,较重,拒不改正,1.5,2"
NEXT_YEAR = "38-4,2027-06-01,省局9号,全部,各种情节,1,2"


def load(bureau: Bureau, *lines: str, by: str = "system_admin") -> int:
    count: int = bureau.act(by, service.import_baselines, table="\n".join([HEADER, *lines]))
    return count


def faults(bureau: Bureau, *lines: str) -> list[str]:
    with pytest.raises(InvalidInput) as wrong:
        load(bureau, *lines)
    assert "没有写入任何内容" in wrong.value.sentence
    return list(wrong.value.fields["table"])


def test_editions_go_in_by_their_days_and_only_by_who_may(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        load(bureau, LIGHT, HEAVY, by="officer_a")
    assert load(bureau, NEXT_YEAR, LIGHT, HEAVY) == 2
    first, second = bureau.read(queries.editions, "38-4")
    assert [(one.edition, one.in_force_from) for one in (first, second)] == [
        (1, date(2026, 12, 1)),
        (2, date(2027, 6, 1)),
    ]
    assert [(tier.name, tier.low, tier.high) for tier in first.tiers] == [("较轻", 100, 150), ("较重", 150, 200)]
    assert "须晚于现有一版的施行日期（2027年6月1日）" in faults(bureau, LIGHT, HEAVY)[0]


def test_one_wrong_line_keeps_the_whole_table_out(bureau: Bureau) -> None:
    found = faults(
        bureau,
        NEXT_YEAR,
        LIGHT,
        "38-4,2026-12-01,省局5号,较重,拒不改正,1.6,2",
        "99-9,2026-12-01,省局5号,全部,各种情节,1,2",
        "41-1,2026-12-01,省局5号,全部,各种情节,1,9",
    )
    assert [sentence.split("：")[0] for sentence in found] == ["第4行", "第6行", "第5行"]
    assert "相接" in found[0]
    assert "各阶次合起来须等于法定幅度" in found[1]
    assert bureau.read(queries.baselines) == []
