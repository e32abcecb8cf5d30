"""A sealing as people click through it: proposed, ruled on, taken, disposed of; and the same for field clients."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enforcement.kernel.identity import CaseId
from enforcement.measures import queries
from tests.web.visitor import Office, office_on_copy

LISTED = {
    "items-0-name": "处方存根",
    "items-0-quantity": "二百一十六份",
    "items-0-place": "一楼药房",
    "items-0-manner": "装箱加封，运回保管",
}
PROPOSED = {
    "kind": "SEALING",
    "reason": "正在转移。",
    "basis": "《医疗保障基金使用监督管理条例》第二十七条",
    "days": "30",
}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("measures")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    return office.bureau.filed()


def only(office: Office, case: CaseId) -> Any:
    (row,) = office.bureau.read(queries.of_case, case)
    return row


def test_click_by_click(office: Office, case: CaseId) -> None:
    officer, head = office.browser("officer_a"), office.browser("agency_head")
    here = f"/office/cases/{case}/measures"
    assert "报批保存、查扣" in officer.get(f"/office/cases/{case}").text
    assert officer.post(f"{here}/propose", PROPOSED | LISTED).status_code == 302
    measure = only(office, case).id
    assert "carry-out" not in officer.get(here).text, "not before a head agrees"
    page = head.get(f"{here}/rule-on/{measure}").text
    assert "处方存根，二百一十六份" in page
    assert "正在转移" in page
    assert officer.get(f"{here}/rule-on/{measure}").status_code == 403
    assert head.post(f"{here}/rule-on/{measure}", {"verdict": "grant", "opinion": "同意。"}).status_code == 302
    assert officer.post(f"{here}/carry-out/{measure}").status_code == 302
    shown = officer.get(here).text
    for text in ("第1号 封存", "正在实施", "至2026年4月8日", "处理、解除", "登记检测鉴定期间"):
        assert text in shown, text
    form = officer.get(f"{here}/dispose/{measure}").text
    assert "1. 处方存根（二百一十六份）" in form
    assert "依处罚决定没收" in form
    assert "送交检验" not in form
    refused = officer.post(f"{here}/dispose/{measure}", {"items-0-position": "2", "items-0-way": "RETURNED"})
    assert (refused.status_code, "清单中没有该序号" in refused.text) == (422, True)
    assert (
        officer.post(f"{here}/dispose/{measure}", {"items-0-position": "1", "items-0-way": "RETURNED"}).status_code
        == 302
    )
    assert "已处理完毕" in officer.get(here).text
    serving = officer.get(f"/office/cases/{case}/serving").text
    assert "解除封存（查封、扣押）决定书" in serving
    assert "record-measure-service" in serving


def test_its_twin_for_field_clients(office: Office) -> None:
    case = office.bureau.filed()
    client, token = office.app.test_client(), office.bearer("officer_a")
    said = {
        "kind": "SEIZURE",
        "taken_at": "2026-03-09T09:00:00+08:00",
        "reason": "正在销毁。",
        "basis": "某条例",
        "days": 15,
        "items": [{"name": "药品", "quantity": "三箱", "place": "仓库", "manner": "运回保管"}],
    }
    here = f"/api/v1/cases/{case}/measures"
    made = client.post(f"{here}/take-urgently", json=said, headers=token)
    assert made.status_code == 200, made.json
    listed: Any = client.get(here, headers=token).json
    (row,) = listed
    assert (row["id"], row["state_name"], row["last_day"]) == (
        made.json["result"],
        "正在实施，待补办审批",
        "2026-03-24",
    )
    assert row["make_up_by"].startswith("2026-03-10")
    urgent = client.post(f"{here}/take-urgently", json=said | {"kind": "PRESERVATION"}, headers=token)
    assert urgent.status_code == 409
    told = office.browser("agency_head").get("/office/messages/").text
    assert "待审批：扣押（第1号）" in told
    assert "24" not in row["reason"]


def test_the_table_counts_it(office: Office, case: CaseId) -> None:
    page = office.browser("unit_head").get("/office/statistics/coercion?period=2026Q1").text
    assert "其他行政强制措施（封存）" in page
    assert "无此项职权" in page
    assert "先行登记保存是收集证据的方式" in page
    client = office.app.test_client()
    counted: Any = client.get("/api/v1/statistics/coercion?period=2026Q1", headers=office.bearer("unit_head")).json
    assert counted["rows"][0]["total"] == len(office.bureau.sql("SELECT 1 FROM measure_start"))
    assert client.get("/api/v1/statistics/coercion", headers=office.bearer("officer_a")).status_code == 403


def test_the_tab_of_a_case_without_measures_says_so(office: Office) -> None:
    case = office.bureau.clue()
    page = office.browser("reviewer").get(f"/office/cases/{case}/measures")
    assert (page.status_code, "没有采取先行登记保存" in page.text) == (200, True)
