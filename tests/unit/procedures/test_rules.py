"""Which step follows which: the law's order, against a second reading of the same table."""

import pytest
from hypothesis import given, settings

from enforcement.kernel.errors import RuleBroken
from enforcement.procedures.catalogue import catalogue, procedure
from enforcement.procedures.grammar import MILESTONE_NAMES, STAGE_NAMES, Milestone, Stage
from enforcement.procedures.ordinary_penalty.exits import GONE
from enforcement.procedures.rules import may_reach, next_steps, stage, standing
from tests.unit.procedures.walks import allowed, stage_after, stands_after, walks, wishes

PENALTY = procedure("ordinary_penalty")
COURSE = (
    Milestone.CLUE_REGISTERED,
    Milestone.FILING_PROPOSED,
    Milestone.FILED,
    Milestone.EVIDENCE_SEALED,
    Milestone.REPORTED,
    Milestone.DRAFTED,
    Milestone.PRIOR_NOTICE_ISSUED,
    Milestone.PRIOR_NOTICE_SERVED,
    Milestone.DEFENCE_WAIVED,
    Milestone.REVIEW_SUBMITTED,
    Milestone.REVIEW_AGREED,
    Milestone.DECIDED,
    Milestone.DECISION_SERVED,
    Milestone.PAID,
    Milestone.EXECUTED,
    Milestone.CLOSED,
    Milestone.ARCHIVED,
)
# What the decision rests on; without any one of them it is refused with the article named.
ARTICLES = {
    Milestone.REPORTED: "第三十六条",
    Milestone.PRIOR_NOTICE_SERVED: "第四十四条",
    Milestone.DEFENCE_WAIVED: "第四十五条",
    Milestone.REVIEW_AGREED: "第五十八条",
}


def refused(line, wanted) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught:
        may_reach(PENALTY, standing(PENALTY, line), wanted)
    return caught.value


def test_the_ordinary_course_is_allowed_from_end_to_end():
    for place, wanted in enumerate(COURSE):
        may_reach(PENALTY, standing(PENALTY, COURSE[:place]), wanted)
    assert stage(PENALTY, COURSE) is Stage.ARCHIVED


@pytest.mark.parametrize(("missing", "article"), ARTICLES.items())
def test_no_decision_without_each_of_its_grounds(missing, article):
    line = [one for one in COURSE[: COURSE.index(Milestone.DECIDED)] if one is not missing]
    found = refused(line, Milestone.DECIDED)
    assert found.code == "OUT_OF_ORDER"
    assert article in found.basis


@pytest.mark.parametrize("left_out", COURSE[:-1])
def test_no_step_of_the_course_can_be_left_out(left_out):
    """Beside payment, which a fully performed decision need not have in parts."""
    rest = [one for one in COURSE if one is not left_out]
    walked: list[Milestone] = []
    for wanted in rest:
        if not allowed(PENALTY, walked, wanted):
            assert refused(walked, wanted).sentence
            return
        walked.append(wanted)
    assert left_out is Milestone.PAID


TAKEN_BACK = {
    Milestone.DRAFTED: Milestone.REVIEW_AGREED,
    Milestone.PRIOR_NOTICE_ISSUED: Milestone.PRIOR_NOTICE_SERVED,
    Milestone.DEFENCE_FILED: Milestone.REVIEW_AGREED,
}


@pytest.mark.parametrize(("happens", "lost"), TAKEN_BACK.items())
def test_a_change_takes_back_what_rested_on_the_old_text(happens, lost):
    line = list(COURSE[: COURSE.index(Milestone.DECIDED)])
    assert lost in standing(PENALTY, line)
    assert lost not in standing(PENALTY, [*line, happens])
    assert refused([*line, happens], Milestone.DECIDED).code == "OUT_OF_ORDER"


@pytest.mark.parametrize("ended", [Milestone.NOT_FILED, Milestone.CLOSED])
def test_an_ended_case_is_not_worked_on(ended):
    line = [Milestone.CLUE_REGISTERED, ended] if ended is Milestone.NOT_FILED else list(COURSE[:-1])
    for wanted in (Milestone.FILED, Milestone.EVIDENCE_SEALED, Milestone.REPORTED, Milestone.DECIDED, Milestone.PAID):
        assert refused(line, wanted).code in {"OUT_OF_ORDER", "ALREADY_PAST"}


def test_a_step_of_another_procedure_is_named_as_such():
    without = {one: step for one, step in PENALTY.steps.items() if one is not Milestone.PAID}
    shorter = type(PENALTY)(**{**vars(PENALTY), "steps": without})
    with pytest.raises(RuleBroken) as caught:
        may_reach(shorter, frozenset(), Milestone.PAID)
    assert caught.value.code == "NO_SUCH_STEP"
    assert MILESTONE_NAMES[Milestone.PAID] in caught.value.sentence


@given(wishes(40))
def test_any_wish_is_granted_or_refused_alike_by_both_readings(wanted):
    line: list[Milestone] = []
    for wish in wanted:
        stands = standing(PENALTY, line)
        assert stands == stands_after(PENALTY, line)
        if allowed(PENALTY, line, wish):
            may_reach(PENALTY, stands, wish)
            line.append(wish)
        else:
            found = refused(line, wish)
            assert found.sentence
            assert found.basis
    assert stage(PENALTY, line) is stage_after(PENALTY, line)


@settings(max_examples=200)
@given(walks(PENALTY, 60))
def test_a_lawful_line_keeps_the_order_of_the_law(line):
    """Said without the table: what every case that got somewhere must have behind it."""
    for place, reached in enumerate(line):
        before = set(line[:place])
        if reached is Milestone.DECIDED:
            heard = {Milestone.DEFENCE_WAIVED, Milestone.DEFENCE_EXPIRED, Milestone.DEFENCE_ANSWERED}
            assert {Milestone.REPORTED, Milestone.REVIEW_AGREED} <= before
            assert Milestone.NOTICE_NOT_DUE in before or (Milestone.PRIOR_NOTICE_SERVED in before and before & heard)
        if reached is Milestone.PUBLISHED:
            assert {Milestone.DECIDED, Milestone.PUBLICATION_CONFIRMED} <= before
        if reached is Milestone.ARCHIVED:
            assert Milestone.CLOSED in before
            assert before & (GONE | {Milestone.EXECUTED})
    assert line.count(Milestone.DECIDED) <= 1
    assert line.count(Milestone.FILED) <= 1


@given(walks(PENALTY, 60))
def test_after_the_last_agreement_nothing_under_review_changed(line):
    if Milestone.DECIDED in line:
        upto = line[: line.index(Milestone.DECIDED)]
        agreed = len(upto) - 1 - upto[::-1].index(Milestone.REVIEW_AGREED)
        assert not {Milestone.DRAFTED, Milestone.PRIOR_NOTICE_ISSUED, Milestone.DEFENCE_FILED} & set(upto[agreed:])


@given(walks(PENALTY, 30))
def test_buttons_are_offered_exactly_where_the_step_is_allowed(line):
    offered = next_steps(PENALTY, standing(PENALTY, line))
    assert offered == {one for one in Milestone if allowed(PENALTY, line, one)}


def test_every_milestone_and_stage_has_a_chinese_name():
    assert set(MILESTONE_NAMES) == set(Milestone)
    assert set(STAGE_NAMES) == set(Stage)
    assert len(set(MILESTONE_NAMES.values())) == len(Milestone)


def test_every_need_of_every_procedure_names_an_article():
    bases = [need.basis for found in catalogue().values() for step in found.steps.values() for need in step.needs]
    assert [basis for basis in bases if not ("第" in basis or "《" in basis)] == []
    assert len(bases) > 20
