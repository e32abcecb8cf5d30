"""Somebody at the office's door: a browser with its cookie and forgery token, or a field client with a bearer token."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from enforcement import bootstrap
from enforcement.app import build_office
from enforcement.kernel.clock import FixedClock
from tests.bureau import PASSWORD, Bureau
from tests.conftest import MORNING, settings_for

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
SIGN_IN = "/office/login"


class Browser:
    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def post(self, address: str, fields: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """Fills in the token of a page it has seen, as a person's browser does."""
        return self.client.post(address, data={"csrf_token": self.token()} | dict(fields or {}), **more)

    def token(self) -> str:
        found = TOKEN.search(self.get(SIGN_IN).text)
        assert found is not None
        return found[1]

    def sign_in(self, login: str, password: str = PASSWORD, *, address: str = SIGN_IN) -> TestResponse:
        return self.post(address, {"login": login, "password": password})

    def cookie(self) -> str:
        held = self.client.get_cookie("office")
        return held.value if held else ""


def bearer(runtime: bootstrap.Runtime, login: str) -> dict[str, str]:
    token = runtime.sign_in(login=login, password=PASSWORD)
    assert token is not None
    return {"Authorization": f"Bearer {token}"}


@dataclass(frozen=True, kw_only=True)
class Office:
    """A bureau, its running parts and its app."""

    bureau: Bureau
    app: Flask

    @property
    def runtime(self) -> bootstrap.Runtime:
        return self.bureau.runtime

    def browser(self, login: str = "") -> Browser:
        browser = Browser(self.app)
        if login:
            assert browser.sign_in(login).status_code == 302
        return browser

    def bearer(self, login: str) -> dict[str, str]:
        return bearer(self.runtime, login)


@contextmanager
def open_office(url: str, folder: Path) -> Iterator[Office]:
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(settings_for(url, folder), clock=clock)
    runtime.objects.prepare()
    try:
        yield Office(bureau=Bureau(runtime=runtime, clock=clock), app=build_office(runtime))
    finally:
        runtime.close()


@contextmanager
def office_on_copy(template: Path, folder: Path) -> Iterator[Office]:
    """For a whole module, on SQLite."""
    copy(template, folder / "enforcement.sqlite3")
    with open_office(f"sqlite:///{folder / 'enforcement.sqlite3'}", folder) as office:
        yield office
