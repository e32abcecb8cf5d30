"""The worked test of the counting rules, and what must hold for every set of decisions."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.decisions.rules import PenaltyKind as K
from enforcement.statistics import indicators
from enforcement.statistics.indicators import COLUMN_OF, SEVERITY, Made, heaviest, order_of
from enforcement.statistics.reports.quarterly import COLUMNS, changes, tabulate, thawed
from enforcement.statistics.rules import Quarter

YUAN = 100
Q4 = Quarter(2026, 4)


def made(number, *kinds, fine=0, confiscated=0, on=date(2026, 11, 3)):
    return Made(
        id=uuid4(),
        case_id=uuid4(),
        number=number,
        party=f"当事人{number}",
        decided_on=on,
        kinds=kinds,
        fine_fen=fine * YUAN,
        confiscated_fen=confiscated * YUAN,
    )


WORKED = [
    made("A", K.FINE, fine=5_000),
    made("B", K.FINE, K.CONFISCATE_GAINS, fine=20_000, confiscated=3_000),
    made("C", K.WARNING),
    made("D", K.STOP_BUSINESS, K.FINE, fine=50_000),
    made("E", K.FINE, fine=1_000, on=date(2026, 12, 31)),  # served in 2027
]


def test_ST_the_worked_example():
    row = tabulate(WORKED, Q4).rows[-1]
    figures = {column.key: row.of(column.key) for column in COLUMNS}
    assert {key: count for key, count in figures.items() if count} == {
        "warning": 1,
        "fine": 2,
        "confiscation": 1,
        "stop": 1,
    }
    assert (row.total, row.amount_fen, row.amount_text) == (5, 79_000 * YUAN, "7.90")


def test_ST_1_the_day_of_the_decision_decides_the_period():
    report = tabulate([*WORKED, made("F", K.FINE, fine=9, on=date(2026, 9, 30))], Q4)
    quarter, year = report.rows
    assert "F" not in {one.number for one in quarter.counted}
    assert (quarter.total, year.total) == (5, 6)


def test_ST_1_next_years_decisions_stay_out():
    assert tabulate([made("G", K.FINE, fine=9, on=date(2027, 1, 1))], Q4).rows[-1].total == 0


def test_ST_3_a_specific_kind_beats_other():
    assert heaviest([K.OTHER, K.WARNING], order_of("datong")) == "warning"


def test_ST_4_provinces_differ_where_revocation_stands():
    kinds = [K.REVOKE_LICENCE, K.STOP_BUSINESS]
    assert heaviest(kinds, order_of("datong")) == "revoke"
    assert heaviest(kinds, order_of("shandong")) == "stop"


@pytest.mark.parametrize("province", SEVERITY)
def test_ST_4_every_order_ranks_every_column_once(province):
    order = order_of(province)
    assert sorted(order) == sorted(column.key for column in COLUMNS)


def test_every_kind_of_penalty_has_its_column():
    assert set(COLUMN_OF) == set(K)
    assert set(COLUMN_OF.values()) == {column.key for column in COLUMNS if column.held}


def test_ST_5_recovered_funds_are_nowhere_in_the_amount():
    assert "recovery_fen" not in Made.__dataclass_fields__
    assert indicators.amount(WORKED[1]) == 23_000 * YUAN


def test_the_reason_says_day_and_heaviest_kind():
    (one,) = tabulate([WORKED[3]], Q4).rows[0].counted
    assert one.reason == "2026年11月3日作出决定；一案并处多种处罚只计一件，按其中最重的“责令停产停业”计入。"


kinds = st.lists(st.sampled_from(list(K)), min_size=1, max_size=4)
days = st.dates(date(2026, 1, 1), date(2027, 3, 31))
some = st.builds(lambda held, fine, on: made("x", *held, fine=fine, on=on), kinds, st.integers(0, 10**9), days)


@given(st.lists(some, max_size=12))
def test_ST_7_the_columns_sum_to_the_total(decisions):
    for row in tabulate(decisions, Q4).rows:
        assert sum(row.of(column.key) for column in COLUMNS) == row.total == len(row.listed("total"))


@given(st.lists(some, max_size=6))
def test_ST_10_a_frozen_report_thaws_to_the_same_figures(decisions):
    report = tabulate(decisions, Q4)
    parties = {one.case_id: one.party for one in decisions}
    again = thawed(report.frozen_text, parties)
    assert (again, again.digest) == (report, report.digest)


def test_no_party_is_named_in_what_is_frozen():
    assert "当事人" not in tabulate(WORKED, Q4).frozen_text


def test_ST_9_the_difference_to_a_frozen_report_is_named():
    before, after = tabulate(WORKED, Q4), tabulate([*WORKED[1:], made("H", K.WARNING)], Q4)
    said = {(change.sentence, change.counted.number) for change in changes(before, after)}
    assert said == {("冻结后新增", "H"), ("冻结后减少", "A")}
    assert changes(before, before) == ()
