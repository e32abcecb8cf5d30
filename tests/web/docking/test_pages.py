"""The inbox, the ledger, receipts and the slate as people and machines see them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enforcement.docking import queries, rules
from enforcement.docking.rules import SlateText
from enforcement.kernel.identity import CaseId
from tests.scheduler.conftest import PICTURE
from tests.service.docking import station
from tests.storage import clips
from tests.web.visitor import Office, open_office

SHARED = {"captured_place": "药房", "fact_to_prove": "出库经过", "step": "scene_inspection"}


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    copy = tmp_path / "enforcement.sqlite3"
    copy.write_bytes(migrated_sqlite.read_bytes())
    with open_office(f"sqlite:///{copy}", tmp_path) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return office.bureau.filed()


@pytest.fixture
def rows(office: Office, tmp_path: Path) -> list[Any]:
    card = tmp_path / "card"
    card.mkdir()
    clips.photograph(card / "柜台.jpg")
    (card / "plain.png").write_bytes(PICTURE)
    station.swept(office.bureau, card)
    return station.inbox(office.bureau)


def test_the_inbox_lists_filters_and_keeps_what_was_chosen(office: Office, case: CaseId, rows: list[Any]):
    browser = office.browser("officer_a")
    page = browser.get("/office/docking/").text
    assert all(words in page for words in ("柜台.jpg", "plain.png", "文件没有自带时间", station.DEVICE, "关联并标注"))
    assert "plain.png" not in browser.get("/office/docking/?text=柜台").text
    assert browser.get("/office/docking/?day=notaday").status_code == 422
    again = browser.post("/office/docking/link", {"recordings": [str(row.id) for row in rows]})
    assert again.status_code == 409
    assert again.text.count(" checked") == 2
    assert "采集地点" in again.text


def test_linking_tells_what_was_and_what_was_not_linked(office: Office, case: CaseId, rows: list[Any]):
    browser = office.browser("officer_a")
    chosen = {"recordings": [str(row.id) for row in rows], "case_id": str(case), **SHARED}
    answer = browser.post("/office/docking/link", chosen, follow_redirects=True)
    assert "已关联 1 个文件" in answer.text
    assert "plain.png 没有关联：文件没有自带时间" in answer.text
    tab = browser.get(f"/office/cases/{case}/docking").text
    assert "人工关联" in tab
    assert "柜台.jpg" in browser.get("/office/docking/?linked=1").text


def test_machines_link_as_people_do(office: Office, case: CaseId, rows: list[Any]):
    headers = office.bearer("officer_a")
    client = office.app.test_client()
    listed = client.get("/api/v1/docking/recordings", headers=headers).get_json()
    assert {row["file_name"] for row in listed["rows"]} == {"柜台.jpg", "plain.png"}
    given = {"recordings": [row["id"] for row in listed["rows"]], "case_id": str(case), **SHARED}
    answer = client.post("/api/v1/docking/link", json=given, headers=headers).get_json()
    assert (len(answer["linked"]), answer["refused"][0]["file_name"]) == (1, "plain.png")
    docked = client.get(f"/api/v1/cases/{case}/docking", headers=headers).get_json()
    assert docked["recordings"][0]["link"]["case_id"] == str(case)
    refused = client.post("/api/v1/docking/link", json=given, headers=office.bearer("supervisor"))
    assert refused.status_code == 403


def test_a_poster_is_for_its_maker_until_it_is_evidence(office: Office, case: CaseId, rows: list[Any]):
    row = next(row for row in rows if row.file_name == "柜台.jpg")
    address = f"/office/docking/recordings/{row.id}/poster"
    maker = office.browser("officer_a")
    shown = maker.get(address, buffered=True)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    for login in ("officer_b", "unit_head", "supervisor"):
        assert office.browser(login).get(address).status_code == 404
    maker.post("/office/docking/link", {"recordings": [str(row.id)], "case_id": str(case), **SHARED})
    assert maker.get(address).status_code == 404


def test_receipts_can_be_read_by_whom_they_concern(office: Office, rows: list[Any]):
    (receipt,) = office.bureau.read(queries.receipts, office.bureau.actor("officer_a"))
    address = f"/office/docking/receipts/{receipt.id}"
    for login, status in (("officer_a", 200), ("unit_head", 200), ("supervisor", 200), ("officer_b", 404)):
        page = office.browser(login).get(address)
        assert page.status_code == status, login
    plain = office.app.test_client().get(f"/api/v1/docking/receipts/{receipt.id}", headers=office.bearer("officer_a"))
    assert plain.get_json()["text"].startswith("音像记录交存收据")
    assert "查看打印" in office.browser("officer_a").get("/office/docking/receipts").text


def test_the_keeper_registers_and_hands_out(office: Office):
    keeper = office.browser("unit_head")
    keeper.post("/office/docking/register-device", {"number": "DSJ-77", "model": "X"})
    device = office.bureau.read(queries.device_numbered, "DSJ-77")
    assert "安正" in keeper.get(f"/office/docking/hand-device/{device.id}").text
    day = office.bureau.clock.at.date().isoformat()
    given = {"holder": str(office.bureau.id("officer_a")), "since": day}
    assert keeper.post(f"/office/docking/hand-device/{device.id}", given).status_code == 302
    assert "安正" in office.browser("officer_a").get("/office/docking/devices").text
    assert "登记领用" not in office.browser("officer_a").get("/office/docking/devices").text
    assert office.browser("officer_a").get("/office/docking/register-device").status_code == 403


def test_the_slate_carries_the_servers_time_anew_each_time(office: Office, case: CaseId):
    browser = office.browser("officer_a")
    none_open = browser.get(f"/office/cases/{case}/docking/slate", follow_redirects=True)
    assert "没有可以出示的场记板" in none_open.text
    answer = browser.post(f"/office/cases/{case}/docking/open-slate", {"step": "scene_inspection", "place": "药房"})
    assert answer.headers["Location"].endswith(f"/office/cases/{case}/docking/slate")
    page = browser.get(f"/office/cases/{case}/docking/slate")
    assert all(
        words in page.text for words in ("<svg", "医保案〔2026〕1号", "现场检查", "药房", 'content="60"', "every 5s")
    )
    headers = office.bearer("officer_a")
    client, address = office.app.test_client(), f"/api/v1/cases/{case}/docking/slate"
    said = []
    for _ in range(2):
        office.bureau.later(seconds=5)
        text = client.get(address, headers=headers).get_json()["text"]
        said.append(rules.parse(text, rules.signing_key("x" * 32)))
    assert all(isinstance(one, SlateText) and one.case_id == case for one in said)
    assert (said[1].moment - said[0].moment).seconds == 5
    assert said[0].nonce == said[1].nonce


def test_nobody_shows_the_slate_of_another_and_it_ends(office: Office, case: CaseId):
    browser = office.browser("officer_a")
    browser.post(f"/office/cases/{case}/docking/open-slate", {"step": "scene_inspection"})
    address = f"/office/cases/{case}/docking/slate/code"
    assert office.browser("officer_b").get(address).status_code == 404
    assert office.browser("unit_head").get(address).status_code == 403
    assert browser.get(address).status_code == 200
    office.bureau.later(hours=4)
    assert "有效期" in office.browser("officer_a").get(address).text
