"""The standard as data, and the score as arithmetic."""

from dataclasses import replace
from datetime import date

import pytest

from enforcement.procedures.grammar import Milestone
from enforcement.scoring import standard
from enforcement.scoring.checks import ASKED
from enforcement.scoring.rules import FULL_SCORE, Severity, Verdict, worst_first
from tests.unit.scoring.files import AGREED, KNOWN, WHOLE, terms_with, without

ROW = """
[[check]]
key = "F18"
title = "没有散件"
severity = "POINTS"
points = 5
basis = "第五十七条"
cure = "evidence.tab"
in_force_from = 2021-07-15
"""


def test_every_check_has_a_row_with_basis_and_place() -> None:
    rows = standard.checks()
    assert {row.key for row in rows} == set(ASKED)
    assert all("《" in row.basis and row.cure.count(".") == 1 for row in rows)


def test_a_whole_file_keeps_its_hundred() -> None:
    sheet = standard.sheet(WHOLE, knows=KNOWN)
    assert (sheet.score, sheet.lost, sheet.faults) == (FULL_SCORE, 0, ())


def test_points_are_lost_one_by_one() -> None:
    sheet = standard.sheet(without(loose=("散件。",), terms=terms_with("CASE_DECIDE", extended=1)), knows=KNOWN)
    lost = {one.check.key: one.lost for one in sheet.faults}
    assert set(lost) == {"F9", "F18"}
    assert sheet.score == FULL_SCORE - sum(lost.values())
    assert not sheet.knock_outs


def test_one_knock_out_fails_the_file() -> None:
    sheet = standard.sheet(without(told="other", loose=("散件。",)), knows=KNOWN)
    assert sheet.score == 0
    assert [one.check.key for one in sheet.faults] == ["F15", "F18"], "what fails the file comes first"
    assert [one.check.key for one in sheet.cured_on("hearings")] == ["F15"]
    assert [one.check.key for one in sheet.cured_on("evidence")] == ["F18"]


def test_a_file_is_scored_by_the_standard_of_its_filing_day() -> None:
    old = standard.sheet(without(filed_on=date(2019, 1, 4)), knows=KNOWN)
    assert {one.check.key for one in old.findings} == {"F4", "F12", "F13"}


def test_a_procedure_without_the_step_is_not_asked() -> None:
    sheet = standard.sheet(without(agreed=None), knows=KNOWN - {Milestone.REVIEW_AGREED})
    found = next(one for one in sheet.findings if one.check.key == "F7")
    assert found.verdict is Verdict.NOT_ASKED


def test_the_worst_file_comes_first() -> None:
    clean, poor, failed = (
        standard.sheet(file, knows=KNOWN)
        for file in (WHOLE, without(loose=("散件。",)), without(agreed=replace(AGREED, qualified=False)))
    )
    assert worst_first([clean, poor, failed]) == [2, 1, 0]


def test_a_changed_standard_is_a_new_row() -> None:
    ended = ROW + "in_force_until = 2026-12-31\n"
    later = ROW.replace("2021-07-15", "2027-01-01").replace("points = 5", "points = 8")
    assert [row.points for row in standard.read(ended + later)] == [5, 8]


@pytest.mark.parametrize(
    "text",
    [
        ROW + ROW,
        ROW.replace("F18", "F99"),
        ROW.replace("第五十七条", ""),
        ROW.replace("points = 5", ""),
        ROW.replace("POINTS", "SEVERE"),
        ROW.replace('cure = "evidence.tab"', ""),
        ROW.replace(f'"{Severity.POINTS}"', f'"{Severity.KNOCK_OUT}"'),
        ROW + 'asks_of = "flown"\n',
    ],
)
def test_an_incomplete_row_stops_the_start(text: str) -> None:
    with pytest.raises(standard.IncompleteStandard):
        standard.read(text)
