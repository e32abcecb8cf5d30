"""People with browsers, as far as HTTP goes: a session each, forms filled as the page shows them."""

import html
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import requests
from werkzeug.serving import make_server

from enforcement.app import build_all
from enforcement.bootstrap import Runtime
from tests.bureau import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@contextmanager
def served(runtime: Runtime) -> Iterator[str]:
    """Office and board on a real socket; yields the address."""
    server = make_server("127.0.0.1", 0, build_all(runtime), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visitor:
    address: str
    login: str
    ids: Mapping[str, UUID]
    http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        if self.login:
            answer = self.fill("/office/login", login=self.login, password=PASSWORD)
            assert "退出" in answer.text

    def see(self, path: str, *, status: int = 200) -> requests.Response:
        answer = self.http.get(self.address + path, timeout=60)
        assert answer.status_code == status, f"{self.login} GET {path}: {answer.status_code} {plain(answer.text)[:400]}"
        return answer

    def fill(self, path: str, *, status: int = 200, **fields: Any) -> requests.Response:
        """Open the form, fill it, send it; follows the redirect to where a person would land."""
        page = self.http.get(self.address + path, timeout=60)
        assert page.status_code == 200, f"{self.login} GET {path}: {page.status_code} {plain(page.text)[:400]}"
        token = TOKEN.search(page.text)
        assert token, path
        given = {"csrf_token": token.group(1)} | {name.replace("__", "-"): value for name, value in fields.items()}
        answer = self.http.post(self.address + path, data=given, timeout=120)
        assert answer.status_code == status, (
            f"{self.login} POST {path}: {answer.status_code} {plain(answer.text)[:600]}"
        )
        return answer

    def hidden(self, path: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.see(path).text)
        assert found, f"{name} is not on {path}"
        return html.unescape(found.group(1))

    def options(self, path: str, name: str) -> list[str]:
        """The values a select or a set of boxes offers."""
        page = self.see(path).text
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
        if select:
            return [value for value in re.findall(r'<option value="([^"]*)"', select.group(0)) if value]
        return re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page)

    def other(self, login: str) -> str:
        """Somebody else's id, as a form's list would give it."""
        return str(self.ids[login])

    def api_token(self) -> str:
        answer = requests.post(
            f"{self.address}/api/v1/sessions", json={"login": self.login, "password": PASSWORD}, timeout=60
        )
        token: str = answer.json()["token"]
        return token


Visit = Callable[[str], Visitor]


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
