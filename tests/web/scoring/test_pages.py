"""The tab 评查, the notes beside other tabs, the supervisor's list, and who may read them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.kernel.identity import CaseId
from enforcement.scoring.standard import checks
from tests.service.execution.course import decided
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("scoring")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    found = decided(office.bureau)
    office.bureau.clock.at += timedelta(days=30)
    return found


def test_the_tab_shows_every_check_with_its_article(office: Office, case: CaseId) -> None:
    page = office.browser("officer_a").get(f"/office/cases/{case}/scoring").text
    assert all(check.title in page and check.basis in page for check in checks())
    assert "<strong>80</strong> 分，扣 20 分" in page
    assert f'href="/office/cases/{case}/serving">前往办理' in page


def test_a_fault_stands_beside_the_tab_that_cures_it(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    serving, evidence = (browser.get(f"/office/cases/{case}/{tab}").text for tab in ("serving", "evidence"))
    assert "至今没有办结" in serving.partition('aria-label="案卷评查"')[2].partition("</aside>")[0]
    assert 'aria-label="案卷评查"' not in evidence
    assert "评查 80 分" in evidence


def test_nothing_is_said_before_there_is_a_file(office: Office) -> None:
    clue = office.bureau.clue(party={"name": "芜湖和平医院"})
    assert "评查 100 分" not in office.browser("officer_a").get(f"/office/cases/{clue}").text


def test_whoever_may_not_read_evidence_reads_no_score(office: Office, case: CaseId) -> None:
    clerk = office.browser("clerk")
    assert clerk.get(f"/office/cases/{case}/scoring").status_code == 403
    assert "评查" not in clerk.get(f"/office/cases/{case}").text


def test_the_list_is_the_supervisors(office: Office, case: CaseId) -> None:
    office.bureau.filed(party={"name": "芜湖同安医院"})
    page = office.browser("supervisor").get("/office/scoring").text
    assert page.index(f"/office/cases/{case}/scoring") < page.index("芜湖同安医院")
    for wrong in ("stage=flown", "until=2026-02-30"):
        assert office.browser("supervisor").get(f"/office/scoring?{wrong}").status_code == 422
    assert "没有已立案的案件" in office.browser("supervisor").get("/office/scoring?until=2025-12-31").text
    assert "没有已立案的案件" in office.browser("supervisor").get("/office/scoring?stage=archived").text
    assert office.browser("officer_a").get("/office/scoring").status_code == 403


def test_the_api_tells_the_same(office: Office, case: CaseId) -> None:
    client = office.app.test_client()
    sheet = client.get(f"/api/v1/cases/{case}/scoring", headers=office.bearer("officer_a")).json
    assert (sheet["score"], sheet["lost"], sheet["knocked_out"], len(sheet["findings"])) == (80, 20, False, 18)
    failed = [one for one in sheet["findings"] if one["verdict"] == "FAILED"]
    assert [(one["key"], one["lost"]) for one in failed] == [("F11", 10), ("F12", 10)]
    rows = client.get("/api/v1/scoring/cases", headers=office.bearer("supervisor")).json
    assert rows[0]["faults"] == ["F11", "F12"]
    assert client.get("/api/v1/scoring/cases?stage=flown", headers=office.bearer("supervisor")).status_code == 422


def test_every_place_of_cure_is_an_address(office: Office) -> None:
    assert [row.cure for row in checks() if row.cure not in office.app.view_functions] == []
