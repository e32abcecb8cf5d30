"""The viewer's addresses: what is stamped, what needs a purpose, what goes on record, and the same for machines."""

import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from enforcement.evidence import queries
from enforcement.evidence.names import CustodyEvent
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId
from tests.service.evidence.sending import evidence, film, run_due, whole_labels
from tests.storage import clips
from tests.web.visitor import Browser, Office


@pytest.fixture
def case(office: Office) -> CaseId:
    return office.bureau.filed()


@pytest.fixture
def film_item(office: Office, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(office.bureau, case, film(tmp_path), labels=whole_labels(office.bureau))


@pytest.fixture
def photo(office: Office, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(office.bureau, case, clips.photograph(tmp_path / "柜台.jpg", size=(1600, 1000)))


def address(item: ItemRow, *more: str) -> str:
    return "/".join([f"/office/cases/{item.case_id}/evidence/items/{item.id}", *more])


def act(item: ItemRow, name: str, *more: object) -> str:
    return "/".join([f"/office/cases/{item.case_id}/evidence/{name}/{item.id}", *map(str, more)])


def content(browser: Browser, item: ItemRow, part: str, **more: Any) -> TestResponse:
    return browser.get(address(item, part), buffered=True, **more)


def looking(office: Office, item: ItemRow, login: str = "officer_a") -> Browser:
    browser = office.browser(login)
    assert browser.post(address(item, "view"), {"purpose": "HANDLING"}).status_code == 302
    return browser


def test_without_scripts_the_page_still_plays_and_takes_marks(office: Office, film_item: ItemRow):
    page = looking(office, film_item).get(address(film_item)).text
    assert re.search(r"<video[^>]* controls", page)
    assert all(f'data-part="{part}" hidden' in page for part in ("scrub", "controls", "keys"))
    form = page[page.index("data-mark-form") - 300 : page.index("data-mark-form") + 3000]
    assert all(f'name="{name}"' in form for name in ("at", "until", "remark", "csrf_token"))
    assert "<script>" not in page
    assert " style=" not in page


def test_pictures_are_stamped_for_their_viewer(office: Office, photo: ItemRow):
    (copy,) = [one for one in office.bureau.read(queries.derivatives, photo.id) if one.kind == "large"]
    mine = content(looking(office, photo), photo, "media/large")
    theirs = content(looking(office, photo, "officer_b"), photo, "media/large")
    assert mine.data.startswith(b"\xff\xd8\xff")
    assert len({mine.data, theirs.data}) == 2
    assert copy.sha256 not in {mine.headers["ETag"].strip('"'), theirs.headers["ETag"].strip('"')}
    for name, value in (("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff")):
        assert mine.headers[name] == value


def test_the_words_over_a_film_name_case_person_and_certificate(office: Office, film_item: ItemRow):
    page = looking(office, film_item).get(address(film_item)).text
    stamp = page[page.index("viewer-stamp") : page.index("viewer-stamp") + 300]
    assert all(words in stamp for words in ("医保案〔2026〕", "执法证号", "+08:00"))


def test_the_strip_is_read_by_its_index(office: Office, film_item: ItemRow):
    browser = looking(office, film_item)
    index = content(browser, film_item, "media/strip_index")
    assert (index.mimetype, index.text.startswith("WEBVTT")) == ("text/vtt", True)
    assert content(browser, film_item, "media/strip").mimetype == "image/jpeg"


def test_a_mark_is_added_amended_and_ended_through_the_pages(office: Office, film_item: ItemRow):
    browser = looking(office, film_item)
    done = browser.post(act(film_item, "mark"), {"at": "0:01.5", "until": "0:02", "remark": "出示证件"})
    assert (done.status_code, done.headers["Location"]) == (302, address(film_item))
    (row,) = office.bureau.read(queries.marks_of, film_item.id)
    assert (row.at_ms, row.until_ms) == (1500, 2000)
    assert 'data-seek="1500"' in browser.get(address(film_item)).text
    form = browser.get(act(film_item, "amend-mark", row.id)).text
    assert 'value="00:00:01.500"' in form
    assert browser.post(act(film_item, "amend-mark", row.id), {"at": "1", "remark": "出示两证"}).status_code == 302
    assert browser.post(act(film_item, "end-mark", row.id), {"reason": "重复"}).status_code == 302
    page = browser.get(address(film_item)).text
    assert all(words in page for words in ("已停用", "以前的版本（2）", "出示证件", "出示两证"))


def test_a_refused_mark_keeps_what_was_typed(office: Office, film_item: ItemRow):
    browser = looking(office, film_item)
    for place, words in (("9:99:99:99", "格式填写"), ("1:00:00", "超出了录制时长")):
        answer = browser.post(act(film_item, "mark"), {"at": place, "remark": "长长的说明"})
        assert (answer.status_code, words in answer.text, "长长的说明" in answer.text) == (422, True, True)


def test_a_mark_without_purpose_is_refused_and_on_record(office: Office, film_item: ItemRow):
    answer = office.browser("reviewer").post(act(film_item, "mark"), {"at": "1", "remark": "x"})
    assert (answer.status_code, "调阅目的" in answer.text) == (403, True)
    assert office.bureau.read(queries.marks_of, film_item.id) == []


def test_a_clip_is_asked_for_shown_and_taken(office: Office, film_item: ItemRow):
    browser = looking(office, film_item)
    said = {"start": "0:00.5", "until": "0:02", "title": "出示证件", "purpose": "法制审核"}
    assert browser.post(act(film_item, "clip"), said).headers["Location"] == address(film_item)
    waiting = browser.get(address(film_item, "jobs")).text
    assert "剪取片段" in waiting
    assert "every 3s" in waiting
    run_due(office.bureau)
    (clip,) = office.bureau.read(queries.further_copies, film_item.id)
    shown = browser.get(address(film_item, "jobs")).text
    assert clip.sha256 in shown
    assert "every 3s" not in shown
    part = content(browser, film_item, f"copies/{clip.id}", headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)
    whole = content(browser, film_item, f"copies/{clip.id}/download")
    assert (whole.status_code, len(whole.data)) == (200, clip.size)
    assert whole.headers["Content-Disposition"].startswith("attachment")
    line = office.bureau.read(queries.custody_of, film_item.id)[-1]
    assert (line.event, line.how, line.why) == (CustodyEvent.COPIED, "下载片段", "办案核实")
    assert office.browser("reviewer").get(address(film_item, f"copies/{clip.id}")).status_code == 403
    elsewhere = address(film_item, f"copies/{clip.id}").replace(str(film_item.case_id), str(office.bureau.filed()))
    assert browser.get(elsewhere).status_code == 404


def test_only_handlers_see_the_button_for_clips(office: Office, film_item: ItemRow):
    assert "剪取片段" in looking(office, film_item).get(address(film_item)).text
    assert "剪取片段" not in looking(office, film_item, "reviewer").get(address(film_item)).text
    assert office.browser("reviewer").get(act(film_item, "clip")).status_code == 403


def test_a_marked_copy_is_shown_to_its_asker_alone(office: Office, film_item: ItemRow):
    browser = looking(office, film_item, "reviewer")
    assert browser.post(act(film_item, "marked-copy")).status_code == 302
    run_due(office.bureau)
    (copy,) = office.bureau.read(queries.further_copies, film_item.id)
    assert f"copies/{copy.id}/download" in browser.get(address(film_item)).text
    assert content(browser, film_item, f"copies/{copy.id}/download").status_code == 200
    other = looking(office, film_item)
    assert str(copy.id) not in other.get(address(film_item)).text
    assert content(other, film_item, f"copies/{copy.id}/download").status_code == 404


def test_a_marked_photograph_goes_on_record(office: Office, photo: ItemRow):
    refused = office.browser("officer_a").get(address(photo, "picture"))
    assert (refused.status_code, "调阅目的" in refused.text) == (403, True)
    taken = content(looking(office, photo), photo, "picture")
    assert (taken.status_code, taken.mimetype) == (200, "image/jpeg")
    assert office.bureau.read(queries.custody_of, photo.id)[-1].how == "下载带水印的调阅副本"


def test_an_original_is_bit_exact_and_goes_with_a_note(office: Office, film_item: ItemRow, tmp_path: Path):
    browser = looking(office, film_item)
    assert browser.get(address(film_item, "original/note")).status_code == 404  # nothing was taken yet
    assert content(browser, film_item, "original").data == (tmp_path / film_item.title).read_bytes()
    note = browser.get(address(film_item, "original/note")).text
    for words in (film_item.sha256, "逐字节一致", "未加水印", "办案核实", "接收人", str(film_item.size)):
        assert words in note
    assert "打印原件副本交付说明" in browser.get(address(film_item)).text
    assert looking(office, film_item, "officer_b").get(address(film_item, "original/note")).status_code == 404


def test_machines_mark_and_read_the_same(office: Office, film_item: ItemRow):
    client, who = office.app.test_client(), office.bearer("officer_a")
    api = f"/api/v1/cases/{film_item.case_id}/evidence"
    client.post(f"{api}/items/{film_item.id}/viewings", json={"purpose": "HANDLING"}, headers=who)
    made = client.post(f"{api}/mark/{film_item.id}", json={"at": "00:00:01.500", "remark": "出示证件"}, headers=who)
    assert made.status_code == 200
    read = client.get(f"{api}/items/{film_item.id}", headers=who).get_json()
    assert [(row["id"], row["at_ms"]) for row in read["marks"]] == [(made.get_json()["result"], 1500)]
    assert read["facts"]["帧率"] == "每秒 10 帧"
    wrong = client.post(f"{api}/mark/{film_item.id}", json={"at": "later", "remark": "x"}, headers=who)
    assert (wrong.status_code, "at" in wrong.get_json()["fields"]) == (422, True)
