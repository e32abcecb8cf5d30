"""The first screen and the list of cases without a mouse: skip link, order, visible focus, the keys of lists."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.journeys.browser import running_browser, sign_in
from tests.journeys.test_board_accessibility import FOCUSABLE, PARTS, VISIBLE, focused, violations
from tests.web.visitor import Office, office_on_copy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def page(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with running_browser() as browser, office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("keys")) as office:
        office.bureau.filed()
        office.bureau.clue()
        yield from _signed_in(browser, office)


def _signed_in(browser: Browser, office: Office) -> Iterator[Page]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    page = sign_in(browser, f"http://127.0.0.1:{server.server_port}", "officer_a")
    yield page
    page.context.close()
    server.shutdown()
    server.server_close()
    thread.join()


def opened(page: Page, place: str) -> None:
    page.goto(page.url.split("/office/")[0] + place)


@pytest.mark.parametrize("place", ["/office/", "/office/cases/?text="])
def test_the_tab_key_reaches_every_control_in_order_and_shows_where_it_is(page: Page, place: str) -> None:
    opened(page, place)
    wanted = page.locator(FOCUSABLE).evaluate_all(
        "found => found.filter(one => one.checkVisibility()).map(one => one.outerHTML)"
    )
    reached: list[str] = []
    for _ in range(len(wanted) + PARTS):
        page.keyboard.press("Tab")
        now = focused(page)
        if now not in reached[-1:]:
            reached.append(now)
        assert page.evaluate(VISIBLE), f"no visible focus on {now[:120]}"
        if len(reached) == len(wanted):
            break
    assert reached == wanted


@pytest.mark.parametrize("place", ["/office/", "/office/cases/?text="])
def test_the_skip_link_leads_past_the_menu(page: Page, place: str) -> None:
    opened(page, place)
    page.keyboard.press("Tab")
    assert "跳到正文" in focused(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_keys_move_tick_and_open(page: Page) -> None:
    opened(page, "/office/cases/?text=")
    links, boxes = page.locator("a[data-open]"), page.locator("input[name=cases]")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(boxes.nth(1)).to_be_checked()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("r")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="基本情况")).to_be_visible()


def test_letters_typed_into_a_field_stay_letters(page: Page) -> None:
    opened(page, "/office/cases/?text=")
    page.locator("#f-text").focus()
    page.keyboard.type("jkx")
    expect(page.locator("#f-text")).to_have_value("jkx")
    expect(page.locator("#f-text")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("place", ["/office/", "/office/cases/?text="])
def test_neither_page_breaks_the_guidelines_nor_the_screen(page: Page, place: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, place)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
