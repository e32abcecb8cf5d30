"""Freezing a quarter, restating it, and the workbook that goes to the province."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import DatabaseError

from enforcement.decisions.rules import PenaltyKind
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.statistics import queries, service
from enforcement.statistics.rules import Quarter
from tests.bureau import Bureau
from tests.service.execution.course import FINE_FEN, decided, with_penalties

Q1 = Quarter(2026, 1)


def freeze(bureau: Bureau, *, by: str = "clerk", reason: str = "") -> int:
    return bureau.act(by, service.freeze_quarter, period="2026Q1", reason=reason)


def slip_in_a_decision(bureau: Bureau) -> None:
    """A decision of the closed quarter comes to light: dated back by somebody past all doors, to be restated."""
    case = decided(bureau)
    sqlite = bureau.runtime.settings.database_url.startswith("sqlite")
    bureau.sql("DROP TRIGGER decision_no_update" if sqlite else "ALTER TABLE decision DISABLE TRIGGER USER")
    key = case.hex if sqlite else str(case)
    bureau.sql("UPDATE decision SET decided_on = '2026-03-31' WHERE case_id = :key", key=key)


def test_the_live_quarter_counts_real_decisions(bureau: Bureau) -> None:
    decided(bureau)
    decided(bureau, text=with_penalties((PenaltyKind.FINE, 12_000_000, ""), (PenaltyKind.STOP_BUSINESS, 0, "一个月")))
    row = bureau.read(queries.quarter, Q1).rows[0]
    assert (row.of("fine"), row.of("stop"), row.total, row.amount_fen) == (1, 1, 2, FINE_FEN + 12_000_000)
    assert bureau.read(queries.quarter, Quarter(2026, 2)).rows[0].total == 0


def test_ST_5_recovered_funds_stay_out_of_the_amount(bureau: Bureau) -> None:
    decided(bureau)
    assert bureau.read(queries.quarter, Q1).rows[0].amount_fen == FINE_FEN


def test_ST_9_a_frozen_quarter_keeps_its_figures(bureau: Bureau) -> None:
    decided(bureau)
    bureau.on(date(2026, 4, 2))
    assert freeze(bureau) == 1
    slip_in_a_decision(bureau)
    (run,) = bureau.read(queries.runs, Q1)
    assert bureau.read(queries.frozen, run).rows[0].total == 1
    assert bureau.read(queries.quarter, Q1).rows[0].total == 2


def test_ST_9_a_later_change_becomes_a_version_with_its_reason(bureau: Bureau) -> None:
    decided(bureau)
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    slip_in_a_decision(bureau)
    with pytest.raises(InvalidInput) as refused:
        freeze(bureau)
    assert "reason" in refused.value.fields
    assert freeze(bureau, reason="补录三月三十一日作出的决定。") == 2
    newer, older = bureau.read(queries.runs, Q1)
    assert (newer.version, older.version, older.reason) == (2, 1, "")
    assert newer.digest != older.digest


def test_ST_9_no_version_without_a_difference(bureau: Bureau) -> None:
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    with pytest.raises(RuleBroken) as refused:
        freeze(bureau, reason="再来一次")
    assert refused.value.code == "NO_CHANGE"


def test_a_running_quarter_is_not_frozen(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken) as refused:
        freeze(bureau)
    assert refused.value.code == "QUARTER_RUNNING"


@pytest.mark.parametrize("login", ["officer_a", "agency_head", "supervisor", "system_admin"])
def test_only_the_clerk_freezes(bureau: Bureau, login: str) -> None:
    bureau.on(date(2026, 4, 2))
    with pytest.raises(NotAllowed):
        freeze(bureau, by=login)


def test_ST_10_the_drill_down_names_the_party_of_each_counted_decision(bureau: Bureau) -> None:
    decided(bureau)
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    (run,) = bureau.read(queries.runs, Q1)
    (one,) = bureau.read(queries.frozen, run).rows[0].listed("fine")
    assert one.party == "芜湖安康医院"
    assert one.party not in run.figures


def test_the_workbook_is_that_of_the_newest_frozen_version(bureau: Bureau) -> None:
    decided(bureau)
    live = _workbook(bureau, "clerk")
    assert "实时数据" in str(live["A8"].value)
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    slip_in_a_decision(bureau)
    frozen = _workbook(bureau, "supervisor")
    assert "第1版" in str(frozen["A8"].value)
    assert [frozen["D5"].value, frozen["O5"].value] == [1, 15]


def test_the_workbook_is_for_those_who_read_statistics(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.quarterly_workbook, period="2026Q1")


def test_the_database_keeps_frozen_reports(bureau: Bureau) -> None:
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    for statement in ("UPDATE report_run SET reason = 'x'", "DELETE FROM report_run"):
        with pytest.raises(DatabaseError, match="report_run is"):
            bureau.sql(statement)


def test_the_database_refuses_a_gap_between_versions(bureau: Bureau) -> None:
    bureau.on(date(2026, 4, 2))
    freeze(bureau)
    columns = "report, period, version, figures, digest, reason, frozen_by, frozen_at"
    with pytest.raises(DatabaseError, match="follow each other"):
        bureau.sql(
            f"INSERT INTO report_run (id, {columns}) SELECT '11111111111111111111111111111111', report, period, 3, "  # noqa: S608
            "figures, digest, 'x', frozen_by, frozen_at FROM report_run"
        )


def _workbook(bureau: Bureau, login: str):
    return load_workbook(io.BytesIO(bureau.act(login, service.quarterly_workbook, period="2026Q1"))).worksheets[0]
