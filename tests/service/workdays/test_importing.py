"""A year's arrangement arrives: loaded once, replaced by a newer text, and the running periods follow it."""

from datetime import date

import pytest

from enforcement.cases import queries as cases
from enforcement.cases import service as deadlines
from enforcement.kernel.errors import InvalidInput, NotAllowed
from enforcement.messages import queries as messages
from enforcement.workdays import queries, service
from enforcement.workdays.rules import SEED_FOLDER, YearStatus
from tests.bureau import Bureau


def text_of(year: int) -> bytes:
    return (SEED_FOLDER / f"{year}.toml").read_bytes()


def test_shipped_years_are_loaded_once(bureau: Bureau) -> None:
    before = bureau.read(queries.loaded_years)
    assert {row.year for row in before} >= set(range(2019, 2027))
    assert bureau.act("system", service.import_shipped_years) == []
    assert bureau.read(queries.loaded_years) == before


def test_a_newer_text_of_a_year_replaces_its_days_and_counts_up(bureau: Bureau) -> None:
    before = next(row for row in bureau.read(queries.loaded_years) if row.year == 2026)
    count = "SELECT count(*) FROM calendar_day WHERE year = 2026"
    days = bureau.sql(count)[0][0]
    bureau.act("system_admin", service.import_year, arrangement=text_of(2026))
    after = next(row for row in bureau.read(queries.loaded_years) if row.year == 2026)
    assert (after.version, after.status) == (before.version + 1, YearStatus.OFFICIAL)
    assert bureau.sql(count)[0][0] == days


@pytest.mark.parametrize("arrangement", [b"", b"x", b"\xff\xfe", b"year = 2027", b"year = 'soon'\nstatus = 'OFFICIAL'"])
def test_what_is_no_arrangement_is_refused_with_a_sentence(bureau: Bureau, arrangement: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        bureau.act("system_admin", service.import_year, arrangement=arrangement)
    assert refused.value.fields["arrangement"][0]


@pytest.mark.parametrize("login", ["officer_a", "agency_head", "security_admin", "audit_admin"])
def test_only_the_system_administrator_imports(bureau: Bureau, login: str) -> None:
    with pytest.raises(NotAllowed):
        bureau.act(login, service.import_year, arrangement=text_of(2026))


ARRANGEMENT = """
year = 2027
status = "OFFICIAL"
notice = "国办发明电〔2026〕9号"

[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-05
shift_days = [2027-01-09]
"""


def test_E3_a_period_counted_on_an_estimate_is_recounted_and_keeps_its_old_day(bureau: Bureau) -> None:
    """Two working days fewer, one Saturday more: the period ends one working day later than was estimated."""
    bureau.on(date(2026, 12, 28))
    case = bureau.clue(discovered_on=date(2026, 12, 21), act_date=date(2026, 12, 1))
    before = bureau.read(cases.open_deadline, case, "CLUE_VERIFY")
    assert (before.due_on, before.provisional) == (date(2027, 1, 19), True)
    bureau.act("system_admin", service.import_year, arrangement=ARRANGEMENT.encode())
    assert bureau.act("system", deadlines.recount, reason="2027 年放假安排公布") >= 1
    after = bureau.read(cases.open_deadline, case, "CLUE_VERIFY")
    assert (after.due_on, after.provisional) == (date(2027, 1, 20), False)
    assert [row[:2] for row in bureau.read(cases.recounts, after.id)] == [(before.due_on, after.due_on)]
    for login in ("officer_a", "officer_b"):
        told = bureau.read(messages.inbox, bureau.id(login))
        assert any("2027-01-20" in message.subject for message in told)


def test_E3_recounting_again_moves_and_tells_nothing(bureau: Bureau) -> None:
    bureau.clue()
    assert bureau.act("system", deadlines.recount, reason="再算一次") == 0
    assert list(bureau.read(messages.inbox, bureau.id("officer_a"))) == []
