"""The evidence pages: list, item, purpose before content, ranges, and no way to remove anything."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from enforcement.cases import queries as cases
from enforcement.evidence import queries, service
from enforcement.evidence.names import Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId
from tests.service.evidence.sending import evidence, film, opened, send, whole_labels
from tests.storage import clips
from tests.web.visitor import Browser, Office


@pytest.fixture
def case(office: Office) -> CaseId:
    return office.bureau.filed()


@pytest.fixture
def film_item(office: Office, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(office.bureau, case, film(tmp_path), labels=whole_labels(office.bureau))


def address(item: ItemRow, *more: str) -> str:
    return "/".join([f"/office/cases/{item.case_id}/evidence/items/{item.id}", *more])


def content(browser: Browser, item: ItemRow, part: str, **more: Any) -> TestResponse:
    """Read to its end, as a server does, so that the file behind it is closed."""
    return browser.get(address(item, part), buffered=True, **more)


def viewing(browser: Browser, item: ItemRow) -> None:
    assert browser.post(address(item, "view"), {"purpose": "HANDLING"}).status_code == 302


def test_the_list_shows_state_missing_labels_and_progress(office: Office, case: CaseId, tmp_path: Path):
    bureau = office.bureau
    evidence(bureau, case, clips.tone(tmp_path / "来电录音.mp3"))
    upload = opened(bureau, case, size=100_000, name="现场.mp4")
    send(bureau, upload.id, b"\x00\x00\x00\x18ftypmp42" + bytes(49_988))
    page = office.browser("officer_a").get(f"/office/cases/{case}/evidence")
    assert page.status_code == 200
    for words in ("来电录音.mp3", "待补标签", "视听资料", "现场.mp4", "50%", "证明对象", "every 3s"):
        assert words in page.text
    bureau.later(minutes=2)
    part = office.browser("officer_a").get(f"/office/cases/{case}/evidence/list")
    assert "停滞" in part.text
    assert "every 3s" not in part.text


def test_readers_see_the_list_but_no_upload_box(office: Office, case: CaseId, film_item: ItemRow):
    page = office.browser("reviewer").get(f"/office/cases/{case}/evidence")
    assert (page.status_code, "upload-box" in page.text, film_item.title in page.text) == (200, False, True)
    assert office.browser("officer_c").get(f"/office/cases/{case}/evidence").status_code == 404
    assert office.browser("clerk").get(f"/office/cases/{case}/evidence").status_code == 403


def test_content_is_refused_without_a_purpose(office: Office, film_item: ItemRow):
    browser = office.browser("officer_a")
    page = browser.get(address(film_item)).text
    assert "开始调阅" in page
    assert "<video" not in page
    for part in ("media/proxy", "media/poster", "original"):
        refused = browser.get(address(film_item, part))
        assert (refused.status_code, "调阅目的" in refused.text) == (403, True)


def test_a_purpose_must_be_chosen(office: Office, film_item: ItemRow):
    answer = office.browser("officer_a").post(address(film_item, "view"), {"detail": "看看"})
    assert (answer.status_code, "这一项必须填写" in answer.text, "看看" in answer.text) == (422, True, True)


def test_after_the_purpose_the_page_plays_and_custody_tells(office: Office, film_item: ItemRow):
    browser = office.browser("officer_a")
    viewing(browser, film_item)
    page = browser.get(address(film_item)).text
    assert re.search(r'<video[^>]+src="[^"]+/media/proxy"', page)
    assert "办案核实" in page
    assert film_item.sha256 in page
    for kind in film_item.derivatives:
        assert content(browser, film_item, f"media/{kind}").status_code == 200


def test_ranges_for_seeking(office: Office, film_item: ItemRow):
    browser = office.browser("officer_a")
    viewing(browser, film_item)
    whole = content(browser, film_item, "media/proxy")
    size = len(whole.data)
    assert (whole.status_code, whole.headers["Accept-Ranges"], whole.mimetype) == (200, "bytes", "video/mp4")

    def ranged(text: str, **more: str):
        return content(browser, film_item, "media/proxy", headers={"Range": text} | more)

    middle = ranged("bytes=100-199")
    assert (middle.status_code, middle.data) == (206, whole.data[100:200])
    assert middle.headers["Content-Range"] == f"bytes 100-199/{size}"
    assert ranged("bytes=-50").data == whole.data[-50:]
    assert ranged(f"bytes={size - 10}-").data == whole.data[-10:]
    assert ranged(f"bytes=0-{size * 2}").data == whole.data
    beyond = ranged(f"bytes={size}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert [ranged(text).status_code for text in ("bytes=0-1,5-6", "lines=1-2", "bytes=x")] == [200, 200, 200]
    tag = whole.headers["ETag"]
    assert ranged("bytes=0-9", **{"If-Range": tag}).status_code == 206
    assert ranged("bytes=0-9", **{"If-Range": '"other"'}).status_code == 200
    head = browser.client.head(address(film_item, "media/proxy"))
    assert (head.headers["Content-Length"], head.data) == (str(size), b"")


def test_nothing_in_a_stored_file_can_run(office: Office, film_item: ItemRow):
    browser = office.browser("officer_a")
    viewing(browser, film_item)
    for part in ("media/poster", "original"):
        headers = content(browser, film_item, part).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Disposition"].startswith("attachment")


def test_a_copy_of_the_original_is_whole_and_on_record_once(office: Office, film_item: ItemRow, tmp_path: Path):
    browser = office.browser("officer_a")
    viewing(browser, film_item)
    first = content(browser, film_item, "original", headers={"Range": "bytes=0-999"}).data
    rest = content(browser, film_item, "original", headers={"Range": "bytes=1000-"}).data
    assert first + rest == (tmp_path / film_item.title).read_bytes()
    events = [line.event_name for line in office.bureau.read(queries.custody_of, film_item.id)]
    assert events.count("下载副本") == 1


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_AV_7_no_route_changes_or_removes_an_original(office: Office, film_item: ItemRow, method: str):
    api = f"/api/v1/cases/{film_item.case_id}/evidence/items/{film_item.id}"
    client = office.app.test_client()
    answer = client.open(api, method=method, headers=office.bearer("officer_a"))
    assert (answer.status_code, "不能删除" in answer.get_json()["sentence"]) == (409, True)
    page = client.open(address(film_item), method=method, headers=office.bearer("officer_a"))
    assert page.status_code == 405
    assert office.bureau.read(queries.item, film_item.id).sha256 == film_item.sha256


def test_labelling_and_recording_through_the_pages(office: Office, case: CaseId, tmp_path: Path):
    item = evidence(office.bureau, case, clips.photograph(tmp_path / "柜台.jpg"))
    browser = office.browser("officer_a")
    form = browser.get(f"/office/cases/{case}/evidence/label/{item.id}")
    assert 'value="2026-03-01T10:20:30"' in form.text  # proposed from the file, for a person to confirm
    said = {
        "captured_at": "2026-03-01T10:21:00",
        "captured_place": "药房",
        "captured_by": str(office.bureau.id("officer_b")),
        "fact_to_prove": "柜台陈列",
        "step": "scene_inspection",
    }
    assert browser.post(f"/office/cases/{case}/evidence/label/{item.id}", said).status_code == 302
    held = {row.account_id: row.certificate_no for row in office.bureau.read(cases.officers, case)}
    assert f"执法证号 {held[office.bureau.id('officer_b')]}" in browser.get(address(item)).text
    record = {
        "text_kind": "SCENE",
        "title": "现场笔录",
        "begun_at": "2026-03-09T08:00:00",
        "ended_at": "2026-03-09T09:00:00",
        "place": "药房",
        "persons": "王某",
        "officers": [str(office.bureau.id("officer_a")), str(office.bureau.id("officer_b"))],
        "body": "现场有两台结算终端。",
        "fact_to_prove": "结算地点",
        "step": "scene_inspection",
    }
    assert browser.post(f"/office/cases/{case}/evidence/record-text", record).status_code == 302
    text = next(row for row in office.bureau.read(queries.items, case) if row.medium == "text")
    assert "两台结算终端" not in browser.get(address(text)).text
    viewing(browser, text)
    assert "两台结算终端" in browser.get(address(text)).text


def test_machines_read_the_same_as_json(office: Office, case: CaseId, film_item: ItemRow):
    client, who = office.app.test_client(), office.bearer("reviewer")
    listed = client.get(f"/api/v1/cases/{case}/evidence", headers=who).get_json()
    assert (listed["items"][0]["sha256"], listed["uploads"], listed["jobs"]) == (film_item.sha256, [], [])
    one = client.get(f"/api/v1/cases/{case}/evidence/items/{film_item.id}", headers=who).get_json()
    assert [line["event"] for line in one["custody"]] == ["RECEIVED", "SEALED", "LABELLED", "DERIVED"]
    api = f"/api/v1/cases/{case}/evidence/items/{film_item.id}/viewings"
    made = client.post(api, json={"purpose": "REVIEW"}, headers=who)
    assert (made.status_code, bool(UUID(made.get_json()["result"]))) == (201, True)
    assert client.get(address(film_item, "media/proxy"), headers=who, buffered=True).status_code == 200


def test_a_viewing_of_one_item_opens_no_other(office: Office, case: CaseId, film_item: ItemRow, tmp_path: Path):
    other = evidence(office.bureau, case, clips.tone(tmp_path / "a.mp3"))
    office.bureau.act("reviewer", service.open_viewing, case, item_id=film_item.id, purpose=Purpose.REVIEW)
    browser = office.browser("reviewer")
    assert browser.get(address(other, "media/sound")).status_code == 403
    assert content(browser, film_item, "media/proxy").status_code == 200
    elsewhere = address(film_item, "media/proxy").replace(str(case), str(office.bureau.filed()))
    assert browser.get(elsewhere).status_code == 404
