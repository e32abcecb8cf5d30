"""The page inside a bundle, in a real Chromium without a network: a citizen, a judge, a party's lawyer opens it."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from enforcement.archive.offline import PAGE, verifier
from enforcement.audit import service as journal
from tests.journeys.browser import keep, running_browser
from tests.service.archive.bundles import ended, made, unpacked, written
from tests.web.visitor import office_on_copy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def zipped(browser: Browser, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a whole case; a head was given away before. The browser is asked for first: without one nothing is made."""
    assert browser.is_connected()
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("office")) as office:
        case = ended(office.bureau)
        office.bureau.act("audit_admin", journal.sign_head, signer=office.runtime.signer)
        return written(office.bureau, made(office.bureau, case), tmp_path_factory.mktemp("given") / "卷宗.zip")


@pytest.fixture
def folder(zipped: Path, tmp_path: Path) -> Path:
    return unpacked(zipped, tmp_path / "unpacked")


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True, locale="zh-CN", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.goto((folder / PAGE).as_uri())
    yield opened
    assert complaints == []
    context.close()


def verdict(page: Page) -> str:
    expect(page.locator("#result")).to_be_visible(timeout=60_000)
    return page.locator("#verdict").inner_text()


def faults(page: Page) -> list[str]:
    return page.locator("#faults li").all_inner_texts()


def check_zip(page: Page, path: Path) -> str:
    page.locator("#zip").set_input_files(path)
    return verdict(page)


def check_folder(page: Page, folder: Path) -> str:
    page.locator("#folder").set_input_files(folder)
    return verdict(page)


def test_the_zip_passes_as_it_came(page: Page, zipped: Path) -> None:
    assert check_zip(page, zipped) == verifier.verify(zipped).sentence
    assert "全部相符" in page.locator("#verdict").inner_text()
    notes = " ".join(page.locator("#notes li").all_inner_texts())
    assert "本包所附的留痕签名" in notes
    assert "先前" in notes
    keep(page, "offline-checker-passes")


def test_the_folder_passes(page: Page, folder: Path) -> None:
    assert check_folder(page, folder) == verifier.verify(folder).sentence
    assert faults(page) == []


def test_one_changed_byte_names_the_file(page: Page, folder: Path, zipped: Path) -> None:
    document = next((folder / "data/文书").glob("*.pdf"))
    document.chmod(0o644)
    content = bytearray(document.read_bytes())
    content[len(content) // 2] ^= 1
    document.write_bytes(content)
    assert "发现不符" in check_folder(page, folder)
    assert any(document.name in fault for fault in faults(page))
    assert faults(page) == verifier.verify(folder).faults, "both checkers say the same"
    keep(page, "offline-checker-tampered")


def test_removed_and_added_files_are_named(page: Page, folder: Path) -> None:
    gone = next((folder / "data/证据").glob("*.txt"))
    gone.unlink()
    (folder / "data/证据/999-补充.mp4").write_bytes(b"planted")
    check_folder(page, folder)
    assert any("缺少" in fault and gone.name in fault for fault in faults(page))
    assert any("多出文件" in fault and "999-补充.mp4" in fault for fault in faults(page))


def test_a_removed_entry_is_told_by_its_number(page: Page, folder: Path) -> None:
    journal = folder / "data/留痕/留痕.jsonl"
    journal.chmod(0o644)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:4] + lines[5:]))
    check_folder(page, folder)
    assert any(fault.startswith("第 5 条留痕没有接在前一条之后") for fault in faults(page))
    assert sorted(faults(page)) == sorted(verifier.verify(folder).faults)


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_zip_cut_short_is_told(page: Page, zipped: Path, tmp_path: Path, share: float) -> None:
    content = zipped.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * share)])
    assert "发现不符" in check_zip(page, cut)


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003])
def test_its_own_sha256_is_sha256(page: Page, length: int) -> None:
    """In pieces of uneven length, as files arrive."""
    content = random.Random(length).randbytes(length)
    asked = """(bytes) => {
      const digest = new Sha256();
      for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7) % 131 + 1) {
        digest.update(Uint8Array.from(bytes.slice(at, at + step)));
      }
      return digest.hex();
    }"""
    assert page.evaluate(asked, list(content)) == hashlib.sha256(content).hexdigest()
