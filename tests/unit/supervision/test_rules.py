from datetime import date
from uuid import uuid4

import pytest

from enforcement.accounts.rules import Role
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import AccountId, Actor
from enforcement.procedures.grammar import Stage
from enforcement.supervision import defaults, rules
from enforcement.supervision.rules import Ground, OrderText, State, Term

DUE = date(2026, 3, 9)
TERM = Term(reply_workdays=5, longest=30, reminders=(1, 0), in_force_from=date(2021, 7, 15))


def text(**more: object) -> OrderText:
    return OrderText(**{"wrong": "逾期", "basis": "第四十八条", "demand": "公示", "days": 5} | more)


def test_the_ground_is_where_the_order_starts_from():
    assert text().ground is Ground.OTHER
    assert text(deadline_id=uuid4()).ground is Ground.OVERDUE
    assert text(check="F1").ground is Ground.SCORING
    with pytest.raises(InvalidInput):
        rules.starts_from_one(text(check="F1", deadline_id=uuid4()))


@pytest.mark.parametrize("days", [None, 0, 31])
def test_a_term_lies_within_the_configured_one(days):
    with pytest.raises(InvalidInput) as refused:
        rules.term_is_sensible(days, TERM)
    assert "1至30个工作日" in refused.value.fields["days"][0]
    rules.term_is_sensible(30, TERM)


def test_only_a_period_that_ran_out_is_pursued():
    for closed_on, today in ((None, DUE), (DUE, date(2026, 4, 1))):
        with pytest.raises(InvalidInput):
            rules.period_ran_out(due_on=DUE, closed_on=closed_on, today=today)
    rules.period_ran_out(due_on=DUE, closed_on=None, today=date(2026, 3, 10))
    rules.period_ran_out(due_on=DUE, closed_on=date(2026, 3, 10), today=DUE)


def test_handlers_and_the_head_of_their_unit_answer():
    handler, unit = uuid4(), uuid4()
    of_unit = {"unit_id": unit, "name": "甲", "roles": frozenset({Role.UNIT_HEAD})}
    head = Actor(id=AccountId(uuid4()), **of_unit)
    other = Actor(id=AccountId(uuid4()), **of_unit | {"unit_id": uuid4()})
    assert rules.answers_for(Actor(id=AccountId(handler), name="乙"), handlers=[handler], unit_id=unit)
    assert rules.answers_for(head, handlers=[handler], unit_id=unit)
    assert not rules.answers_for(other, handlers=[handler], unit_id=unit)
    with pytest.raises(RuleBroken, match="书面回复"):
        rules.may_answer(False)


def test_each_step_follows_the_one_before():
    rules.awaits_reply(State.WAITING)
    rules.awaits_ruling(State.REPLIED)
    for state in (State.REPLIED, State.CLOSED):
        with pytest.raises(RuleBroken):
            rules.awaits_reply(state)
    for state in (State.WAITING, State.CLOSED):
        with pytest.raises(RuleBroken):
            rules.awaits_ruling(state)


def test_closing_rests_on_evidence_and_never_on_ones_own_word():
    with pytest.raises(InvalidInput):
        rules.ruling_is_whole(closed=True, evidence="")
    with pytest.raises(InvalidInput):
        rules.ruling_is_whole(closed=False, evidence="公示页面")
    me = uuid4()
    with pytest.raises(RuleBroken, match="自己的回复"):
        rules.not_own_reply(me, me)


def test_what_was_archived_and_who_is_no_handler_are_refused():
    with pytest.raises(RuleBroken, match="归档"):
        rules.file_is_open(Stage.ARCHIVED)
    with pytest.raises(InvalidInput):
        rules.addressee_handles(uuid4(), [uuid4()])
    with pytest.raises(RuleBroken, match="督〔2026〕1号"):
        rules.not_ordered_already("芜医保督〔2026〕1号")
    with pytest.raises(InvalidInput):
        rules.proofs_are_of_case([uuid4()], [], field="items")


def test_the_defaults_are_data_and_whole():
    assert defaults.term(DUE).reply_workdays <= defaults.term(DUE).longest
    assert all(defaults.demand(ground) for ground in Ground)
    with pytest.raises(defaults.IncompleteDefaults):
        defaults.read("[[term]]\nreply_workdays = 5\n")
    with pytest.raises(defaults.IncompleteDefaults):
        defaults.term(date(2020, 1, 1))
