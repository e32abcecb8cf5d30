"""WCAG 2.1 AA on every page of the board, by axe in Chromium; and the whole way from search to text by keyboard."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from enforcement import bootstrap
from enforcement.app import build_board
from enforcement.kernel.clock import FixedClock
from enforcement.letterbox import service as letterbox
from enforcement.letterbox.rules import Outcome
from enforcement.web.pace import Pace
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.journeys.browser import keep, running_browser
from tests.service.letterbox.letters import dropped
from tests.service.publication.notices import published, withdraw

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDE, NARROW = 1280, 360
FOCUSABLE = "a[href], button, input:not([type=hidden]):not([tabindex='-1']), select, textarea, summary, [tabindex='0']"
STANDING = (
    *("/", "/notices", "/before", "/during", "/duties", "/head", "/log", "/calculator", "/data", "/openness"),
    *("/report", "/report/answer", "/report/tally", "/verify", "/search?q=安康", "/search?q=没有这个"),
    *("/during?certificate=34020100001", "/calculator?start=2026-02-10&length=7&unit=WORKDAY", "/calculator?start=x"),
    *("/search?q=13805531234", "/report/answer?code=ABCD", "/no-such-page"),
)
VISIBLE = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && one.getBoundingClientRect().right > 0;
}"""
PARTS = 4  # further stops inside a date field: month, day, the picker
EMPTY = ("/", "/notices", "/openness", "/report/tally", "/log", "/head")


@dataclass(frozen=True)
class Board:
    address: str
    shown: str
    gone: str
    code: str


@contextmanager
def open_board(template: Path, folder: Path, *, lived_in: bool) -> Iterator[Board]:
    shutil.copy(template, folder / "enforcement.sqlite3")
    url = f"sqlite:///{folder / 'enforcement.sqlite3'}"
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(settings_for(url, folder, BOARD_REQUESTS_PER_MINUTE="0"), clock=clock)
    runtime.objects.prepare()
    told = _live(Bureau(runtime, clock)) if lived_in else ("", "", "")
    server = make_server("127.0.0.1", 0, build_board(runtime), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Board(f"http://127.0.0.1:{server.server_port}", *told)
    server.shutdown()
    server.server_close()
    thread.join()
    runtime.close()


def _live(bureau: Bureau) -> tuple[str, str, str]:
    case, gone = published(bureau)
    withdraw(bureau, case)
    _, shown = published(bureau)
    report, code = dropped(bureau, notice_id=shown)
    bureau.act("system", letterbox.receive, report_id=report, workdays_to_answer=5)
    bureau.act("clerk", letterbox.answer, report_id=report, outcome=Outcome.ACCURATE, answer="经核对，公示无误。")
    return f"/notices/{shown}", f"/notices/{gone}", code


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def board(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with open_board(migrated_sqlite, tmp_path_factory.mktemp("board"), lived_in=True) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A citizen's browser with scripts switched off for the pages; axe is put in from outside."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, locale="zh-CN")
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def look(page: Page, board: Board, address: str) -> list[str]:
    """At both widths, and in 长者模式; at the narrow one nothing may stand outside the screen."""
    wrong = []
    for width, elder in ((WIDE, False), (NARROW, False), (NARROW, True)):
        page.set_viewport_size({"width": width, "height": 800})
        asked = address + (("&" if "?" in address else "?") + "elder=1" if elder else "")
        page.goto(board.address + asked)
        wrong += [f"{address} {width} {'elder ' * elder}{one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} {width} {'elder ' * elder}is wider than the screen")
    return wrong


def test_no_page_of_the_board_breaks_the_guidelines(page: Page, board: Board) -> None:
    its_own = (board.shown, board.gone, f"/report{board.shown.removeprefix('/notices')}")
    addresses = (*STANDING, *its_own, f"/report/answer?code={board.code}", f"/verify?address={board.shown}")
    assert [wrong for address in addresses for wrong in look(page, board, address)] == []
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(board.address + board.shown)
    keep(page, "board-notice")


def test_no_empty_page_breaks_them(page: Page, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_board(migrated_sqlite, tmp_path_factory.mktemp("empty"), lived_in=False) as empty:
        assert [wrong for address in EMPTY for wrong in look(page, empty, address)] == []


def test_no_refused_or_thanked_letter_breaks_them(page: Page, board: Board) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto(f"{board.address}/report")
    page.locator("form.letter").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="提交纠错").click()
    assert page.get_by_role("alert").count() == 2
    assert violations(page) == []
    page.get_by_label("哪一项有误").select_option("other")
    page.get_by_label("哪里有误").fill("一览里的公示日期与详情不一致。")
    page.get_by_role("button", name="提交纠错").click()
    assert page.get_by_text("请记下查询码").is_visible()
    assert violations(page) == []


def test_the_page_for_those_in_a_hurry_breaks_none(
    page: Page, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "lets", lambda *_: False)
    with open_board(migrated_sqlite, tmp_path_factory.mktemp("busy"), lived_in=False) as busy:
        page.goto(busy.address)
        assert page.get_by_role("heading", name="您的访问过于频繁").is_visible()
        assert violations(page) == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML"))


@pytest.mark.parametrize("address", ["/", "/notices", "/report", "/calculator", "/data", "notice"])
@pytest.mark.parametrize("elder", [False, True])
def test_the_tab_key_reaches_every_control_and_shows_where_it_is(
    page: Page, board: Board, address: str, elder: bool
) -> None:
    place = board.shown if address == "notice" else address
    page.goto(f"{board.address}{place}{'?elder=1' * elder}")
    wanted = page.locator(FOCUSABLE).evaluate_all(
        "found => found.filter(one => one.checkVisibility()).map(one => one.outerHTML)"
    )
    reached: list[str] = []
    for _ in range(len(wanted) + PARTS):
        page.keyboard.press("Tab")
        now = focused(page)
        if now not in reached[-1:]:  # a date field is several stops of one control
            reached.append(now)
        assert page.evaluate(VISIBLE), f"no visible focus on {now[:120]}"
        if len(reached) == len(wanted):
            break
    assert reached == wanted


def test_from_search_to_the_text_by_keyboard_alone(page: Page, board: Board) -> None:
    page.goto(board.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link that skips to the text
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("安康")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    for _ in range(60):
        page.keyboard.press("Tab")
        if f'href="{board.shown}"' in focused(page):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{board.shown}")
    assert page.get_by_role("heading", name="公示期限").is_visible()


def test_every_page_works_without_script(browser: Browser, board: Board) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 800})
    page = context.new_page()
    page.goto(board.address)
    page.get_by_role("searchbox").or_(page.locator("#q")).first.fill("安康")
    page.get_by_role("button", name="查询").click()
    page.locator(f'a[href="{board.shown}"]').first.click()
    page.get_by_text("这一天是怎样算出来的").click()
    assert page.get_by_text("自决定的次日起逐日计算").is_visible()
    page.get_by_role("link", name="提出纠错").click()
    page.get_by_label("哪一项有误").select_option("fine_fen")
    page.get_by_label("哪里有误").fill("罚款金额与决定书不一致。")
    page.get_by_role("button", name="提交纠错").click()
    assert page.get_by_text("请记下查询码").is_visible()
    context.close()
