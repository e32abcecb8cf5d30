"""Sessions: opened anew, counted out, taken back at once, and worth nothing to whoever planted or copied one."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.accounts.service import signing_in
from enforcement.audit import queries as journal
from tests.web.visitor import SIGN_IN, TOKEN, Office, open_office

DESK = "/office/messages/"
WRONG = "Wrong-2026-only"


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def verbs(office: Office) -> list[str]:
    return [entry.verb for entry in office.bureau.read(journal.newest).rows]


def without_token(page: str) -> str:
    return re.sub(re.escape(TOKEN.search(page)[1]), "", page)


def test_the_right_password_opens_the_desk(office):
    browser = office.browser()
    answer = browser.sign_in("officer_a")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/office/")
    assert browser.get(DESK).status_code == 200
    assert verbs(office)[0] == "accounts.signed_in"


def test_a_wrong_password_and_an_unknown_name_read_the_same(office):
    browser = office.browser()
    wrong, unknown = browser.sign_in("officer_a", WRONG), browser.sign_in("nobody_here", WRONG)
    assert wrong.status_code == unknown.status_code == 403
    assert signing_in.REFUSED in wrong.text
    assert without_token(wrong.text) == without_token(unknown.text)
    assert verbs(office)[:2] == ["accounts.sign_in_refused"] * 2
    assert browser.get(DESK).status_code == 302


def test_five_failures_lock_one_account_and_nobody_else(office):
    browser = office.browser()
    for _ in range(signing_in.MAX_FAILURES):
        assert browser.sign_in("officer_a", WRONG).status_code == 403
    assert browser.sign_in("officer_a").status_code == 403, "locked: even the right password is refused"
    assert office.browser().sign_in("officer_b").status_code == 302
    office.bureau.later(seconds=signing_in.LOCK.total_seconds() - 1)
    assert browser.sign_in("officer_a").status_code == 403
    office.bureau.later(seconds=2)
    assert browser.sign_in("officer_a").status_code == 302


def test_four_failures_do_not_lock(office):
    browser = office.browser()
    for _ in range(signing_in.MAX_FAILURES - 1):
        browser.sign_in("officer_a", WRONG)
    assert browser.sign_in("officer_a").status_code == 302


def test_an_idle_session_ends(office):
    browser = office.browser("officer_a")
    for _ in range(3):
        office.bureau.later(minutes=29)
        assert browser.get(DESK).status_code == 200, "work keeps it alive"
    office.bureau.later(seconds=signing_in.IDLE.total_seconds() + 60)
    assert browser.get(DESK).headers["Location"].startswith(SIGN_IN)


def test_no_session_outlives_half_a_day(office):
    browser = office.browser("officer_a")
    for _ in range(int(signing_in.LONGEST / timedelta(minutes=20))):
        office.bureau.later(minutes=20)
        browser.get(DESK)
    office.bureau.later(minutes=1)
    assert browser.get(DESK).status_code == 302


def test_signing_out_takes_the_session_back_also_from_a_copy_of_the_cookie(office):
    browser, thief = office.browser("officer_a"), office.browser()
    thief.client.set_cookie("office", browser.cookie())
    assert thief.get(DESK).status_code == 200
    assert browser.post("/office/logout").status_code == 302
    assert browser.get(DESK).status_code == 302
    assert thief.get(DESK).status_code == 302
    assert verbs(office)[0] == "accounts.signed_out"


def test_a_session_planted_before_signing_in_is_not_the_one_after_it(office):
    browser, planter = office.browser(), office.browser("officer_b")
    browser.client.set_cookie("office", planter.cookie())
    planted = browser.cookie()
    assert browser.sign_in("officer_a").status_code == 302
    assert browser.cookie() != planted
    assert "安正" in browser.get(DESK).text
    assert "安正" not in planter.get(DESK).text


def test_each_signing_in_has_a_token_of_its_own(office):
    first, second = office.bearer("officer_a"), office.bearer("officer_a")
    assert first != second
    stored = {row[0] for row in office.bureau.sql("SELECT token_hash FROM login_session")}
    assert not {held["Authorization"].removeprefix("Bearer ") for held in (first, second)} & stored


def test_a_role_taken_away_is_gone_with_the_next_request(office):
    browser = office.browser("clerk")
    assert browser.get("/office/publication/list").status_code == 200
    clerk = office.bureau.id("clerk")
    office.bureau.act("security_admin", people.end_role, account_id=clerk, role=Role.PUBLICITY_CLERK)
    assert browser.get("/office/publication/list").status_code == 403


def test_whoever_lost_the_last_role_may_still_sign_out(office):
    browser = office.browser("clerk")
    office.bureau.act(
        "security_admin", people.end_role, account_id=office.bureau.id("clerk"), role=Role.PUBLICITY_CLERK
    )
    token = browser.get("/office/").text
    assert 'action="/office/logout"' in token
    assert browser.post("/office/logout").headers["Location"] == SIGN_IN
    assert browser.get(DESK).headers["Location"].startswith(SIGN_IN)


def test_a_closed_account_is_out_at_once(office):
    browser = office.browser("officer_a")
    office.bureau.sql("UPDATE account SET active = false WHERE login = 'officer_a'")
    assert browser.get(DESK).status_code == 302
    assert browser.sign_in("officer_a").status_code == 403


ELSEWHERE = (
    "https://evil.example/office/",
    "//evil.example/office/",
    "/\\evil.example",
    "/office/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/evil",
    "office/",
    "/office/\r\nX-Evil: 1",
    "http:/office/",
)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_after_signing_in_one_stays_in_the_house(office, wanted):
    browser = office.browser()
    answer = browser.client.post(
        SIGN_IN,
        query_string={"next": wanted},
        data={"csrf_token": browser.token(), "login": "officer_a", "password": "Demo-2026-only"},
    )
    assert answer.status_code == 302
    where = answer.headers["Location"]
    assert where.startswith("/office/")
    assert "evil.example" not in where
    assert "X-Evil" not in answer.headers


def test_one_returns_to_the_page_one_asked_for(office):
    browser = office.browser()
    asked = browser.get("/office/cases/?stage=filing")
    answer = browser.sign_in("officer_a", address=asked.headers["Location"])
    assert answer.headers["Location"] == "/office/cases/?stage=filing"


@pytest.mark.parametrize("password", ["", "x" * 201, "\x00", "口令" * 50, "\u202e"])
def test_odd_passwords_are_refused_like_wrong_ones(office, password):
    assert office.browser().sign_in("officer_a", password).status_code in {403, 422}
