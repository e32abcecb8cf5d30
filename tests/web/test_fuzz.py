"""Noise at every call that changes something: refused or taken, never a crash."""

import json
import logging
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from enforcement.accounts.rules import Role
from enforcement.demo.people import PEOPLE
from tests.house.routes import Route, address, routes_of
from tests.servers import PostgresServer
from tests.web.visitor import Office, office_on_copy, open_office

JSON = "application/json"
EXAMPLES = 250
WORDS = st.sampled_from(
    ["", " ", "x", "同意", "\x00", "\ud800", "\u202e", "1e309", "-0", "NaN", "安" * 301, "38-4", "A" * 70_000]
)
NUMBERS = st.sampled_from([0, -1, 1, 2**31, 2**63, 10**12, 10**30, 0.1, 1e308, float("inf"), float("nan")])
DAYS = st.sampled_from(["0001-01-01", "9999-12-31", "2026-02-30", "2026-03-09", "2026-3-9", "20260309", "-1-1-1"])
MOMENTS = st.sampled_from(["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-09T09:00", "2026-03-09"])
NOISE: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | DAYS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("fuzz")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_sqlite")
        with office_on_copy(template, folder) as opened:
            yield opened
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template_name: str = request.getfixturevalue("migrated_postgres")
    with server.lent_database(template=template_name) as url, open_office(url, folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(office: Office) -> list[str]:
    """Ids that exist: most calls go deeper with one."""
    return [str(office.bureau.filed()), *(str(office.bureau.id(login)) for login in ("officer_a", "officer_c"))]


@pytest.fixture(scope="module")
def signed_in(office: Office) -> dict[Role, dict[str, str]]:
    return {person.role: office.bearer(person.login) for person in reversed(PEOPLE)}


@pytest.fixture(scope="module")
def told(office: Office) -> dict[str, Any]:
    document: dict[str, Any] = office.app.test_client().get("/api/v1/openapi.json").get_json()
    return document


def shaped(told: dict[str, Any], schema: dict[str, Any], known: list[str]) -> SearchStrategy[Any]:
    """Values of the described shape, at its edges."""
    if "$ref" in schema:
        return shaped(told, told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], known)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), None) if isinstance(kind, list) else kind
    plain = {"integer": NUMBERS, "number": NUMBERS, "boolean": st.booleans()}
    written = {"date": DAYS, "date-time": MOMENTS, "uuid": st.sampled_from(known)}
    if kind == "object":
        return st.fixed_dictionaries(
            {name: shaped(told, part, known) for name, part in schema.get("properties", {}).items()}
        )
    if kind == "array":
        return st.lists(shaped(told, schema.get("items", {}), known), max_size=3)
    if kind == "string":
        return written.get(schema.get("format", ""), WORDS)
    return plain.get(str(kind), NOISE)


def bodies(told: dict[str, Any], route: Route, known: list[str]) -> SearchStrategy[Any]:
    path = route.rule.replace("<uuid:", "{").replace(">", "}")
    call = told["paths"].get(path, {}).get("post", {})
    if "requestBody" not in call:
        return NOISE
    whole = shaped(told, call["requestBody"]["content"]["application/json"]["schema"], known)
    spoiled = st.tuples(whole, st.dictionaries(st.text(max_size=6), NOISE, max_size=2)).map(
        lambda pair: pair[0] | pair[1] if isinstance(pair[0], dict) else pair[1]
    )
    return whole | whole | spoiled | NOISE


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_noise_breaks_a_call(
    office: Office, told: dict[str, Any], known: list[str], signed_in: dict[Role, Any], data: DataObject
) -> None:
    logging.disable(logging.CRITICAL)
    calls = [r for r in routes_of("office", office.app) if r.method == "POST" and r.rule.startswith("/api/v1/")]
    route = data.draw(st.sampled_from([call for call in calls if call.permission]))
    body = data.draw(bodies(told, route, known))
    headers = signed_in[data.draw(st.sampled_from(route.roles))]
    where = address(office.app, route, case_id=known[0])
    answer = office.app.test_client().post(where, headers=headers, data=json.dumps(body), content_type=JSON)
    logging.disable(logging.NOTSET)
    assert answer.status_code < 500, f"{route.rule} {body!r}: {answer.status_code}"
    assert answer.is_json or (answer.status_code == HTTPStatus.OK and answer.headers["Content-Disposition"])


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(body=NOISE | st.fixed_dictionaries({"login": WORDS, "password": WORDS | st.text(max_size=5)}))
def test_no_noise_breaks_signing_in(office: Office, body: Any) -> None:
    answer = office.app.test_client().post("/api/v1/sessions", data=json.dumps(body), content_type=JSON)
    assert answer.status_code < 500, f"{body!r}: {answer.status_code}"
