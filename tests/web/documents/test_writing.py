"""制作文书 at the pages and through the API: choosing, filling in, the draft, issuing, putting right."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enforcement.documents import queries
from enforcement.kernel.identity import CaseId
from tests.web.visitor import Office, office_on_copy

LETTER = {
    "issued_on": "2026-03-09",
    "addressee": "芜湖市市场监督管理局",
    "case_cause": "串换药品",
    "party_name": "芜湖安康医院",
    "reason": "需要核实进货情况。",
    "matter": "提供2026年1月的购进备案信息。",
    "reply_due_on": "2026-03-30",
    "contact": "安正，0553-3836600",
}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("writing")) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return office.bureau.filed()


def api(office: Office, address: str, body: Any, login: str = "officer_a") -> Any:
    return office.app.test_client().post(f"/api/v1/cases/{address}", headers=office.bearer(login), json=body)


def test_the_tab_leads_to_what_may_be_written_and_says_what_not_yet(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    assert f"/office/cases/{case}/papers" in browser.get(f"/office/cases/{case}/documents").text
    page = browser.get(f"/office/cases/{case}/papers").text
    assert f"/office/cases/{case}/papers/assist_letter" in page
    assert f"/office/cases/{case}/papers/dunning" not in page
    assert "须在“送达决定书”之后制作" in page
    assert "行政处罚事先告知书" not in page


def test_nobody_else_is_offered_anything(office: Office, case: CaseId) -> None:
    assert "制作文书</a>" not in office.browser("unit_head").get(f"/office/cases/{case}/documents").text
    assert office.browser("unit_head").get(f"/office/cases/{case}/papers").status_code == 403
    assert office.browser("officer_c").get(f"/office/cases/{case}/papers").status_code == 404


def test_the_form_holds_what_the_case_knows(office: Office, case: CaseId) -> None:
    page = office.browser("officer_a").get(f"/office/cases/{case}/papers/assist_letter").text
    for value in ("芜湖安康医院", "2026-03-09", "案件已有的内容"):
        assert value in page
    assert 'name="document_no"' not in page
    assert 'name="agency_name"' not in page


def test_a_refusal_names_each_field_and_keeps_what_was_typed(office: Office, case: CaseId) -> None:
    answer = office.browser("officer_a").post(
        f"/office/cases/{case}/papers/assist_letter", {**LETTER, "matter": "", "reason": ""}
    )
    assert answer.status_code == 422
    assert "《协助调查函》缺少“协助事项”（《中华人民共和国行政处罚法》第二十六条）。" in answer.text
    assert "《协助调查函》缺少“请求协助的理由”" in answer.text
    assert "芜湖市市场监督管理局" in answer.text
    assert office.bureau.read(queries.of_case, case) == []


def test_a_paper_is_issued_and_put_right(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    answer = browser.post(f"/office/cases/{case}/papers/assist_letter", LETTER)
    (made,) = office.bureau.read(queries.of_case, case)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/cases/{case}/documents/{made.id}")
    address = f"/office/cases/{case}/documents/{made.id}/correct"
    assert address in browser.get(f"/office/cases/{case}/documents").text
    assert 'value="2026-03-30"' in browser.get(address).text
    assert browser.post(address, LETTER).status_code == 422
    assert browser.post(address, LETTER | {"correction_reason": "期限写错。"}).status_code == 302
    page = browser.get(f"/office/cases/{case}/documents").text
    assert "已更正" in page
    assert "期限写错。" in page
    assert address not in page
    assert "已经更正" in browser.get(f"/office/cases/{case}/documents/{made.id}").text
    assert browser.post(address, LETTER | {"correction_reason": "再次更正。"}).status_code == 409


def test_rows_are_added_without_losing_what_was_typed(office: Office, case: CaseId) -> None:
    browser, address = office.browser("officer_a"), f"/office/cases/{case}/papers/sampling"
    first = browser.get(address).text
    answer = browser.post(address, {"items-0-name": "复合维生素片", "more": "items"})
    assert answer.status_code == 200
    assert "复合维生素片" in answer.text
    assert rows_in(answer.text) > rows_in(first)
    assert 'role="alert"' not in answer.text


def rows_in(page: str) -> int:
    return len(set(re.findall(r'name="items-(\d+)-name"', page)))


def test_a_draft_is_a_pdf_with_blanks(office: Office, case: CaseId) -> None:
    address = f"/office/cases/{case}/papers/assist_letter/preview"
    browser = office.browser("officer_a")
    answer = browser.post(address, {"addressee": "某局", "issued_on": "2026-03-09"})
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert browser.post(address, {"issued_on": "某日"}).status_code == 422
    assert office.bureau.read(queries.of_case, case) == []


def test_the_api_tells_what_is_asked_and_takes_it(office: Office, case: CaseId) -> None:
    by = office.bearer("officer_a")
    told = office.app.test_client().get(f"/api/v1/cases/{case}/papers", headers=by).get_json()
    letter = next(row for row in told if row["kind"] == "assist_letter")
    assert (letter["unmet"], letter["known"]["party_name"]) == ("", "芜湖安康医院")
    assert {"name": "reply_due_on", "label": "回复期限", "input": "day", "required": True, "columns": {}} in letter[
        "fields_asked"
    ]
    assert next(row for row in told if row["kind"] == "dunning")["unmet"]
    refused = api(office, f"{case}/papers/assist_letter", {"content": {"issued_on": "2026-03-09"}})
    assert (refused.status_code, set(refused.get_json()["fields"])) == (422, set(LETTER) - {"issued_on"})
    assert api(office, f"{case}/papers/prior_notice", {"content": {}}).status_code == 404
    drafted = api(office, f"{case}/papers/assist_letter/preview", {"content": {"addressee": "某局"}})
    assert drafted.data.startswith(b"%PDF-")
    made = api(office, f"{case}/papers/assist_letter", {"content": LETTER}).get_json()["result"]
    fields = {"content": LETTER | {"matter": "另附清单。"}, "correction_reason": "补充事项。"}
    again = api(office, f"{case}/documents/{made}/correct", fields)
    assert again.status_code == 200, json.dumps(again.get_json(), ensure_ascii=False)
    assert [row.version for row in office.bureau.read(queries.of_case, case)] == [1, 2]
    assert api(office, f"{case}/papers/assist_letter", {"content": LETTER}, "officer_c").status_code == 404
