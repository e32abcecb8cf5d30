"""报送渠道 and 双公示 on the clerk's screen and for machines: the same figures, files, faults and refusals."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from enforcement.exchange import queries as exchange_queries
from enforcement.exchange.rules import DeliveryState, Outlet
from enforcement.publication.outlets import tables
from tests.service.publication.notices import decided, published, withdraw
from tests.unit.publication.test_disclosure_tables import LICENCE
from tests.web.visitor import Office

AT = "/office/publication"
API = "/api/v1/publication"


def open_rows(office: Office) -> list[exchange_queries.DeliveryRow]:
    return list(office.bureau.read(exchange_queries.deliveries_open))


def test_a_clerk_switches_on_takes_the_file_and_types_the_receipt(office: Office) -> None:
    clerk = office.browser("clerk")
    assert "未开通" in clerk.get(f"{AT}/outlets").text
    assert clerk.post(f"{AT}/switch-outlet", {"outlet": "CREDIT", "on": "1"}).headers["Location"].endswith("/outlets")
    case, _ = published(office.bureau)
    page = clerk.get(f"{AT}/outlets").text
    assert "罚〔2026〕1号" in page
    assert "等待报送" in page
    preview = clerk.get(f"{AT}/disclosure").text
    assert "导出 XLSX（1 条）" in preview
    file = clerk.get(f"{AT}/disclosure/penalties.xlsx")
    assert file.status_code == 200
    sheet = load_workbook(BytesIO(file.data)).worksheets[0]
    assert (sheet["A3"].value, sheet["A2"].value) == ("芜湖安康医院", "CF_XDR_MC")
    (row,) = open_rows(office)
    assert row.state is DeliveryState.HANDED_OVER
    at = f"{AT}/record-receipt/{row.id}"
    assert clerk.post(at, {"accepted": "1", "receipt": ""}).status_code == 422
    assert clerk.post(at, {"accepted": "1", "receipt": "XY-7"}).status_code == 302
    assert open_rows(office) == []
    withdraw(office.bureau, case)
    assert "撤下" in clerk.get(f"{AT}/outlets").text
    assert "由行政复议机关依法撤销" in clerk.get(f"{AT}/disclosure/withdrawals.csv").data.decode("utf-8-sig")


def test_faults_are_shown_with_their_column_and_kept_out_of_the_file(office: Office) -> None:
    published(office.bureau, case=decided(office.bureau, party={"legal_rep": ""}))
    clerk = office.browser("clerk")
    page = clerk.get(f"{AT}/disclosure").text
    assert "法定代表人（CF_FRDB）：行政相对人是法人及非法人组织的，必须填写。" in page
    assert "导出 XLSX" not in page
    assert clerk.get(f"{AT}/disclosure/penalties.csv").data.decode().count("\n") == 1


@pytest.mark.parametrize("asked", ["first=yesterday", "first=2026-03-09&last=2026-03-01", "first=2020-01-01", "x=1"])
def test_a_period_that_is_none_is_answered_with_a_sentence(office: Office, asked: str) -> None:
    for address in (f"{AT}/disclosure", f"{AT}/disclosure/penalties.csv"):
        assert office.browser("clerk").get(f"{address}?{asked}").status_code == 422


def test_licences_are_checked_row_by_row_and_come_back_as_a_file(office: Office) -> None:
    clerk = office.browser("clerk")
    heading = "\t".join(_codes())
    whole = "\t".join(LICENCE.get(name, "") for name in _names())
    wrong = "\t".join((LICENCE | {"licence_category": "批准"}).get(name, "") for name in _names())
    page = clerk.post(f"{AT}/licences", {"text": f"{heading}\n{wrong}"})
    assert (page.status_code, "第 1 行" in page.text, "XK_XKLB" in page.text) == (200, True, True)
    assert "核对无误" in clerk.post(f"{AT}/licences", {"text": f"{heading}\n{whole}"}).text
    file = clerk.post(f"{AT}/licences", {"text": f"{heading}\n{whole}", "form": "csv"})
    assert file.data.decode("utf-8-sig").startswith("XK_XDR_MC,")
    refused = clerk.post(f"{AT}/licences", {"text": "没有表头"})
    assert (refused.status_code, "没有数据" in refused.text) == (422, True)


def _names() -> list[str]:
    return [column.name for column in tables.licence().columns]


def _codes() -> list[str]:
    return [column.code for column in tables.licence().columns]


def test_machines_read_the_same(office: Office) -> None:
    clerk = office.bearer("clerk")
    client = office.app.test_client()
    switched = client.post(f"{API}/switch-outlet", headers=clerk, json={"outlet": "CREDIT", "on": True})
    assert switched.status_code == 200
    published(office.bureau)
    told = client.get(f"{API}/outlets", headers=clerk).get_json()
    assert {one["outlet"]: (one["on"], one["waiting"]) for one in told["outlets"]} == {
        "PROVINCE": (False, 0),
        "CREDIT": (True, 1),
        "PORTAL": (False, 0),
    }
    assert [(one["outlet"], one["state"], one["late"]) for one in told["open"]] == [("CREDIT", "QUEUED", False)]
    (record,) = client.get(f"{API}/disclosure", headers=clerk).get_json()["records"]
    assert record["faults"] == []
    assert "row" not in record
    file = client.get(f"{API}/disclosure/penalties.csv", headers=clerk)
    assert file.data.decode("utf-8-sig").startswith("CF_XDR_MC,")
    checked = client.post(f"{API}/licences", headers=clerk, json={"text": "XK_WSH\n芜许准〔2026〕8号"}).get_json()
    assert {fault["row"] for fault in checked["faults"]} == {1}
    assert checked["csv"] == ""
    assert client.get(f"{API}/disclosure/withdrawals.csv", headers=clerk).status_code == 200


def test_taking_a_file_is_kept_and_an_officer_may_not(office: Office) -> None:
    published(office.bureau)
    office.browser("clerk").get(f"{AT}/disclosure/penalties.csv")
    kept = office.bureau.sql("SELECT count(*) FROM journal_entry WHERE verb = 'publication.disclosure_taken'")
    assert kept[0][0] == 1
    officer = office.browser("officer_a")
    for address in ("outlets", "disclosure", "disclosure/penalties.csv", "disclosure/withdrawals.csv", "licences"):
        assert officer.get(f"{AT}/{address}").status_code == 403, address
    assert Outlet.CREDIT not in office.bureau.read(exchange_queries.outlets_on)
