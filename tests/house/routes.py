"""Every address of both apps, who may ask it, and one sample of it to ask."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.routing import BaseConverter, Rule

from enforcement import bootstrap
from enforcement.accounts.rules import PERMISSIONS, Role
from enforcement.app import build_board, build_office
from enforcement.kernel.identity import Permission
from tests.conftest import settings_for

REVIEWED = Path(__file__).with_name("routes.txt")
AUTOMATIC = frozenset({"HEAD", "OPTIONS"})
PLACE = re.compile(r"<(?:(?P<converter>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")


@dataclass(frozen=True, kw_only=True)
class Route:
    app: str
    method: str
    rule: str
    endpoint: str
    permission: Permission | None

    @property
    def roles(self) -> list[Role]:
        return [role for role in Role if self.permission in PERMISSIONS[role]]

    @property
    def line(self) -> str:
        permission = self.permission or "open"
        who = " ".join(self.roles) if self.permission else "everybody"
        return f"{self.app} {self.method} {self.rule} | {permission} | {who}"


def both_apps(folder: Path) -> dict[str, Flask]:
    """Only looked at, never asked: needs no database."""
    runtime = bootstrap.start(settings_for(f"sqlite:///{folder / 'unused.sqlite3'}", folder))
    try:
        return {"office": build_office(runtime), "board": build_board(runtime)}
    finally:
        runtime.close()


def routes_of(name: str, app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        for method in sorted(methods_of(rule)):
            yield Route(app=name, method=method, rule=rule.rule, endpoint=rule.endpoint, permission=permission)


def methods_of(rule: Rule) -> set[str]:
    """What Flask adds by itself is left out, unless the view answers nothing else."""
    given = set(rule.methods or ())
    return given - AUTOMATIC or given


def table(apps: dict[str, Flask]) -> list[str]:
    return sorted(route.line for name, app in apps.items() for route in routes_of(name, app))


def places(rule: str) -> dict[str, str]:
    """The parameters of an address and their converters; an empty text is no converter."""
    return {found["name"]: found["converter"] or "" for found in PLACE.finditer(rule)}


def sample(converter: BaseConverter) -> Any:
    """An address nobody knows: random ids, the first number, the first allowed word."""
    name = type(converter).__name__
    if name == "UUIDConverter":
        return uuid4()
    if name == "IntegerConverter":
        return 1
    return next(iter(getattr(converter, "items", ())), "unknown")


def address(app: Flask, route: Route, **known: Any) -> str:
    rule = next(rule for rule in app.url_map.iter_rules(route.endpoint) if rule.rule == route.rule)
    values = {name: known.get(name, sample(converter)) for name, converter in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None, route.rule
    return built[1]
