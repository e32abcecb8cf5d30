"""The tab 送达: what is still to be served, and the form that refuses what is not lawful."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.kernel.identity import CaseId
from enforcement.serving import queries
from tests.service.duties.course import exempted
from tests.service.hearings.course import drafted, issued
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return drafted(office.bureau)


def test_the_tab_offers_what_is_to_be_served_to_handlers_only(office: Office, case: CaseId) -> None:
    address = f"/office/cases/{case}/serving"
    assert "没有待送达的文书" in office.browser("officer_a").get(address).text
    notice = issued(office.bureau, case)
    assert f"{address}/record-service?document={notice}" in office.browser("officer_a").get(address).text
    assert "由承办人办理" in office.browser("agency_head").get(address).text


def test_service_is_recorded_from_the_form(office: Office, case: CaseId) -> None:
    notice = issued(office.bureau, case)
    browser, address = office.browser("officer_a"), f"/office/cases/{case}/serving/record-service"
    assert f'<option value="{notice}" selected>' in browser.get(address).text
    fields = {"document_id": str(notice), "method": "LEFT", "served_on": "2026-03-09", "receiver": "韩立民"}
    refused = browser.post(address, fields | {"refusal": "拒绝签收"})
    assert refused.status_code == 409
    assert "见证人" in refused.text
    assert 'value="拒绝签收"' in refused.text
    witnessed = fields | {"refusal": "拒绝签收", "witness": "社区干部赵某"}
    unrecorded = browser.post(address, witnessed)
    assert unrecorded.status_code == 409
    assert "应当音像记录" in unrecorded.text
    exempted(office.bureau, case, "left_service")
    answered = browser.post(address, witnessed)
    assert answered.headers["Location"].endswith(f"/office/cases/{case}/serving")
    page = browser.get(f"/office/cases/{case}/serving").text
    for text in ("留置送达", "社区干部赵某", "2026年3月9日", "没有待送达的文书"):
        assert text in page


def test_srv_1_the_form_knows_no_telephone(office: Office, case: CaseId) -> None:
    notice = issued(office.bureau, case)
    fields = {"document_id": str(notice), "method": "TELEPHONE", "served_on": "2026-03-09", "receiver": "韩立民"}
    refused = office.browser("officer_a").post(f"/office/cases/{case}/serving/record-service", fields)
    assert refused.status_code == 422
    assert "电话告知不是法定的送达方式" in refused.text
    assert office.bureau.read(queries.of_case, case) == []


def test_a_failed_attempt_is_recorded_and_shown(office: Office, case: CaseId) -> None:
    notice = issued(office.bureau, case)
    browser = office.browser("officer_b")
    fields = {
        "document_id": str(notice),
        "method": "DIRECT",
        "attempted_on": "2026-03-09",
        "outcome": "ABSENT",
        "course": "两次上门均无人应答。",
    }
    answered = browser.post(f"/office/cases/{case}/serving/record-failed-attempt", fields)
    assert answered.status_code == 302
    page = browser.get(f"/office/cases/{case}/serving").text
    assert "两次上门均无人应答。" in page
    assert "无人在场" in page


def test_the_api_shows_the_same(office: Office, case: CaseId) -> None:
    notice = issued(office.bureau, case)
    client, by = office.app.test_client(), office.bearer("officer_a")
    address = f"/api/v1/cases/{case}/serving"
    assert [row["id"] for row in client.get(address, headers=by).get_json()["to_be_served"]] == [str(notice)]
    given = {"document_id": str(notice), "method": "DIRECT", "served_on": "2026-03-09", "receiver": "韩立民"}
    assert client.post(f"{address}/record-service", json=given, headers=by).status_code == 200
    shown = client.get(address, headers=by).get_json()
    assert shown["to_be_served"] == []
    assert (shown["services"][0]["deemed_on"], shown["services"][0]["method_name"]) == ("2026-03-09", "直接送达")
    again = client.post(f"{address}/record-service", json=given, headers=by)
    assert (again.status_code, again.get_json()["code"]) == (409, "ALREADY_SERVED")
