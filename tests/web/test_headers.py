"""Every answer, also an error, a redirect and a file, tells the browser what it may do with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from enforcement.app import SECURITY_HEADERS, build_board, build_office
from enforcement.bootstrap import start
from tests.conftest import settings_for
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("office")) as opened:
        opened.app.add_url_rule("/office/broken", "broken", lambda: 1 / 0)
        opened.app.view_functions["broken"].open_to_all = True
        yield opened


ASKED = {
    "page": ("GET", "/office/login", 200),
    "redirect": ("GET", "/office/cases/", 302),
    "not signed in": ("GET", "/api/v1/cases/", 401),
    "not found": ("GET", "/office/nowhere", 404),
    "not found, API": ("GET", "/api/v1/nowhere", 404),
    "wrong method": ("GET", "/office/logout", 405),
    "forged": ("POST", "/office/login", 400),
    "broken": ("GET", "/office/broken", 500),
    "file": ("GET", "/office/static/office.css", 200),
    "missing file": ("GET", "/office/static/nothing.css", 404),
    "description": ("GET", "/api/v1/openapi.json", 200),
    "health": ("GET", "/healthz", 200),
}


def check(answer: TestResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert not {"X-Powered-By", "X-AspNet-Version"} & set(answer.headers.keys())


@pytest.mark.parametrize(("method", "address", "status"), ASKED.values(), ids=ASKED)
def test_the_office_sends_its_headers_with_every_answer(office, method, address, status):
    answer = office.app.test_client().open(address, method=method, buffered=True)
    assert answer.status_code == status
    check(answer)
    if "/static/" not in address:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/", "/notices", "/search?q=x", "/nowhere", "/styles/board.css", "/healthz"])
def test_the_board_sends_them_too_and_sets_no_cookie(office, address):
    answer = build_board(office.runtime).test_client().get(address, buffered=True)
    assert answer.status_code in {200, 404}
    check(answer)
    assert "Set-Cookie" not in answer.headers


def test_pages_of_somebody_signed_in_are_not_kept(office):
    browser = office.browser("officer_a")
    for address in ("/office/cases/", "/office/messages/", "/office/cases/register", "/office/audit/"):
        answer = browser.get(address)
        check(answer)
        assert answer.headers["Cache-Control"] == "no-store"


def test_no_page_asks_for_what_its_own_policy_forbids(office):
    """No inline script, style or handler: the policy would silently drop it."""
    browser = office.browser("officer_a")
    for address in ("/office/login", "/office/", "/office/cases/", "/office/cases/register", "/office/matters/"):
        page = browser.get(address).text.lower()
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "javascript:" not in page


@pytest.mark.parametrize("build", [build_office, build_board])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_another_host_name_is_refused_and_not_repeated(office, build, host):
    client = build(office.runtime).test_client()
    for address in ("/office/login", "/api/v1/cases/", "/", "/nowhere"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400, address
        assert "evil" not in answer.text
        assert "evil" not in answer.headers.get("Location", "")


def test_behind_tls_the_cookie_is_bound_to_this_host(migrated_sqlite, tmp_path):
    runtime = start(settings_for(f"sqlite:///{migrated_sqlite}", tmp_path, SECURE_COOKIES="true"))
    try:
        answer = build_office(runtime).test_client().get("/office/login", base_url="https://localhost")
    finally:
        runtime.close()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-office=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
