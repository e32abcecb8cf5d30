"""How many clicks a reviewer needs, counted in a real Chromium: open 1, agree 2, return 3."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from enforcement.kernel.identity import CaseId
from enforcement.review import queries
from enforcement.review.rules import ReviewResult
from tests.journeys.browser import running_browser, sign_in
from tests.service.decisions.course import submitted
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Counted:
    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()


def open_first(page: Page, address: str) -> Page:
    page.goto(f"{address}/office/review/queue")
    one = Counted()
    one.click(page.locator("a[data-open]").first)
    expect(page.get_by_role("heading", name="逐项审核")).to_be_visible()
    page.wait_for_load_state()  # the keys are heard once the page's scripts have run
    assert one.clicks == 1
    return page


def result(office: Office, case: CaseId) -> ReviewResult | None:
    found: ReviewResult | None = office.bureau.read(queries.rounds, case)[0].result
    return found


@pytest.mark.browser
@pytest.mark.timeout(200)
def test_agreeing_takes_two_clicks_and_returning_three(browser: Browser, office: Office, address: str) -> None:
    first, second = submitted(office.bureau), submitted(office.bureau)
    page = open_first(sign_in(browser, address, "reviewer"), address)
    agreeing = Counted()
    agreeing.click(page.get_by_role("button", name="未选的各项均符合规定"))
    agreeing.click(page.get_by_role("button", name="同意（A）"))
    page.wait_for_url("**/office/review/queue")
    assert agreeing.clicks == 2
    open_first(page, address)
    returning = Counted()
    returning.click(page.locator("#points-4-PROBLEM"))
    page.locator("#f-points-4-text").fill("未引用裁量基准条款。")
    page.locator("#f-opinion").fill("请补充裁量说明。")
    returning.click(page.get_by_role("button", name="未选的各项均符合规定"))
    returning.click(page.get_by_role("button", name="建议纠正"))
    page.wait_for_url("**/office/review/queue")
    assert returning.clicks == 3
    assert {result(office, first), result(office, second)} == {ReviewResult.APPROVE, ReviewResult.CORRECT}
    page.context.close()


@pytest.mark.browser
@pytest.mark.timeout(200)
def test_the_keys_go_through_the_queue(browser: Browser, office: Office, address: str) -> None:
    for _ in range(2):
        submitted(office.bureau)
    page = open_first(sign_in(browser, address, "reviewer"), address)
    shown = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != shown)
    page.keyboard.press("k")
    page.wait_for_url(shown)
    page.keyboard.press("a")
    expect(page.locator("#agree")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#send-back")).to_be_focused()
    page.context.close()
