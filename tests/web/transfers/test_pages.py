"""The tab 移送撤案, the head's list, and their twins."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.kernel.identity import CaseId
from tests.service.decisions.course import reported
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


def address(case: CaseId, name: str = "") -> str:
    return f"/office/cases/{case}/transfers" + (f"/{name}" if name else "")


def test_from_report_to_the_police_by_page(office: Office) -> None:
    case = reported(office.bureau)
    handler, head = office.browser("officer_a"), office.browser("agency_head")
    page = handler.get(address(case)).text
    assert "报请移送" in page
    assert "报请撤销立案" in page
    fields = {"kind": "JUSTICE", "receiver": "芜湖市公安局", "reason": "涉嫌诈骗犯罪。", "items": "", "appraisal": "无"}
    refused = handler.post(address(case, "report-transfer"), fields)
    assert "请写明涉案物品清单" in refused.text
    handler.post(address(case, "report-transfer"), fields | {"items": "无"}, follow_redirects=True)
    assert "待批移送撤案" in head.get("/office/").text
    assert "芜湖市公安局" in head.get("/office/transfers/waiting").text
    assert "涉嫌诈骗犯罪。" in head.get(address(case, "rule-on-exit")).text
    ruled = head.post(
        address(case, "rule-on-exit"), {"verdict": "approve", "opinion": "同意移送。"}, follow_redirects=True
    )
    assert "应当在" in ruled.text, "the hour by which it must be away"
    assert "登记移送后的情况" not in handler.get(address(case)).text
    away = {"sent_at": f"{office.bureau.clock.now():%Y-%m-%dT%H:%M}", "received_by": "王立"}
    handler.post(address(case, "send"), away, follow_redirects=True)
    page = handler.get(address(case)).text
    assert "已移送" in page
    assert "公安机关立案" in handler.get(address(case, "record-course")).text


def test_the_api_says_the_same_and_the_list_is_the_heads(office: Office) -> None:
    case = reported(office.bureau)
    client = office.app.test_client()
    made = client.post(
        f"/api/v1/cases/{case}/transfers/propose-cancel",
        json={"reason": "重复立案。"},
        headers=office.bearer("officer_a"),
    )
    assert made.status_code == 200
    found = client.get(f"/api/v1/cases/{case}/transfers", headers=office.bearer("officer_a")).json
    assert [(one["kind"], one["approved"]) for one in found] == [("CANCEL", None)]
    waiting = "/api/v1/transfers/waiting"
    assert [one["case_id"] for one in client.get(waiting, headers=office.bearer("agency_head")).json] == [str(case)]
    assert client.get(waiting, headers=office.bearer("officer_a")).status_code == 403


def test_a_case_is_spared_by_page(office: Office) -> None:
    case = reported(office.bureau)
    handler = office.browser("officer_a")
    place = f"/office/cases/{case}/decisions/save-no-penalty-draft"
    assert "不予处罚的事由" in handler.get(place).text
    fields = {
        "base_version": "0",
        "ground": "MINOR_CORRECTED",
        "facts": "查明的事实。",
        "evidence_text": "询问笔录。",
        "violated": "《条例》第十五条",
        "discretion": "轻微并及时改正。",
    }
    assert "应当对当事人进行教育" in handler.post(place, fields).text
    saved = handler.post(place, fields | {"education": "已进行教育。"}, follow_redirects=True).text
    assert "不予行政处罚" in saved
    assert "制作事先告知书" not in saved
