"""The quarterly table as people and machines ask for it; every figure opens its list."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from enforcement.kernel.identity import CaseId
from tests.service.execution.course import decided
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("statistics")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    made = decided(office.bureau)
    office.bureau.on(date(2026, 4, 2))
    return made


def test_the_table_links_every_figure_to_its_decisions(office: Office, case: CaseId) -> None:
    browser = office.browser("supervisor")
    page = browser.get("/office/statistics/quarter?period=2026Q1").text
    assert "2026年第一季度" in page
    assert "无此项职权" in page
    address = "/office/statistics/quarter/cases?period=2026Q1&version=0&row=quarter&column=fine"
    assert address.replace("&", "&amp;") in page
    listed = browser.get(address).text
    assert f"/office/cases/{case}" in listed
    assert "只有一类处罚，计入该栏" in listed


@pytest.mark.parametrize("query", ["period=2026Q9", "period=x", "period=2026Q1%27--"])
def test_a_wrong_period_is_told_kindly(office: Office, query: str) -> None:
    answer = office.browser("supervisor").get(f"/office/statistics/quarter?{query}")
    assert answer.status_code == 422
    assert "2026Q4" in answer.text


@pytest.mark.parametrize("query", ["version=7", "version=x", "version=-1"])
def test_an_unknown_version_is_not_found(office: Office, query: str) -> None:
    assert office.browser("clerk").get(f"/office/statistics/quarter?period=2026Q1&{query}").status_code == 404


def test_an_unknown_column_is_not_found(office: Office) -> None:
    address = "/office/statistics/quarter/cases?period=2026Q1&row=quarter&column=secret"
    assert office.browser("clerk").get(address).status_code == 404


def test_an_officer_reads_no_statistics(office: Office) -> None:
    assert office.browser("officer_a").get("/office/statistics/quarter").status_code == 403
    answer = office.app.test_client().get("/api/v1/statistics/quarter", headers=office.bearer("officer_a"))
    assert answer.status_code == 403


def test_ST_13_nothing_is_ranked_by_officer_or_unit(office: Office, case: CaseId) -> None:
    page = office.browser("supervisor").get("/office/statistics/quarter?period=2026Q1").text
    assert "安正" not in page
    assert "基金监管科" not in page


def test_the_workbook_downloads_and_the_look_is_recorded(office: Office, case: CaseId) -> None:
    answer = office.browser("supervisor").get("/office/statistics/quarter.xlsx?period=2026Q1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="penalty-2026Q1.xlsx"'
    assert load_workbook(io.BytesIO(answer.data)).sheetnames == ["行政处罚实施情况统计表", "计入的决定"]
    (count,) = office.bureau.sql("SELECT count(*) FROM journal_entry WHERE verb = 'statistics.workbook_taken'")[0]
    assert count >= 1


def test_the_clerk_freezes_from_the_form_and_lands_on_the_frozen_table(office: Office, case: CaseId) -> None:
    browser = office.browser("clerk")
    assert 'value="2026Q1"' in browser.get("/office/statistics/freeze-quarter").text
    answer = browser.post(
        "/office/statistics/freeze-quarter", {"period": "2026Q1", "reason": ""}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "报表已冻结" in answer.text
    assert "第 1 版" in answer.text
    again = browser.post("/office/statistics/freeze-quarter", {"period": "2026Q1", "reason": ""})
    assert again.status_code == 409
    assert "完全相同" in again.text


def test_the_api_tells_figures_and_powers_not_held(office: Office, case: CaseId) -> None:
    client, headers = office.app.test_client(), office.bearer("clerk")
    told = client.get("/api/v1/statistics/quarter?period=2026Q1", headers=headers).json
    assert told["not_held"] == ["detention"]
    assert told["rows"][0]["figures"]["fine"] == 1
    assert told["rows"][0]["amount_fen"] == 15_000_000
    listed = client.get("/api/v1/statistics/quarter/cases?period=2026Q1&column=fine", headers=headers).json
    assert [one["case_id"] for one in listed] == [str(case)]


def test_the_annual_draft_by_page_and_by_api(office: Office, case: CaseId) -> None:
    clerk, client = office.browser("clerk"), office.app.test_client()
    form = clerk.get("/office/statistics/save-annual-draft?year=2026").text
    assert 'value="2026"' in form
    fields = {"year": "2026", "remarks": "本年加强了公示。"}
    page = clerk.post("/office/statistics/save-annual-draft", fields, follow_redirects=True).text
    for words in ("2026年度行政执法总体情况报告", "草稿第 1 版", "本年加强了公示。", "应当在2027年1月31日以前公布"):
        assert words in page
    address = "/office/statistics/annual/cases?year=2026&version=1&figure=fine"
    assert address.replace("&", "&amp;") in page
    assert f"/office/cases/{case}" in clerk.get(address).text
    assert clerk.get("/office/statistics/annual/cases?year=2026&figure=none").status_code == 404
    assert clerk.get("/office/statistics/annual?year=x").status_code == 404
    taken = clerk.get("/office/statistics/annual.docx?year=2026")
    assert taken.data[:2] == b"PK"
    asked = {"headers": office.bearer("supervisor")}
    told = client.get("/api/v1/statistics/annual?year=2026&version=1", **asked).json
    assert (told["due_on"], told["published_on"], told["version"]) == ("2027-01-31", None, 1)
    behind = client.get("/api/v1/statistics/annual/cases?year=2026&version=1&figure=total", **asked).json
    assert [one["id"] for one in behind] == [str(case)]
    assert "已起草第 1 版" in clerk.get("/office/").text
    refused = clerk.post(
        "/office/statistics/record-annual-release", {"year": "2026", "published_on": "2026-04-02", "place": "网站"}
    )
    assert "公布日期不能早于该年度结束" in refused.text
