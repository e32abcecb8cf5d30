"""What a declared step must state, and that nothing undeclared comes through."""

from dataclasses import replace
from datetime import date

import pytest

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.steps import rules

SPOT = procedure("spot_penalty")
STEP = rules.declared(SPOT, Milestone.REPORTED_FOR_RECORD)
FACTS = {"received_by": "法规科 韩静"}
MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize("milestone", [Milestone.DECIDED, Milestone.PUBLISHED, Milestone.FILED])
def test_no_other_milestone_comes_through(milestone: Milestone) -> None:
    for law in (SPOT, procedure("ordinary_penalty")):
        with pytest.raises(RuleBroken) as refused:
            rules.declared(law, milestone)
        assert refused.value.code == "NOT_RECORDABLE"


@pytest.mark.parametrize(
    ("facts", "paper", "field"),
    [
        ({}, "备案表1号", "fact_received_by"),
        ({"received_by": ""}, "备案表1号", "fact_received_by"),
        (FACTS, "", "paper"),
        (FACTS | {"more": "多余"}, "备案表1号", "facts"),
    ],
)
def test_what_the_folder_asks_for_is_stated(facts: dict[str, str], paper: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.is_complete(STEP, facts=facts, paper=paper, has_item=False)
    assert set(refused.value.fields) == {field}


def test_a_step_that_rests_on_evidence_names_it() -> None:
    asks = replace(STEP, evidence=True)
    with pytest.raises(InvalidInput) as refused:
        rules.is_complete(asks, facts=FACTS, paper="备案表1号", has_item=False)
    assert set(refused.value.fields) == {"item_id"}
    rules.is_complete(asks, facts=FACTS, paper="备案表1号", has_item=True)


def test_a_step_lies_between_what_it_follows_and_today() -> None:
    rules.is_in_its_time(MONDAY, after=MONDAY, today=MONDAY)
    with pytest.raises(InvalidInput) as refused:
        rules.is_in_its_time(date(2026, 3, 10), after=None, today=MONDAY)
    assert "晚于今天" in refused.value.fields["day"][0]
    with pytest.raises(InvalidInput) as refused:
        rules.is_in_its_time(date(2026, 3, 6), after=MONDAY, today=MONDAY)
    assert "2026-03-09" in refused.value.fields["day"][0]


def test_the_timeline_reads_it_in_one_line() -> None:
    told = rules.as_told(STEP, facts=FACTS, paper="备案表1号")
    assert told == "备案表1号；接收备案的机构和人员：法规科 韩静"
