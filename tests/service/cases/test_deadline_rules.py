"""A body's own terms: dated, only for what begins later, shorter but never longer, and never at the party's cost."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.cases import queries
from enforcement.cases import service as cases
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from tests.bureau import Bureau
from tests.service.cases.sweeps import letters, sweep

TERMS: dict[str, Any] = {
    "terms": "ordinary_penalty/CASE_DECIDE",
    "in_force_from": date(2026, 3, 10),
    "length": 60,
    "reminders": (10, 0),
    "unit_head_after": 2,
    "supervisor_after": 5,
    "basis": "临医保发〔2026〕4号办案时限规定",
}


def set_rule(bureau: Bureau, login: str = "agency_head", **changes: Any):
    return bureau.act(login, cases.set_deadline_rule, **(TERMS | changes))


def test_E1_a_shorter_time_applies_to_what_begins_later(bureau: Bureau):
    before = bureau.filed()
    rule = set_rule(bureau)
    bureau.on(date(2026, 3, 10))
    after = bureau.filed()
    old = bureau.read(queries.open_deadline, before, "CASE_DECIDE")
    new = bureau.read(queries.open_deadline, after, "CASE_DECIDE")
    assert (old.length, new.length) == (90, 60)
    assert new.due_on == date(2026, 5, 9), "a Saturday that works"
    assert new.basis == "《行政处罚法》第六十条；临医保发〔2026〕4号办案时限规定"
    assert bureau.sql("SELECT count(*) FROM deadline WHERE own_rule IS NOT NULL") == [(1,)]
    assert bureau.read(queries.rules_of)[0].id == rule


def test_the_ladder_is_the_bodys(bureau: Bureau):
    set_rule(bureau)
    bureau.on(date(2026, 3, 10))
    bureau.filed()
    for day in (date(2026, 4, 22), date(2026, 5, 9), date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 15)):
        bureau.on(day)
        sweep(bureau)
    assert letters(bureau, "officer_a") == [
        "办案期限还剩 10 个工作日",
        "办案期限今日到期",
        "办案期限已逾期 2 个工作日",
        "办案期限已逾期 5 个工作日",
    ]
    assert len(letters(bureau, "unit_head")) == 2
    assert len(letters(bureau, "supervisor")) == 1


def test_terms_follow_one_another_without_a_gap_or_overlap(bureau: Bureau):
    set_rule(bureau)
    set_rule(bureau, in_force_from=date(2026, 6, 1), length=None)
    newer, older = bureau.read(queries.rules_of)
    assert (older.in_force_from, older.in_force_until) == (date(2026, 3, 10), date(2026, 5, 31))
    assert (newer.in_force_from, newer.in_force_until, newer.length) == (date(2026, 6, 1), None, None)
    shown = next(row for row in bureau.read(queries.terms, date(2026, 3, 12)) if row.code == TERMS["terms"])
    assert (shown.rule.id, shown.coming) == (older.id, (newer,))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"length": 91}, RuleBroken),
        ({"terms": "ordinary_penalty/PAY", "length": 10}, RuleBroken),
        ({"terms": "ordinary_penalty/DEFENCE", "length": 3}, RuleBroken),
        ({"terms": "ordinary_penalty/NOTHING"}, InvalidInput),
        ({"in_force_from": date(2026, 3, 8)}, InvalidInput),
        ({"reminders": ()}, InvalidInput),
        ({"supervisor_after": 1}, InvalidInput),
    ],
)
def test_what_a_body_may_not_set_is_refused(bureau: Bureau, changes, refusal):
    with pytest.raises(refusal):
        set_rule(bureau, **changes)
    assert bureau.read(queries.rules_of) == []


def test_a_party_keeps_its_time_but_may_be_watched_more_closely(bureau: Bureau):
    set_rule(bureau, terms="ordinary_penalty/PAY", length=None)
    assert bureau.read(queries.rules_of)[0].reminders == "10,0"


def test_a_rule_is_not_set_before_or_on_the_day_of_the_last(bureau: Bureau):
    set_rule(bureau)
    for day in (TERMS["in_force_from"], date(2026, 3, 9)):
        with pytest.raises(InvalidInput) as refused:
            set_rule(bureau, in_force_from=day)
        assert list(refused.value.fields) == ["in_force_from"]


@pytest.mark.parametrize("login", ["officer_a", "unit_head", "supervisor", "system_admin", "security_admin"])
def test_only_the_head_of_the_agency_sets_terms(bureau: Bureau, login):
    with pytest.raises(NotAllowed):
        set_rule(bureau, login)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deadline_rule SET length = 120",
        "UPDATE deadline_rule SET basis = 'x'",
        "DELETE FROM deadline_rule",
        "UPDATE deadline_rule SET in_force_until = '2025-01-01'",
    ],
)
def test_the_database_keeps_terms_as_they_were_set(bureau: Bureau, statement):
    set_rule(bureau)
    with pytest.raises(IntegrityError):
        bureau.sql(statement)


def test_an_ended_rule_stays_ended(bureau: Bureau):
    set_rule(bureau)
    set_rule(bureau, in_force_from=date(2026, 6, 1))
    with pytest.raises(IntegrityError):
        bureau.sql("UPDATE deadline_rule SET in_force_until = NULL WHERE in_force_until IS NOT NULL")


@pytest.mark.parametrize(("key", "login"), [("LEGAL_REVIEW", "reviewer"), ("WITHDRAW", "clerk")])
def test_work_that_is_an_offices_own_is_told_to_that_office(bureau: Bureau, key, login):
    bureau.filed()
    changed = "UPDATE deadline SET key = :key, due_on = '2026-05-06', next_on = '2026-05-06' WHERE closed_at IS NULL"
    bureau.sql(changed, key=key)
    bureau.on(date(2026, 5, 6))
    sweep(bureau)
    assert letters(bureau, login) == ["办案期限今日到期"]
