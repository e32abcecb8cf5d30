"""How far the system administrator is from proving that the backups can be restored, counted in a real Chromium."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from enforcement.app import build_all
from enforcement.operations import drilling, queries
from tests.journeys.browser import running_browser
from tests.journeys.clicks import Desks
from tests.web.visitor import Office, office_on_copy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PHONE = 390
ARRANGEMENT = """
year = 2027
status = "OFFICIAL"
notice = "国办发明电〔2026〕9号"
[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03
shift_days = []
"""


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("operations")) as opened:
        yield opened


@pytest.fixture(scope="module")
def desks(office: Office) -> Iterator[Desks]:
    server = make_server("127.0.0.1", 0, build_all(office.runtime), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with running_browser() as browser:
        yield Desks(browser, f"http://127.0.0.1:{server.server_port}", {})
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_restore_drill_takes_two(desks: Desks, office: Office) -> None:
    with desks.job("system_admin", budget=2) as hand:
        expect(hand.page.get_by_text("还没有做过恢复演练").first).to_be_visible()
        hand.link("恢复演练")
        hand.button("开始恢复演练")
        hand.done()
        expect(hand.page.locator("#drills progress")).to_be_visible(timeout=30_000)
        drilling.drill_due(office.runtime)
        expect(hand.page.locator("#drills").get_by_text("未发现异常").first).to_be_visible(timeout=30_000)
    assert all(row.passed for row in office.bureau.read(queries.drills))


def test_importing_the_calendar_takes_two_on_a_phone_as_well(desks: Desks, office: Office) -> None:
    with desks.job("system_admin", budget=2, width=PHONE) as hand:
        hand.link("导入放假安排")
        hand.page.get_by_label("放假安排").fill(ARRANGEMENT)
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert office.bureau.sql("SELECT COUNT(*) FROM calendar_year WHERE year = 2027")[0][0] == 1
