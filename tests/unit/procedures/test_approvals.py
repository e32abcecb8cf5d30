"""Who signs between the handlers and the review is dated data of the folder, and a hole in it stops the start."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enforcement.accounts.rules import Role
from enforcement.procedures import approvals, ordinary_penalty
from enforcement.procedures.catalogue import check, procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.reading import IncompleteProcedure
from enforcement.procedures.rules import next_steps

PENALTY = procedure("ordinary_penalty")
FOLDER = Path(ordinary_penalty.__path__[0])
WITHOUT = """
[[chain]]
title = "承办机构负责人审核"
reason = "本机关由分管负责人直接决定，不设承办机构负责人审核环节。"
basis = "本机关内部审批规定"
in_force_from = 2026-07-01
"""
READY = {Milestone.FILED, Milestone.REPORTED, Milestone.DRAFTED}
HEARD = READY | {Milestone.PRIOR_NOTICE_SERVED, Milestone.DEFENCE_WAIVED}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "special_penalty"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def test_the_head_of_the_undertaking_unit_signs_by_default():
    rule = PENALTY.approval_on(date(2026, 3, 9))
    assert rule is not None
    assert (rule.office, bool(rule.basis)) == (Role.UNIT_HEAD, True)
    assert procedure("spot_penalty").approval_on(date(2026, 3, 9)) is None


def test_a_body_leaves_the_unit_head_out_from_a_day_on_and_says_so(folder):
    path = folder / "approval.toml"
    path.write_text(path.read_text("utf-8") + "in_force_until = 2026-06-30\n" + WITHOUT, "utf-8")
    found = replace(PENALTY, approval=approvals.approval(folder))
    before, after = found.approval_on(date(2026, 6, 30)), found.approval_on(date(2026, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.office, after.office) == (Role.UNIT_HEAD, None)
    assert "不设" in after.reason


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('office = "unit_head"', 'office = "officer"', "no hand in endorsing"),
        ('office = "unit_head"', 'office = "chief"', "ValueError"),
        ("《行政处罚法》第五十七条；冀医保发〔2019〕10号", "", "need a reason and a basis"),
        ("in_force_from = 2019-01-03", "in_force_from = 2019-01-03\n" + WITHOUT, "must not overlap"),
        ('title = "承办机构负责人审核"', "", "title"),
    ],
)
def test_a_hole_in_the_chain_stops_the_start(folder, old, new, said):
    path = folder / "approval.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(IncompleteProcedure, match=said):
        approvals.approval(folder)


def test_a_chain_without_its_steps_is_refused():
    with pytest.raises(IncompleteProcedure, match="come together"):
        check(replace(PENALTY, approval=()))


def test_the_signature_is_asked_once_the_party_was_heard_and_falls_with_the_text():
    assert Milestone.ENDORSEMENT_ASKED not in next_steps(PENALTY, frozenset(READY))
    assert Milestone.ENDORSEMENT_ASKED in next_steps(PENALTY, frozenset(HEARD))
    for fallen in (Milestone.DRAFTED, Milestone.DEFENCE_FILED, Milestone.HEARING_ENDED, Milestone.PRIOR_NOTICE_ISSUED):
        assert {Milestone.ENDORSED, Milestone.DECISION_RETURNED} <= PENALTY.steps[fallen].resets


def test_a_returned_case_is_not_decided_until_it_is_answered():
    agreed = frozenset(HEARD | {Milestone.REVIEW_AGREED})
    assert {Milestone.DECIDED, Milestone.DECISION_RETURNED} <= next_steps(PENALTY, agreed)
    returned = agreed | {Milestone.DECISION_RETURNED}
    assert Milestone.RETURN_ANSWERED in next_steps(PENALTY, returned)
    assert not {Milestone.DECIDED, Milestone.DISCUSSION_CALLED} & next_steps(PENALTY, returned)


def test_the_approval_form_is_asked_of_what_was_decided_and_of_nothing_that_left_undecided():
    def asked(*stands: Milestone) -> set[str]:
        return {paper.kind for paper in PENALTY.papers_of(frozenset(stands))}

    assert "decision_approval" in asked(Milestone.ENDORSED, Milestone.DECIDED)
    assert "decision_approval" in asked(Milestone.DECIDED, Milestone.NO_PENALTY_PROPOSED)
    assert "decision_approval" not in asked(Milestone.ENDORSED, Milestone.ITEMS_HANDED_OVER)
