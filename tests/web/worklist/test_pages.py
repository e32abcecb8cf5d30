"""The list as a page and as a call: filters, views, and many cases at once, one journal entry each."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enforcement.cases import queries as cases
from tests.web.visitor import Office, open_office

LIST = "/office/cases/"


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def entries(office: Office, verb: str) -> int:
    return int(office.bureau.sql("SELECT COUNT(*) FROM journal_entry WHERE verb = :verb", verb=verb)[0][0])


def test_filters_stand_in_the_address_and_due_today_is_not_overdue(office: Office) -> None:
    office.bureau.clue()
    office.bureau.on(date(2026, 3, 30))
    browser = office.browser("officer_a")
    assert "今日到期" in browser.get(f"{LIST}?due=today").text
    assert "没有符合条件的案件" in browser.get(f"{LIST}?due=overdue").text
    assert "没有符合条件的案件" in browser.get(f"{LIST}?text=没有这个").text
    office.bureau.on(date(2026, 3, 31))
    assert "已逾期 1 个工作日" in office.browser("officer_a").get(f"{LIST}?due=overdue&stage=clue").text
    for wrong in ("due=never", "stage=x", "handler=x", "after=x", "strange=1"):
        assert office.browser("officer_a").get(f"{LIST}?{wrong}").status_code == 422
    called = office.app.test_client().get("/api/v1/cases/?due=overdue", headers=office.bearer("officer_a"))
    (row,) = called.get_json()["rows"]
    assert len(row["handlers"]) == 2


def test_a_view_is_saved_from_what_was_asked_and_opens_the_list(office: Office) -> None:
    office.bureau.filed()
    browser = office.browser("officer_a")
    form = browser.get("/office/worklist/save-view?stage=investigating&text=").text
    assert '<option value="investigating" selected>' in form
    sent = {"stage": "investigating", "name": "在查的", "shared": "1", "opens_first": "1"}
    assert browser.post("/office/worklist/save-view", sent).status_code == 302
    opened = browser.get(LIST)
    assert opened.status_code == 302
    assert "stage=investigating" in opened.headers["Location"]
    page = browser.get(opened.headers["Location"]).text
    assert "在查的（默认）" in page
    assert browser.get(f"{LIST}?text=").status_code == 200
    assert "在查的（安正共享）" in office.browser("officer_b").get(LIST).text
    (view,) = office.app.test_client().get("/api/v1/worklist/views", headers=office.bearer("officer_a")).get_json()
    assert view["asked"] == {"stage": "investigating"}
    assert office.browser("officer_b").post(f"/office/worklist/remove-view/{view['id']}").status_code == 404
    assert browser.post(f"/office/worklist/open-with/{view['id']}").status_code == 302
    assert browser.get(LIST).status_code == 200
    assert browser.post(f"/office/worklist/remove-view/{view['id']}").status_code == 302
    assert "在查的" not in browser.get(LIST).text


def test_handlers_change_in_bulk_one_by_one_and_what_fails_is_listed(office: Office) -> None:
    bureau = office.bureau
    taken, other = bureau.filed(), bureau.filed(second="officer_c")
    head = office.browser("unit_head")
    sent = {
        "act": "assign",
        "cases": [str(taken), str(other)],
        "account_id": str(bureau.id("officer_c")),
        "replaces": str(bureau.id("officer_b")),
        "reason": "白敏调离。",
    }
    answer = head.post(LIST, sent)
    assert answer.status_code == 409
    assert "已办理 1 件，以下 1 件未能办理" in answer.text
    assert "拟接替的人员不是本案现任承办人" in answer.text
    assert set(bureau.read(cases.get, taken).handlers) == {bureau.id("officer_a"), bureau.id("officer_c")}
    assert entries(office, "cases.officer_assigned") == 1
    assert head.post(LIST, sent | {"cases": str(taken), "reason": ""}).status_code == 422
    assert head.post(LIST, {"act": "assign"}).status_code == 422
    refused = office.browser("officer_a").post(LIST, sent | {"cases": str(taken)})
    assert refused.status_code == 403
    assert "变更勾选的承办人" not in office.browser("officer_a").get(LIST).text
    assert entries(office, "access.refused") == 1


def test_many_are_watched_at_once_and_shown_under_their_word(office: Office) -> None:
    keys = [str(office.bureau.filed()), str(office.bureau.clue())]
    browser = office.browser("officer_a")
    assert browser.post(LIST, {"act": "mark", "cases": keys, "label": "等回函"}).status_code == 302
    assert entries(office, "worklist.case_marked") == 2
    assert browser.get(f"{LIST}?mark=等回函").text.count("data-queue-row") == 2
    stranger = office.browser("officer_c").post(LIST, {"act": "mark", "cases": keys})
    assert stranger.status_code == 409
    assert stranger.text.count("（无权查看的案件）") == 2
    assert "医保案" not in stranger.text
    token = office.bearer("officer_a")
    told = office.app.test_client().post("/api/v1/worklist/bulk", json={"act": "unmark", "cases": keys}, headers=token)
    assert told.get_json() == {"done": keys, "refused": {}}
    again = office.app.test_client().post("/api/v1/worklist/bulk", json={"act": "unmark", "cases": keys}, headers=token)
    assert set(again.get_json()["refused"]) == set(keys)


def test_chosen_lines_leave_as_a_workbook_each_noted_in_its_case(office: Office) -> None:
    case = office.bureau.filed(party={"name": "=1+1医院"})
    hidden = office.bureau.clue()
    answer = office.browser("officer_b").post(LIST, {"act": "export", "cases": [str(case), str(hidden)]})
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    lines = list(sheet.values)
    assert lines[0][:3] == ("案号", "案件名称", "当事人")
    assert {line[2] for line in lines[1:]} == {"=1+1医院", "芜湖安康医院"}
    assert sheet["C2"].data_type == "s"
    assert set(str(lines[1][4]).split("、")) == {"安正", "白敏"}
    noted = office.bureau.sql("SELECT COUNT(*) FROM journal_entry WHERE verb = 'worklist.line_exported'")
    assert noted[0][0] == 2
    called = office.app.test_client().post(
        "/api/v1/worklist/export", json={"cases": [str(case)]}, headers=office.bearer("officer_c")
    )
    (_, note) = load_workbook(io.BytesIO(called.data)).active.values
    assert note[0] == "未能导出"


def test_those_without_an_office_for_cases_see_no_list(office: Office) -> None:
    assert office.browser("system_admin").get(LIST).status_code == 403
    assert office.browser("system_admin").post(LIST, {"act": "mark"}).status_code == 403
