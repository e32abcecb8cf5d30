"""The whole table of gates: each need of each great step, refused by itself with its sentence, article and cure."""

import pytest
from hypothesis import given, settings

from enforcement.kernel.errors import RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.guards import GATES, gates
from enforcement.procedures.rules import may_reach, missing, standing
from tests.unit.procedures.walks import allowed, walks, wishes

PENALTY = procedure("ordinary_penalty")
TABLE = [(step, need) for step in GATES if step in PENALTY.steps for need in PENALTY.steps[step].needs]


def all_but(step: Milestone, left_out: frozenset[Milestone]) -> frozenset[Milestone]:
    """What the other needs of the step ask for, and nothing of this one but what makes it asked."""
    asked = {one for need in PENALTY.steps[step].needs for one in need.any_of | need.once}
    return frozenset(asked - left_out)


@pytest.mark.parametrize(("step", "need"), TABLE, ids=[f"{s}-{'-'.join(sorted(n.any_of))}" for s, n in TABLE])
def test_each_need_alone_shuts_its_gate(step, need):
    stands = all_but(step, need.any_of)
    assert need in missing(PENALTY, stands, step)
    with pytest.raises(RuleBroken) as refused:
        may_reach(PENALTY, stands, step)
    first = missing(PENALTY, stands, step)[0]
    assert (refused.value.sentence, refused.value.basis) == (first.sentence, first.basis)
    assert refused.value.cure == first.cure
    assert refused.value.cure
    assert "第" in refused.value.basis or "《" in refused.value.basis


@pytest.mark.parametrize(("step", "need"), TABLE, ids=[f"{s}-{'-'.join(sorted(n.any_of))}" for s, n in TABLE])
def test_any_of_what_a_need_names_meets_it(step, need):
    for one in need.any_of:
        assert need not in missing(PENALTY, all_but(step, need.any_of) | {one}, step)


def test_the_gates_stand_in_the_order_of_the_procedure_and_are_shut_at_first():
    found = gates(PENALTY, frozenset())
    assert [gate.step for gate in found] == [step for step in GATES if step in PENALTY.steps]
    assert not any(gate.open or gate.passed for gate in found)
    assert all(gate.missing for gate in found)


@settings(max_examples=150, deadline=None)
@given(walks(PENALTY, 40))
def test_a_gate_is_open_exactly_where_the_step_is_allowed(line):
    for gate in gates(PENALTY, standing(PENALTY, line)):
        assert gate.open is allowed(PENALTY, line, gate.step)
        if not gate.open:
            assert gate.missing or gate.barred or gate.passed


@settings(max_examples=150, deadline=None)
@given(wishes(40))
def test_every_refusal_on_any_way_has_its_sentence_its_ground_and_a_way_out(wanted):
    line: list[Milestone] = []
    for wish in wanted:
        stands = standing(PENALTY, line)
        if allowed(PENALTY, line, wish):
            may_reach(PENALTY, stands, wish)
            line.append(wish)
            continue
        with pytest.raises(RuleBroken) as refused:
            may_reach(PENALTY, stands, wish)
        assert refused.value.sentence.endswith("。")
        assert refused.value.basis
        assert refused.value.cure or wish not in PENALTY.steps


@settings(max_examples=100, deadline=None)
@given(walks(PENALTY, 60))
def test_a_suspended_case_is_carried_no_further(line):
    """Between suspension and resumption nothing is reported, drafted, notified, sent to review or decided."""
    carried = {
        Milestone.REPORTED,
        Milestone.DRAFTED,
        Milestone.PRIOR_NOTICE_ISSUED,
        Milestone.REVIEW_SUBMITTED,
        Milestone.DECIDED,
    }
    suspended = False
    for reached in line:
        assert not (suspended and reached in carried)
        suspended = reached is Milestone.SUSPENDED or (suspended and reached is not Milestone.RESUMED)
