"""The walk in a real Chromium: an upload cut and continued, the film watched, review, decision, publication, board."""

import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import text
from werkzeug.serving import make_server

from enforcement.app import build_all
from enforcement.bootstrap import Runtime
from enforcement.cases.rules import PartyCategory
from enforcement.cases.service import PartyFacts
from enforcement.demo import acts, gathering
from enforcement.demo.tale import Plot, Tale
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.identity import SYSTEM
from tests.bureau import HOSPITAL_CODE, Bureau
from tests.journeys.browser import keep, running_browser, sign_in
from tests.storage.clips import film

MEBIBYTE = 1024 * 1024
PART = 8 * MEBIBYTE
BETWEEN = ("interview", "report", "draft", "notify", "serve_notice", "waive", "ask_unit", "unit_agree", "submit")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@dataclass
class Office:
    address: str
    house: Runtime
    tale: Tale


@pytest.fixture
def office(house: Runtime, clock: FixedClock, tmp_path: Path) -> Iterator[Office]:
    """A filed case, and the pages on a real socket."""
    party = PartyFacts(
        category=PartyCategory.ORGANISATION,
        name="芜湖安康医院",
        uscc=HOSPITAL_CODE,
        legal_rep="韩立民",
        address="芜湖市镜湖区",
    )
    plot = Plot(party=party, cause="38-4", loss_yuan=50_000, summary="该院将目录外药品串换为目录内药品结算。", days={})
    tale = Tale(Bureau(house, clock), plot, tmp_path)
    for act in ("clue", "propose", "file"):
        acts.ACTS[act](tale)
    server = make_server("127.0.0.1", 0, build_all(house), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Office(f"http://127.0.0.1:{server.server_port}", house, tale)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
@pytest.mark.timeout(400)
@pytest.mark.parametrize("house", ["sqlite-directory"], indirect=True)
def test_the_walk_in_a_browser(browser: Browser, office: Office) -> None:
    recording = long_film(office.tale.media / "现场检查.mp4")
    cut_upload(browser, office, recording)
    continue_upload(browser, office, recording)
    gathering.prepare_media(office.tale)
    watch(browser, office)
    for act in BETWEEN:
        acts.ACTS[act](office.tale)
    review_and_decide(browser, office)
    publish(browser, office)
    assert "临罚〔2026〕1号" in read_as_citizen(browser, office)


def long_film(path: Path) -> Path:
    """A real film of three parts' length: padded with an empty box, which players skip."""
    film(path)
    padding = 20 * MEBIBYTE
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", padding, b"free") + bytes(padding - 8))
    return path


def received(office: Office) -> int:
    with office.house.work(SYSTEM, reading=True) as work:
        newest = text("SELECT COALESCE(MAX(received), 0) FROM upload_session")
        return int(work.session.execute(newest).scalar_one())


def choose(page: Page, office: Office, recording: Path) -> None:
    page.goto(f"{office.address}/office/cases/{office.tale.case_id}/evidence")
    page.get_by_label("证明对象").first.fill("现场检查全过程")
    page.get_by_label("采集地点").first.fill("收费处")
    page.get_by_label("执法环节").first.select_option("scene_inspection")
    page.get_by_label("采集时间").first.fill("2026-03-09T09:00:00")
    page.locator("#u-files").set_input_files(recording)
    page.get_by_role("button", name="开始上传").click()


def cut_upload(browser: Browser, office: Office, recording: Path) -> None:
    """A slow line; once a part has arrived and the next is under way, the browser is gone."""
    page = sign_in(browser, office.address, "officer_a")
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 6 * MEBIBYTE}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    choose(page, office, recording)
    until = time.monotonic() + 60
    while received(office) < PART and time.monotonic() < until:
        page.wait_for_timeout(50)
    keep(page, "upload-under-way")
    page.context.close()
    assert PART <= received(office) < recording.stat().st_size


def continue_upload(browser: Browser, office: Office, recording: Path) -> None:
    """The same file chosen on another day goes on where the server stands: at most one part is sent again."""
    before = received(office)
    page = sign_in(browser, office.address, "officer_a", width=360)
    offsets: list[int] = []
    page.on("request", lambda request: _note_offset(request, offsets))
    choose(page, office, recording)
    until = time.monotonic() + 60
    while received(office) < recording.stat().st_size and time.monotonic() < until:
        page.wait_for_timeout(100)
    keep(page, "upload-continued-360")
    page.context.close()
    assert received(office) == recording.stat().st_size
    assert offsets[0] >= before - PART
    assert offsets[0] >= PART


def _note_offset(request: Request, offsets: list[int]) -> None:
    if request.method == "PATCH":
        offsets.append(int(request.headers["upload-offset"]))


def watch(browser: Browser, office: Office) -> None:
    """The purpose first; then the film plays and can be sought."""
    page = sign_in(browser, office.address, "reviewer")
    page.goto(f"{office.address}/office/cases/{office.tale.case_id}/evidence")
    page.get_by_role("link", name="现场检查").first.click()
    page.get_by_label("调阅目的").select_option(index=1)
    page.get_by_role("button", name="开始调阅").click()
    player = page.locator("video")
    player.wait_for()
    player.evaluate("film => new Promise(ready => { film.onseeked = ready; film.currentTime = 2; })")
    assert player.evaluate("film => film.currentTime") == pytest.approx(2, abs=0.2)
    assert player.evaluate("film => film.videoHeight") > 0
    keep(page, "evidence-watched")
    page.context.close()


def review_and_decide(browser: Browser, office: Office) -> None:
    page = sign_in(browser, office.address, "reviewer")
    page.goto(f"{office.address}/office/review/queue")
    keep(page, "review-queue")
    page.get_by_text("芜湖安康医院").first.wait_for()
    page.goto(f"{office.address}/office/cases/{office.tale.case_id}/review/agree")
    for point in page.get_by_label("符合规定").all():
        point.check()
    page.locator("textarea[name='opinion']").fill("事实清楚，程序合法，同意。")
    keep(page, "review-opinion")
    page.get_by_role("button", name="同意").first.click()
    page.get_by_text("同意").first.wait_for()
    page.context.close()
    page = sign_in(browser, office.address, "agency_head")
    page.goto(f"{office.address}/office/cases/{office.tale.case_id}/decisions/decide")
    page.locator("textarea[name='opinion']").fill("同意，作出处罚决定。")
    keep(page, "decision")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("临罚〔2026〕1号")
    page.context.close()
    acts.ACTS["serve"](office.tale)


def publish(browser: Browser, office: Office) -> None:
    at = f"{office.address}/office/cases/{office.tale.case_id}/publication"
    for login, step in (("clerk", "prepare"), ("clerk_two", "confirm"), ("clerk", "publish")):
        page = sign_in(browser, office.address, login)
        page.goto(f"{at}/{step}")
        keep(page, f"publication-{step}")
        page.locator("main form button").last.click()
        page.wait_for_load_state()
        page.context.close()


def read_as_citizen(browser: Browser, office: Office) -> str:
    """The words of the notice, found with no script, on a small screen, with no account."""
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(office.address)
    keep(page, "board-360")
    page.get_by_role("searchbox").or_(page.locator("input[name='q']")).first.fill("安康医院")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="芜湖安康医院").first.click()
    expect(page.locator("main")).to_contain_text("75,000")
    keep(page, "board-notice-360")
    page.pdf(path="artifacts/board-notice.pdf", format="A4")
    words = page.locator("main").inner_text()
    page.context.close()
    return words
