"""What is typed or sent: fields nobody asked for, letters that lie, and letters that are merely rare."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError, fields

import enforcement
from enforcement.accounts.rules import Role
from enforcement.cases import queries
from enforcement.demo.people import PEOPLE
from enforcement.kernel.identity import CaseId
from enforcement.web.fields import Form
from tests.bureau import HOSPITAL_CODE
from tests.house import ledger
from tests.house.routes import Route, address, routes_of
from tests.web.visitor import Office, open_office

CLUE = {
    "source": "monitoring",
    "cause": "38-4",
    "act_date": "2026-01-12",
    "discovered_on": "2026-02-26",
    "category": "ORGANISATION",
    "name": "芜湖安康医院",
    "uscc": HOSPITAL_CODE,
    "summary": "串换药品。",
}
# Server-owned values somebody might try to smuggle in.
OWNED = ("id", "stage", "created_at", "decided_by", "sha256", "reviewer_id", "milestones", "active", "registered_by")
LIES = {
    "NUL": "安\x00康",
    "bell": "安\x07康",
    "right-to-left override": "安\u202e康",
    "isolate": "安\u2067康",
    "lone surrogate": "安\ud800康",
}
KEPT = {
    "rare character beyond the first plane": "𠮷野䶮医院",
    "private use": "安\ue000康",
    "middle dots": "阿依·古丽•买买提・‧",
    "script": "<script>alert(1)</script>",
    "template": "{{ 7*7 }}${7*7}#{7*7}",
    "statement": "'; DROP TABLE party; --",
    "log line": "name level=ERROR",
    "percent": "%s%n%(name)s",
    "joined": "e\u0301 \u200d",
}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
def headers(office: Office) -> dict[str, str]:
    return office.bearer("officer_a")


def register(office: Office, headers: dict[str, str], **changes: Any) -> Any:
    body = json.dumps(CLUE | {"second_officer": str(office.bureau.id("officer_b"))} | changes)
    return office.app.test_client().post(
        "/api/v1/cases/register", headers=headers, data=body, content_type="application/json"
    )


def actions(office: Office) -> Iterator[Route]:
    """What a room offers once stands twice: as a page with its form, and as a call."""
    routes = [route for route in routes_of("office", office.app) if route.method == "POST"]
    ends = {route.endpoint for route in routes}
    for route in routes:
        twin = route.endpoint.removeprefix("api_") if route.endpoint.startswith("api_") else f"api_{route.endpoint}"
        if twin in ends:
            yield route


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for room in iter_modules(enforcement.__path__):
        folder = Path(enforcement.__path__[0]) / room.name
        if room.ispkg and any(part.name == "schemas" for part in iter_modules([str(folder)])):
            import_module(f"enforcement.{room.name}.schemas")
    for child in kind.__subclasses__():
        yield child
        yield from forms(child)


FORMS = [form for form in forms() if form.__name__.endswith("Form")]


def test_no_action_takes_a_field_nobody_asked_for(office):
    """Every action of every room, as page and as call: 422, and not one row is written.

    A page whose address names a thing that is not there may say so first.
    """
    case = office.bureau.filed()
    logins = {person.role: person.login for person in reversed(PEOPLE)}
    signed_in = {role: office.bearer(logins[role]) for role in Role}
    before = ledger.contents(ledger.engine_of(office.runtime))
    wrong = []
    asked = list(actions(office))
    for route in asked:
        sent: dict[str, Any] = {"json" if route.rule.startswith("/api/") else "data": dict.fromkeys(OWNED, "1")}
        where = address(office.app, route, case_id=case)
        answer = office.app.test_client().post(where, headers=signed_in[route.roles[0]], **sent)
        named = set(re.findall(r":(\w+)>", route.rule)) - {"case_id"}
        if answer.status_code not in ({422, 404} if named else {422}):
            wrong.append(f"{route.line}: {answer.status_code}")
    assert wrong == []
    assert len(asked) > 80
    assert ledger.contents(ledger.engine_of(office.runtime)) == before


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__.split('.')[1]}.{form.__name__}")
def test_every_form_refuses_strangers_by_name(form):
    for name in set(OWNED) - set(form().fields):
        with pytest.raises(ValidationError) as refused:
            form().load({name: "1"})
        assert refused.value.messages_dict[name] == ["不认识的内容。"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__.split('.')[1]}.{form.__name__}")
def test_every_field_of_a_form_has_a_chinese_label(form):
    labels = {name: str(field.metadata.get("label", "")) for name, field in form().fields.items()}
    assert {name for name, label in labels.items() if not any(letter >= "\u4e00" for letter in label)} == set()


@pytest.mark.parametrize("side", ["/api/v1", "/office"])
def test_a_complete_clue_with_one_field_too_many_is_not_registered(office, headers, side):
    before = ledger.contents(ledger.engine_of(office.runtime))
    whole = CLUE | {"second_officer": str(office.bureau.id("officer_b"))}
    for name in OWNED:
        sent: dict[str, Any] = {"json" if side == "/api/v1" else "data": whole | {name: "1"}}
        answer = office.app.test_client().post(f"{side}/cases/register", headers=headers, **sent)
        assert answer.status_code == 422, name
    assert ledger.contents(ledger.engine_of(office.runtime)) == before


def test_letters_that_read_otherwise_than_they_are_stored_are_refused(office, headers):
    names = [name for name, field in form_of_clue().items() if field.metadata.get("widget") in {"line", "paragraph"}]
    before = ledger.contents(ledger.engine_of(office.runtime))
    answers = {(name, lie): register(office, headers, **{name: LIES[lie]}) for name in names for lie in LIES}
    assert {asked: answer.status_code for asked, answer in answers.items() if answer.status_code != 422} == {}
    assert len(answers) == len(names) * len(LIES) > 30
    assert ledger.contents(ledger.engine_of(office.runtime)) == before


def form_of_clue() -> dict[str, fields.Field[Any]]:
    return next(form for form in forms() if form.__name__ == "RegisterClueForm")().fields


def test_the_api_names_the_fields_it_refuses(office, headers):
    answer = register(office, headers, name="", act_date="yesterday")
    assert answer.status_code == 422
    told = answer.get_json()
    assert set(told["fields"]) == {"name", "act_date"}
    assert all(sentence.endswith("。") for found in told["fields"].values() for sentence in found)


def test_text_longer_than_its_field_is_refused(office, headers):
    for name, longest in {"name": 200, "summary": 20_000, "address": 300, "phone": 40, "legal_rep": 50}.items():
        assert register(office, headers, **{name: "安" * (longest + 1)}).status_code == 422
    assert register(office, headers, summary="安" * 100_000).status_code == 422


def test_text_as_long_as_its_field_is_kept(office, headers):
    """What the form lets pass must fit the tables, also where one value is made of several."""
    longest = {"name": 200, "summary": 20_000, "address": 300, "phone": 40, "legal_rep": 50, "source_detail": 300}
    answer = register(office, headers, **{name: "安" * count for name, count in longest.items()})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("value", KEPT.values(), ids=KEPT)
def test_every_other_letter_is_kept_and_shown_as_text(office, headers, value):
    answer = register(office, headers, name=value, summary=value, address=value)
    assert answer.status_code == 200, answer.text
    found = office.bureau.read(queries.get, CaseId(UUID(answer.get_json()["result"])))
    assert (found.party.name, found.summary, found.party.address) == (value.strip(), value.strip(), value.strip())
    page = office.app.test_client().get(f"/office/cases/{found.id}", headers=headers)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "${49}" not in page.text


NO_OBJECTS = (b"", b"{", b"[]", b'"x"', b"null", b"\xff\xfe", b'{"a":' * 5000, b"1e999", b"{}" * 99)


def test_a_body_that_is_no_json_object_is_refused(office, headers):
    for sent in NO_OBJECTS:
        answer = office.app.test_client().post(
            "/api/v1/cases/register", headers=headers, data=sent, content_type="application/json"
        )
        assert answer.status_code in {400, 422}, sent[:20]
        assert answer.get_json()["sentence"]


def test_a_form_too_large_is_refused_before_it_is_read(office, headers):
    answer = office.app.test_client().post(
        "/office/cases/register", headers=headers, data={"summary": "x" * (5 * 1024 * 1024)}
    )
    assert answer.status_code == 413
    assert "超过" in answer.text


HOSTILE = (
    "\x00",
    "\ud800",
    "%",
    "_",
    "'",
    "9" * 400,
    "-1",
    "²",
    "2026-13-45_x",
    f"9999-12-31_{UUID(int=0)}",
    "x" * 5000,
)


@pytest.mark.parametrize("login", ["officer_a", "supervisor", "audit_admin"])
def test_queries_in_the_address_break_nothing(office, login):
    """Every list and its search, page mark and filters, with values no link of ours contains."""
    signed_in, wrong = office.bearer(login), []
    lists = [r for r in routes_of("office", office.app) if r.method == "GET" and r.permission and "<" not in r.rule]
    for route in lists:
        for value in HOSTILE:
            asked = dict.fromkeys(("after", "before", "text", "stage", "quarter", "year", "row", "column", "q"), value)
            answer = office.app.test_client().get(
                route.rule, headers=signed_in, query_string=with_bytes(asked), buffered=True
            )
            if answer.status_code >= 500:
                wrong.append(f"{route.rule} {value!r}: {answer.status_code}")
    assert wrong == []


def with_bytes(asked: dict[str, str]) -> dict[str, bytes]:
    return {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
