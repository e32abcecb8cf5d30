"""What another site could make a signed-in browser send is refused; what it cannot send needs no token."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.accounts.rules import Role
from enforcement.demo.people import PEOPLE
from tests.bureau import PASSWORD
from tests.house import ledger
from tests.house.routes import address, routes_of
from tests.web.visitor import SIGN_IN, Office, office_on_copy

STALE = "页面已过期或不是从本系统打开"


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("office")) as opened:
        yield opened


def test_every_post_of_a_browser_needs_the_token(office):
    """All unsafe routes, by somebody who may use them, with no token and with one of another session."""
    stolen = {"X-CSRFToken": office.browser("officer_b").token()}
    browsers = {person.role: office.browser(person.login) for person in reversed(PEOPLE)}
    unsafe = [r for r in routes_of("office", office.app) if r.method in {"POST", "PUT", "PATCH", "DELETE"}]
    before = ledger.contents(ledger.engine_of(office.runtime))
    passed = []
    for route in unsafe:
        browser = browsers[route.roles[0] if route.permission else Role.OFFICER]
        for token in ({}, stolen):
            answer = browser.client.open(address(office.app, route), method=route.method, headers=token, data={})
            told = answer.get_json()["sentence"] if answer.is_json else answer.text
            if answer.status_code != 400 or STALE not in told:
                passed.append(f"{route.line}: {answer.status_code}")
    assert passed == []
    assert len(unsafe) > 80
    assert ledger.contents(ledger.engine_of(office.runtime)) == before


def test_the_refusal_is_said_in_chinese_on_page_and_api(office):
    browser = office.browser("officer_a")
    page = browser.client.post("/office/cases/register", data={})
    told = browser.client.post("/api/v1/cases/register", json={})
    assert page.status_code == told.status_code == 400
    assert "没有提交成功" in page.text
    assert told.get_json()["sentence"].startswith(STALE)


def test_signing_in_itself_needs_the_token(office):
    """Else another site could sign a person into an account of its own, and read what they write there."""
    answer = office.app.test_client().post(SIGN_IN, data={"login": "officer_a", "password": PASSWORD})
    assert answer.status_code == 400


def test_the_token_lets_the_same_request_through(office):
    browser = office.browser("officer_a")
    assert browser.post("/office/cases/register").status_code == 422
    fields = {"X-CSRFToken": browser.token()}
    assert browser.client.post("/api/v1/cases/register", json={}, headers=fields).status_code == 422


def test_a_bearer_token_works_without_cookie_and_forgery_token(office):
    client = office.app.test_client()
    opened = client.post("/api/v1/sessions", json={"login": "officer_a", "password": PASSWORD})
    assert opened.status_code == 200, "a field client has no page to take a token from"
    headers = {"Authorization": f"Bearer {opened.get_json()['token']}"}
    assert office.app.test_client().get("/api/v1/cases/", headers=headers).status_code == 200
    assert office.app.test_client().post("/api/v1/cases/register", json={}, headers=headers).status_code == 422
    assert "Set-Cookie" not in opened.headers


def test_a_session_cannot_be_opened_by_a_form_of_another_site(office):
    """A form posts without asking first; JSON does not."""
    given = {"login": "officer_a", "password": PASSWORD}
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        answer = office.app.test_client().post("/api/v1/sessions", data=given, content_type=kind)
        assert answer.status_code in {400, 415, 422}


@pytest.mark.parametrize("header", ["Bearer ", "Bearer x", "bearer x", "Basic eDp5", "Bearer \u00ff"])
def test_a_made_up_bearer_token_does_not_lend_the_cookie(office, header):
    """The header switches the forgery check off, so with it the cookie must count for nothing."""
    browser = office.browser("officer_a")
    answer = browser.client.post("/api/v1/cases/register", json={}, headers={"Authorization": header})
    assert answer.status_code in {400, 401}


def test_a_token_of_another_person_is_that_person(office):
    browser = office.browser("officer_a")
    answer = browser.client.get("/api/v1/audit/", headers=office.bearer("audit_admin"))
    assert answer.status_code == 200


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(office):
    browser = office.browser()
    cookie = browser.sign_in("officer_a").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
