"""No address without a permission, none that nobody reviewed, and each asked by every role for real.

`python -m tests.house.test_routes` writes the table of routes anew; its change is then part of the review.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from enforcement.accounts.rules import PERMISSIONS, Role
from enforcement.app import build_board
from enforcement.demo.people import PEOPLE
from enforcement.kernel.identity import Permission
from enforcement.web import auth, door
from tests.house import ledger
from tests.house.doors import doors
from tests.house.routes import PLACE, REVIEWED, Route, address, both_apps, places, routes_of, table
from tests.web.visitor import Office, office_on_copy

# Before signing in: the page and the call that sign in, pictures and styles, the description of the API, health.
OPEN = frozenset(
    {
        *("static", "api-docs.openapi_json", "accounts.sign_in", "api_accounts.open_session", "healthz", "readyz"),
        "cases.calendar_file",  # its address is the secret: calendar programs cannot sign in
    }
)
TYPED = frozenset({"uuid", "int", "any"})
BOARD_LOOKS_UP = (
    "/styles/<name>",
    "/before/<kind>",
    "/before/<kind>/<int:version>",
    "/before/<kind>/<int:version>.json",
    "/log/lists/<kind>/<int:version>.json",
    "/flows/<key>.svg",
    "/cards/<token>",
)
# A word looked up in a fixed table (or, for static files, in a fixed folder): any other word is not found.
LOOKED_UP = frozenset(
    {
        "/office/static/<path:filename>",
        "/office/waiting/<name>",
        "/api/v1/desk/<name>",
        "/office/cases/<uuid:case_id>/evidence/items/<uuid:item_id>/media/<kind>",
        "/office/feeds/<uuid:feed_id>/<token>.ics",
        "/office/standing/lists/<kind>",
        "/api/v1/standing/lists/<kind>",
        *BOARD_LOOKS_UP,
    }
)
IDS = re.compile(r"<uuid:\w+>")
STRANGE_WORDS = ("unknown", "..%2F..%2Fsettings.py", "__class__", "%00", "%FF", "x" * 3000, "index%0d%0aX-Evil:1")
ENDS_THE_SESSION = "accounts.sign_out"


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Flask]:
    return both_apps(tmp_path_factory.mktemp("apps"))


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def signed_in(office: Office) -> dict[Role, dict[str, str]]:
    """One person of each role, each with a real session."""
    logins = {person.role: person.login for person in reversed(PEOPLE)}
    return {role: office.bearer(logins[role]) for role in Role}


def unguarded(app: Flask) -> list[str]:
    """Endpoints whose view has neither a permission nor a place in the short list, or both."""
    return sorted(
        endpoint
        for endpoint, view in app.view_functions.items()
        if (getattr(view, "permission", None) is not None) == (endpoint in OPEN)
        or (getattr(view, "open_to_all", False) and endpoint not in OPEN)
    )


def test_every_view_of_the_office_has_a_permission(apps):
    assert unguarded(apps["office"]) == []
    assert set(apps["office"].view_functions) >= OPEN


def test_a_view_without_permission_is_found_and_answers_nobody(migrated_sqlite, tmp_path):
    with office_on_copy(migrated_sqlite, tmp_path) as office:
        office.app.add_url_rule("/office/planted", "planted", lambda: "open")
        office.app.add_url_rule("/office/opened", "opened", auth.open_to_all(lambda: "open"))
        assert unguarded(office.app) == ["opened", "planted"]
        refused = office.app.test_client().get("/office/planted", headers=office.bearer("agency_head"))
        assert (refused.status_code, "open" in refused.text) == (403, False)


def test_every_permission_is_held_and_used(apps):
    held = frozenset().union(*PERMISSIONS.values())
    asked = {route.permission for route in routes_of("office", apps["office"])}
    asked |= {entry.permission for entry in doors().values()}
    assert sorted(set(Permission) - held) == []
    assert sorted(set(Permission) - asked) == []


def test_every_parameter_of_an_address_is_typed(apps):
    untyped = {
        rule.rule: names
        for app in apps.values()
        for rule in app.url_map.iter_rules()
        if rule.rule not in LOOKED_UP
        and (names := [name for name, converter in places(rule.rule).items() if converter not in TYPED])
    }
    assert untyped == {}


def test_a_word_in_an_address_is_one_of_a_table(office, signed_in):
    board = build_board(office.runtime)
    for rule in sorted(LOOKED_UP):
        for word in STRANGE_WORDS:
            where = PLACE.sub(word, IDS.sub(str(uuid4()), rule).replace("<int:version>", "1"))
            app = board if rule in BOARD_LOOKS_UP else office.app
            answer = app.test_client().get(where, headers=signed_in[Role.OFFICER])
            assert answer.status_code == 404, where


def test_the_board_only_reads_but_for_its_letter_box(apps):
    """ADR 18: what is not a GET is the form that reports an error, and nothing else."""
    written = {route.rule for route in routes_of("board", apps["board"]) if route.method != "GET"}
    assert written == {"/report", "/report/<uuid:notice_id>"}


def test_routes_are_the_reviewed_ones(apps):
    """Run `python -m tests.house.test_routes` after a change, and look at what it changed."""
    assert table(apps) == REVIEWED.read_text("utf-8").splitlines()


def asked(office: Office) -> list[Route]:
    """Signing out comes last: it ends the session the other questions are asked with."""
    guarded = [route for route in routes_of("office", office.app) if route.permission]
    return sorted(guarded, key=lambda route: route.endpoint == ENDS_THE_SESSION)


def ask(office: Office, route: Route, headers: dict[str, str]) -> TestResponse:
    body: dict[str, str] | None = {} if route.rule.startswith("/api/") and route.method == "POST" else None
    return office.app.test_client().open(address(office.app, route), method=route.method, headers=headers, json=body)


def test_nobody_enters_without_signing_in(office):
    wrong = []
    for route in asked(office):
        answer = ask(office, route, {})
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/office/login")
        if not (answer.status_code == 401 if route.rule.startswith("/api/") else to_login):
            wrong.append(f"{route.line}: {answer.status_code}")
    assert wrong == []


def is_right(answer: TestResponse, *, may: bool) -> bool:
    if not may:
        return answer.status_code == 403
    to_login = answer.headers.get("Location", "").startswith("/office/login")
    return answer.status_code not in {401, 403} and answer.status_code < 500 and not to_login


@pytest.mark.timeout(400)
def test_each_role_enters_exactly_where_it_may(office, signed_in):
    wrong, count = [], 0
    for route in asked(office):
        for role, headers in signed_in.items():
            if route.endpoint == ENDS_THE_SESSION:
                continue
            answer = ask(office, route, headers)
            count += 1
            if not is_right(answer, may=role in route.roles):
                wrong.append(f"{route.line}: {role} got {answer.status_code}")
    assert wrong == []
    assert count == (len(asked(office)) - 1) * len(Role)


@pytest.mark.timeout(400)
def test_reading_changes_nothing(office, signed_in):
    """Every GET, by somebody who may, of a case that exists: not one row appears or changes."""
    case = office.bureau.filed()
    engine = ledger.engine_of(office.runtime)
    changed = []
    for route in asked(office):
        if route.method != "GET" or traced(office, route):
            continue
        before = ledger.contents(engine)
        for role in route.roles:
            where = address(office.app, route, case_id=case)
            office.app.test_client().get(where, headers=signed_in[role])
        after = ledger.contents(engine)
        changed += [f"{route.line} changed {name}" for name in after if after[name] != before[name]]
    assert changed == []


def traced(office: Office, route: Route) -> bool:
    return getattr(office.app.view_functions[route.endpoint], "leaves_a_trace", False)


def test_what_changes_things_does_not_answer_GET(office, signed_in):
    methods: dict[str, set[str]] = {}
    for route in asked(office):
        methods.setdefault(route.rule, set()).add(route.method)
    routes = {route.rule: route for route in asked(office) if "GET" not in methods[route.rule]}
    answers = {
        route.line: office.app.test_client()
        .get(address(office.app, route), headers=signed_in[route.roles[0]] | {"Tus-Resumable": "1.0.0"})
        .status_code
        for route in routes.values()
    }
    assert {line: status for line, status in answers.items() if status != 405} == {}
    assert {"GET", "HEAD", "OPTIONS"} == door.SAFE


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        REVIEWED.write_text("\n".join(table(both_apps(Path(folder)))) + "\n", "utf-8")
    sys.stdout.write(f"{REVIEWED}\n")
