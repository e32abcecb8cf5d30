"""The description of the API is valid, complete, and says in Chinese what each call does."""

import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.house.routes import both_apps, routes_of

# Its protocol (tus 1.0.0) is described by its own headers; a JSON description could only say it wrongly.
UPLOADS = "/api/v1/uploads"
SELF = "/api/v1/openapi.json"
PLACE = re.compile(r"<(?:[^:>]+:)?")
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return both_apps(tmp_path_factory.mktemp("apps"))["office"]


@pytest.fixture(scope="module")
def told(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get(SELF)
    assert answer.status_code == 200
    document: dict[str, Any] = answer.get_json()
    return document


def calls(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": item[method]
        for path, item in told["paths"].items()
        for method in METHODS
        if method in item
    }


def test_it_is_valid(told):
    assert told["openapi"].startswith("3.1")
    assert [str(wrong) for wrong in OpenAPIV31SpecValidator(told).iter_errors()] == []


def test_it_names_every_route_but_the_upload_protocol(app, told):
    routes = {
        f"{route.method} {PLACE.sub(r'{', route.rule).replace('>', '}')}"
        for route in routes_of("office", app)
        if route.rule.startswith("/api/v1/") and not route.rule.startswith(UPLOADS) and route.rule != SELF
    }
    assert set(calls(told)) == routes
    assert len(routes) > 60


def test_every_call_says_what_it_does(told):
    dumb = [name for name, call in calls(told).items() if not re.search("[\u4e00-\u9fff]", call.get("summary", ""))]
    assert dumb == []


def test_every_field_of_a_request_is_described(told):
    schemas = told["components"]["schemas"]
    asked = {
        call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        for call in calls(told).values()
        if "requestBody" in call
    }
    bare = {
        f"{name}.{part}"
        for name in asked
        for part, shape in schemas[name].get("properties", {}).items()
        if not shape.get("description")
    }
    assert bare == set()
    assert len(asked) > 30


def test_no_name_stands_for_two_schemas(told):
    assert [name for name in told["components"]["schemas"] if re.search(r"\d$", name)] == []
