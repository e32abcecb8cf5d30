"""A body's own days: with a basis, never against a statutory day off, and every running period follows them."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.cases import queries as cases
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.workdays import queries, service
from scheduler.jobs import TIMETABLE
from scheduler.runner import Runner
from tests.bureau import Bureau
from tests.service.cases.sweeps import letters

CLOSED = {"day": date(2026, 3, 11), "is_off": True, "name": "防汛停工", "basis": "市防指〔2026〕3号"}
RECOUNT = next(row for row in TIMETABLE if row.id == "recount")


def add(bureau: Bureau, login: str = "system_admin", **changes):
    return bureau.act(login, service.add_own_day, **(CLOSED | changes))


def test_E3_a_closure_moves_running_periods_keeps_the_old_day_and_tells_the_owner(bureau: Bureau, runtime):
    case = bureau.clue()
    before = bureau.read(cases.open_deadline, case, "CLUE_VERIFY")
    Runner(runtime).run(RECOUNT)
    bureau.later(minutes=5)
    add(bureau)
    bureau.later(minutes=5)
    Runner(runtime).run(RECOUNT)
    after = bureau.read(cases.open_deadline, case, "CLUE_VERIFY")
    assert (before.due_on, after.due_on) == (date(2026, 3, 30), date(2026, 3, 31))
    ((old, new, _at, reason),) = bureau.read(cases.recounts, after.id)
    assert (old, new, reason) == (before.due_on, after.due_on, "登记本机关 2026-03-11 防汛停工")
    assert letters(bureau, "officer_a") == letters(bureau, "officer_b") == ["线索核查期限由2026-03-30改为2026-03-31"]


def test_taking_it_back_moves_them_back_and_keeps_the_row(bureau: Bureau, runtime):
    case = bureau.clue()
    day = add(bureau)
    Runner(runtime).run(RECOUNT)
    bureau.later(minutes=5)
    bureau.act("system_admin", service.end_own_day, own_day_id=day)
    bureau.later(minutes=5)
    Runner(runtime).run(RECOUNT)
    assert bureau.read(cases.open_deadline, case, "CLUE_VERIFY").due_on == date(2026, 3, 30)
    (row,) = bureau.read(queries.own_days, standing=False)
    assert row.ended_at is not None
    assert bureau.read(queries.own_days) == []
    assert add(bureau) != day, "the same day may be closed again"


def test_several_periods_moved_are_one_message(bureau: Bureau, runtime):
    for _ in range(3):
        bureau.clue()
    Runner(runtime).run(RECOUNT)
    bureau.later(minutes=5)
    add(bureau)
    Runner(runtime).run(RECOUNT)
    assert letters(bureau, "officer_a") == ["3 项期限因工作日历变化改期"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": date(2027, 3, 11)}, "YEAR_NOT_LOADED"),
        ({"day": date(2026, 10, 1), "is_off": False}, "STATUTORY_DAY_OFF"),
        ({"day": date(2026, 10, 4), "is_off": False}, "STATUTORY_DAY_OFF"),
    ],
)
def test_a_statutory_day_off_is_nobodys_working_day(bureau: Bureau, changes, code):
    with pytest.raises(RuleBroken) as refused:
        add(bureau, **changes)
    assert refused.value.code == code


@pytest.mark.parametrize("changes", [{"day": date(2026, 3, 14)}, {"is_off": False}])
def test_what_changes_nothing_is_refused(bureau: Bureau, changes):
    with pytest.raises(InvalidInput) as refused:
        add(bureau, **changes)
    assert list(refused.value.fields) == ["day"]


def test_a_day_is_registered_once(bureau: Bureau):
    add(bureau)
    with pytest.raises(InvalidInput):
        add(bureau, name="又一次")


def test_an_extra_saturday_counts(bureau: Bureau):
    add(bureau, day=date(2026, 3, 14), is_off=False, name="补班")
    assert bureau.read(queries.calendar).is_workday(date(2026, 3, 14))


def test_an_unknown_day_is_not_taken_back(bureau: Bureau):
    with pytest.raises(NotFound):
        bureau.act("system_admin", service.end_own_day, own_day_id=uuid4())


@pytest.mark.parametrize("login", ["officer_a", "agency_head", "security_admin", "supervisor"])
def test_only_the_system_administrator_registers_days(bureau: Bureau, login):
    with pytest.raises(NotAllowed):
        add(bureau, login)
    with pytest.raises(NotAllowed):
        bureau.act(login, service.end_own_day, own_day_id=uuid4())


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM own_day", "UPDATE own_day SET day = '2026-03-12'", "UPDATE own_day SET basis = ' '"],
)
def test_the_database_keeps_a_registered_day(bureau: Bureau, statement):
    add(bureau)
    with pytest.raises(IntegrityError):
        bureau.sql(statement)
