"""A real Chromium, where there is one. Where there is none the journey skips and says so; in CI that is a failure."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bureau import PASSWORD

ARTIFACTS = Path(__file__).parents[2] / "artifacts"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
REASON = "Chromium is not installed (apt-get install chromium libatomic1): the browser journey did not run"


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("ENFORCEMENT_REQUIRE_BROWSER"):
        pytest.fail(REASON)
    pytest.skip(REASON)


@contextmanager
def running_browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


def sign_in(browser: Browser, address: str, login: str, *, width: int = 1200) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{address}/office/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/office/")
    return page


def keep(page: Page, name: str) -> None:
    """A screenshot for people to look at; git ignores the folder."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
