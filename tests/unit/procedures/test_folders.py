"""A procedure folder with a hole in it stops the start, and says which."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enforcement.procedures import loading, ordinary_penalty
from enforcement.procedures.catalogue import catalogue, check, procedure, reachable
from enforcement.procedures.grammar import Milestone, Need, Step
from enforcement.procedures.loading import IncompleteProcedure

PENALTY = procedure("ordinary_penalty")
FOLDER = Path(ordinary_penalty.__path__[0])
NEVER = Need(any_of=frozenset({Milestone.RIGHTS_TOLD}), sentence="没有。", basis="第一条")

RULED = ("inspection", "licence", "other_result", "compulsory_measure")

PERIOD = """
[[period]]
key = "PAY"
title = "缴纳罚款"
opened_by = "decision_served"
closed_by = ["executed"]
length = 15
unit = "CALENDAR"
basis = "《行政处罚法》第六十七条"
in_force_from = {start}
{end}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "special_penalty"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def dated(start: str, end: str = "") -> str:
    return PERIOD.format(start=start, end=f"in_force_until = {end}" if end else "")


def test_the_shipped_folders_are_whole():
    assert set(catalogue()) >= {"ordinary_penalty", "spot_penalty", *RULED}
    for found in catalogue().values():
        check(found)
        assert reachable(found.steps) == set(found.steps)


def test_a_step_nobody_can_reach_is_refused():
    steps = dict(PENALTY.steps) | {Milestone.REPORTED: Step(needs=(NEVER,))}
    with pytest.raises(IncompleteProcedure, match="never reachable") as refused:
        check(replace(PENALTY, steps=steps))
    assert "reported" in str(refused.value)
    assert "decided" in str(refused.value), "and all that rests on it"


def test_two_steps_that_wait_for_each_other_are_refused():
    def waits_for(other: Milestone) -> Step:
        return Step(needs=(replace(NEVER, any_of=frozenset({other})),))

    steps = dict(PENALTY.steps)
    steps |= {Milestone.PAID: waits_for(Milestone.EXECUTED), Milestone.EXECUTED: waits_for(Milestone.PAID)}
    with pytest.raises(IncompleteProcedure, match="executed"):
        check(replace(PENALTY, steps=steps))


def test_a_period_that_waits_for_a_missing_step_is_refused():
    steps = {one: step for one, step in PENALTY.steps.items() if one is not Milestone.WITHDRAWN}
    with pytest.raises(IncompleteProcedure, match="WITHDRAW"):
        check(replace(PENALTY, steps=steps))


@pytest.mark.parametrize("name", ["periods.toml", "review.toml", "recording.toml", "publication.toml"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    readers = {"periods": loading.periods, "review": loading.review}
    readers |= {"recording": loading.recording, "publication": loading.publication}
    with pytest.raises(IncompleteProcedure, match=rf"special_penalty: {name} is missing"):
        readers[name.removesuffix(".toml")](folder)


OVERLAPS = {
    "the older one never ends": (dated("2018-01-01"), dated("2021-07-15")),
    "by one day": (dated("2018-01-01", "2021-07-15"), dated("2021-07-15")),
    "inside the other": (dated("2018-01-01", "2030-01-01"), dated("2021-07-15", "2022-01-01")),
    "the same twice": (dated("2021-07-15"), dated("2021-07-15")),
    "newer row first": (dated("2021-07-15"), dated("2018-01-01", "2021-07-15")),
}


@pytest.mark.parametrize("rows", OVERLAPS.values(), ids=OVERLAPS)
def test_rows_of_one_period_must_not_overlap(folder, rows):
    (folder / "periods.toml").write_text("".join(rows), "utf-8")
    with pytest.raises(IncompleteProcedure, match="rows of PAY overlap"):
        loading.periods(folder)


def test_rows_that_follow_each_other_are_each_in_force_in_their_time(folder):
    (folder / "periods.toml").write_text(dated("2018-01-01", "2021-07-14") + dated("2021-07-15"), "utf-8")
    found = replace(PENALTY, periods=loading.periods(folder))
    assert found.period_in_force("PAY", date(2021, 7, 14)).in_force_from == date(2018, 1, 1)
    assert found.period_in_force("PAY", date(2021, 7, 15)).in_force_from == date(2021, 7, 15)
    assert found.periods_in_force(date(2017, 12, 31)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [('unit = "CALENDAR"', 'unit = "FORTNIGHT"'), ('basis = "《行政处罚法》第六十七条"', 'basis = ""')],
)
def test_a_period_needs_a_known_unit_and_its_article(folder, old, new):
    (folder / "periods.toml").write_text(dated("2021-07-15").replace(old, new), "utf-8")
    with pytest.raises(IncompleteProcedure, match="PAY needs a known unit and a legal basis"):
        loading.periods(folder)


def test_a_recording_duty_has_a_known_level(folder):
    path = folder / "recording.toml"
    path.write_text(path.read_text("utf-8").replace('level = "MANDATORY"', 'level = "MAYBE"', 1), "utf-8")
    with pytest.raises(IncompleteProcedure, match="MAYBE"):
        loading.recording(folder)


DUTY = """
[[duty]]
step = "hearing"
title = "听证"
level = "AS_NEEDED"
basis = "国办发〔2018〕118号"
starts = "宣布听证开始"
ends = "宣布听证结束"
text_record = "听证笔录"
"""
DEFAULTS = """
[defaults]
manner = "执法记录仪"
keep = "随案卷"
in_force_from = 2019-01-03
"""


def test_rows_of_one_duty_must_not_overlap_and_are_each_in_force_in_their_time(folder):
    path = folder / "recording.toml"
    older, newer = f"{DUTY}in_force_until = 2025-12-31\n", f"{DUTY}in_force_from = 2026-01-01\n"
    path.write_text(DEFAULTS + DUTY + newer, "utf-8")
    with pytest.raises(IncompleteProcedure, match="rows of hearing overlap"):
        loading.recording(folder)
    stricter = newer.replace("AS_NEEDED", "MANDATORY").replace('听证"', '公开听证"')
    path.write_text(DEFAULTS + older + stricter, "utf-8")
    found = replace(PENALTY, recording=loading.recording(folder))
    assert [duty.level for duty in found.recording_in_force(date(2025, 12, 31))] == ["AS_NEEDED"]
    assert [duty.level for duty in found.recording_in_force(date(2026, 1, 1))] == ["MANDATORY"]
    assert found.recording_in_force(date(2018, 12, 31)) == ()
    assert found.recorded_steps == {"hearing": "公开听证"}


@pytest.mark.parametrize("wrong", [("国办发〔2018〕118号", ""), ("\nstarts", '\ncondition = "重大"\nstarts')])
def test_a_duty_needs_its_basis_and_a_condition_its_other_level(folder, wrong):
    (folder / "recording.toml").write_text(DEFAULTS + DUTY.replace(*wrong), "utf-8")
    with pytest.raises(IncompleteProcedure, match="hearing needs a legal basis"):
        loading.recording(folder)
