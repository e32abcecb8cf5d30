"""Clients nobody here wrote, who know only the protocol: tus-js-client in Chromium; under Node and tuspy elsewhere."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from enforcement.evidence.names import PlaceSource, UploadState
from enforcement.evidence.queries import last_places
from enforcement.kernel.identity import SYSTEM
from tests.journeys.browser import running_browser, sign_in
from tests.web.evidence.tus_real.conftest import Field
from tests.web.evidence.tus_real.process import Process
from tests.web.evidence.tus_real.sending import MEBIBYTE, Recording


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


def written(folder: Path, recording: Recording, name: str) -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.writelines(recording.blocks())
    return path


def upload_page(browser: Browser, served: Process, field: Field, *, width: int = 1280) -> Page:
    page = sign_in(browser, served.address, "officer_a", width=width)
    page.goto(f"{served.address}/office/cases/{field.case}/evidence")
    page.get_by_label("证明对象").first.fill("现场检查全过程")
    return page


@pytest.mark.browser
def test_the_vendored_client_in_a_browser_sends_many_files(
    browser: Browser, served: Process, field: Field, tmp_path: Path
) -> None:
    recordings = [Recording(MEBIBYTE + 7 * number, seed=number) for number in range(4)]
    paths = [written(tmp_path, recording, f"现场{number}.mp4") for number, recording in enumerate(recordings)]
    page = upload_page(browser, served, field, width=360)
    page.locator("#u-files").set_input_files(paths)
    page.get_by_role("button", name="开始上传").click()
    expect(page.locator("#upload-rows").get_by_text("已收齐，正在核验入卷").nth(3)).to_be_visible(timeout=60_000)
    expect(page.locator("#upload-summary")).to_contain_text("共 4 个文件，已结束 4 个")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()
    with field.live.work(SYSTEM, reading=True) as work:
        places = last_places(work.session, field.case)
    assert len(places) == 4
    assert {place.source for place in places.values()} <= {PlaceSource.REFUSED, PlaceSource.UNAVAILABLE}


@pytest.mark.browser
def test_pause_and_continue_with_the_keyboard_and_the_place_told(
    browser: Browser, served: Process, field: Field, tmp_path: Path
) -> None:
    recording = Recording(24 * MEBIBYTE)
    path = written(tmp_path, recording, "现场.mp4")
    page = upload_page(browser, served, field)
    page.context.grant_permissions(["geolocation"], origin=served.address)
    page.context.set_geolocation({"latitude": 31.33, "longitude": 118.38, "accuracy": 20})
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 4 * MEBIBYTE}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    page.locator("#u-files").set_input_files(path)
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_text("还需约")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="暂停").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已暂停")).to_be_visible()
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    page.get_by_role("button", name="继续").press("Enter")
    expect(page.locator("#upload-rows").get_by_text("已收齐，正在核验入卷")).to_be_visible(timeout=60_000)
    page.context.close()
    with field.live.work(SYSTEM, reading=True) as work:
        (place,) = last_places(work.session, field.case).values()
    assert place.sentence == "上传设备定位：31.330000,118.380000（误差约 20 米）"


@pytest.mark.browser
def test_cancelling_on_the_page_leaves_nothing(browser: Browser, served: Process, field: Field, tmp_path: Path) -> None:
    path = written(tmp_path, Recording(32 * MEBIBYTE), "现场.mp4")
    page = upload_page(browser, served, field)
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 2 * MEBIBYTE}
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", slow)
    page.locator("#u-files").set_input_files(path)
    page.get_by_role("button", name="开始上传").click()
    expect(page.get_by_text("每秒")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="取消上传").click()
    expect(page.get_by_text("已取消，服务器上没有留下内容")).to_be_visible(timeout=60_000)
    page.context.close()
    assert not list((field.folder / "staging").glob("*.part"))


@pytest.mark.browser
def test_the_vendored_client_with_a_token_as_any_program_would(
    browser: Browser, served: Process, field: Field, tmp_path: Path
) -> None:
    """On a page of its own, with a bearer token and the client's own way of creating an upload."""
    recording = Recording(3 * MEBIBYTE)
    page = browser.new_context().new_page()
    page.goto(f"{served.address}/office/login")
    page.add_script_tag(url="/office/static/vendor/tus-js-client/tus.min.js")
    sent = page.evaluate(
        """given => new Promise((done, failed) => {
            const noise = Uint8Array.from(atob(given.content), letter => letter.charCodeAt(0));
            const upload = new tus.Upload(new Blob([noise]), {
                endpoint: "/api/v1/uploads", chunkSize: 1000000, headers: given.headers, metadata: given.metadata,
                storeFingerprintForResuming: false, onError: failed, onSuccess: () => done(upload.url) });
            upload.start(); })""",
        {
            "content": _base64(recording.piece(0, recording.size)),
            "headers": field.headers,
            "metadata": {"filename": "现场.mp4", "case_id": str(field.case)},
        },
    )
    page.context.close()
    row = field.upload(sent)
    assert (row.state, row.sha256) == (UploadState.RECEIVED, recording.sha256)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
