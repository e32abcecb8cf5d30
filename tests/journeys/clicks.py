"""A hand that counts. Typing, choosing a value or a file, and keys are free; a press on a link or button is a click."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from enforcement.app import build_all
from tests.journeys.browser import sign_in
from tests.web.visitor import Office

PATIENCE = 15_000  # milliseconds


@dataclass
class Hand:
    page: Page
    clicks: int = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def done(self) -> None:
        """The page that says so has come: only then is it in the database."""
        expect(self.page.locator(".alert-success").first).to_be_visible()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).first)


@dataclass
class Desks:
    """Everybody signed in once; each job starts on the first screen anew."""

    browser: Browser
    address: str
    open: dict[tuple[str, int], Page]

    @contextmanager
    def job(self, login: str, *, budget: int, width: int = 1280, first: str = "/office/") -> Iterator[Hand]:
        """Whoever needs more clicks than the budget has found a fault of the desk, not of the count."""
        page = self._page(login, width)
        page.set_default_timeout(PATIENCE)
        page.goto(self.address + first)
        hand = Hand(page)
        yield hand
        assert hand.clicks <= budget, f"{login} needed {hand.clicks} clicks, the budget is {budget}"

    def _page(self, login: str, width: int) -> Page:
        if (login, width) not in self.open:
            size = {"width": width, "height": 900}
            plain = self.browser.new_context(viewport=size, locale="zh-CN") if not login else None
            self.open[login, width] = (
                plain.new_page() if plain else sign_in(self.browser, self.address, login, width=width)
            )
        return self.open[login, width]


@contextmanager
def desks_in(office: Office, browser: Browser) -> Iterator[Desks]:
    server = make_server("127.0.0.1", 0, build_all(office.runtime), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Desks(browser, f"http://127.0.0.1:{server.server_port}", {})
    server.shutdown()
    server.server_close()
    thread.join()
