"""Periods explained, holds and lists by their buttons, and what a disposed item still answers."""

from pathlib import Path

import pytest

from enforcement.evidence import queries as evidence
from enforcement.evidence.fixity import check_fixity
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId
from enforcement.operations.service import Duty, heartbeat_finished, heartbeat_started
from enforcement.retention import queries
from enforcement.retention.shelf import dispose_due
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import whole_labels
from tests.service.retention.course import approve, archived, hold, listed, years_later
from tests.storage import clips
from tests.web.visitor import Office


@pytest.fixture
def due(office: Office, tmp_path: Path) -> tuple[CaseId, ItemRow]:
    found = archived(office.bureau, tmp_path)
    years_later(office.bureau)
    return found


def test_the_tab_explains_each_period_and_shows_only_buttons_that_work(office: Office, due: tuple[CaseId, ItemRow]):
    case, _item = due
    archivist = office.browser("archivist").get(f"/office/cases/{case}/retention").text
    for words in ("保管至", "一般案件案卷", "归档时确定的保管期限", "制作鉴定清单", "停止销毁"):
        assert words in archivist
    assert "制作鉴定清单" not in office.browser("officer_a").get(f"/office/cases/{case}/retention").text


def test_from_the_list_to_the_certificate_by_the_buttons(office: Office, due: tuple[CaseId, ItemRow]):
    case, item = due
    tab = f"/office/cases/{case}/retention"
    browser = office.browser("archivist")
    assert item.title in browser.get(f"{tab}/prepare").text
    said = {"items": str(item.id), "opinion": "无保存价值。"}
    assert browser.post(f"{tab}/prepare", said).status_code == 302
    (row,) = office.bureau.read(queries.disposals, case_id=case)
    assert "同意销毁" not in browser.get(tab).text
    for login in ("agency_head", "supervisor"):
        visitor = office.browser(login)
        assert f"{tab}/approve/{row.id}" in visitor.get(tab).text
        assert visitor.post(f"{tab}/approve/{row.id}", {"opinion": "同意。"}).status_code == 302
    assert "以前可以撤回" in browser.get(tab).text
    office.bureau.later(days=8)
    dispose_due(office.runtime)
    page = office.browser("archivist").get(tab).text
    assert "音像记录销毁证书" in page
    assert "已销毁" in page
    sheet = office.browser("archivist").get(f"{tab}/disposals/{row.id}").text
    assert item.sha256 in sheet
    assert office.browser("archivist").get("/office/retention/").status_code == 200


def test_AV_7_disposed_content_answers_410_with_the_certificates_number(office: Office, due: tuple[CaseId, ItemRow]):
    case, item = due
    approve(office.bureau, case, listed(office.bureau, case, item.id))
    office.bureau.later(days=8)
    dispose_due(office.runtime)
    number = office.bureau.read(evidence.disposed, item.id)
    browser = office.browser("supervisor")
    address = f"/office/cases/{case}/evidence/items/{item.id}"
    for answer in (
        browser.get(f"{address}/original"),
        browser.get(f"{address}/media/sound"),
        browser.post(f"{address}/view", {"purpose": "SUPERVISION"}),
    ):
        assert answer.status_code == 410
        assert str(number) in answer.text
    assert browser.get(address).status_code == 200
    assert str(number) in browser.get(f"{address}/custody").text


def test_a_hold_is_placed_and_released_by_the_pages(office: Office):
    case = office.bureau.filed()
    tab = f"/office/cases/{case}/retention"
    said = {"kind": "APPEAL", "document_no": "皖医保复〔2026〕3号", "reason": "申请复议。"}
    officer = office.browser("officer_a")
    assert officer.post(f"{tab}/hold", said).status_code == 302
    assert "行政复议 皖医保复〔2026〕3号" in officer.get(tab).text
    (row,) = office.bureau.read(queries.holds_of, case)
    assert f"{tab}/release/{row.id}" not in officer.get(tab).text
    archivist = office.browser("archivist")
    assert f"{tab}/release/{row.id}" in archivist.get(tab).text
    answer = archivist.post(f"{tab}/release/{row.id}", {"document_no": "复议决定书", "reason": "维持。"})
    assert answer.status_code == 302
    assert "已解除" in archivist.get(tab).text


def test_the_api_says_the_same(office: Office, due: tuple[CaseId, ItemRow]):
    case, item = due
    hold(office.bureau, case)
    headers = office.bearer("archivist")
    told = office.app.test_client().get(f"/api/v1/cases/{case}/retention", headers=headers).json
    assert told["holds"][0]["kind_name"] == "行政诉讼"
    kept = next(one for one in told["items"] if one["id"] == str(item.id))
    assert kept["retention"]["until"].startswith("2036")
    assert office.app.test_client().get("/api/v1/retention/", headers=headers).json == []


def test_an_officer_sees_only_cases_they_are_on(office: Office):
    case = office.bureau.filed()
    hold(office.bureau, case)
    assert str(case) in office.browser("officer_a").get("/office/retention/").text
    assert str(case) not in office.browser("officer_c").get("/office/retention/").text


def test_periods_are_changed_by_the_archivist(office: Office):
    said = {"key": "case_ordinary", "months": "240", "in_force_from": "2026-01-01", "reason": "本局期限表。"}
    browser = office.browser("archivist")
    assert browser.post("/office/retention/change-period", said).status_code == 302
    page = browser.get("/office/retention/").text
    assert "20 年（本机关规定）" in page
    assert "本局期限表" in page
    assert office.browser("officer_a").post("/office/retention/change-period", said).status_code == 403


@pytest.fixture
def recorded(office: Office, tmp_path: Path) -> tuple[CaseId, ItemRow]:
    case = office.bureau.filed()
    return case, sent(office.bureau, case, clips.tone(tmp_path / "录音.mp3"), labels=whole_labels(office.bureau))


def test_the_custody_page_prints_the_whole_line_and_can_be_narrowed(office: Office, recorded: tuple[CaseId, ItemRow]):
    case, item = recorded
    address = f"/office/cases/{case}/evidence/items/{item.id}"
    assert office.browser("officer_b").get(f"{address}/original").status_code == 403
    assert office.browser("officer_c").get(f"{address}/original").status_code == 404
    check_fixity(office.runtime)
    page = office.browser("officer_a").get(f"{address}/custody").text
    for words in ("开始上传", "封存入卷", "固定性核验", "查阅被拒绝", item.sha256, "+08:00"):
        assert words in page
    assert page.count("badge text-bg-danger") == 2, "also the one that was answered as unknown"
    narrowed = office.browser("officer_a").get(f"{address}/custody?event=SEALED").text
    assert "共 1 条" in narrowed
    headers = office.bearer("officer_a")
    told = office.app.test_client().get(
        f"/api/v1{address.removeprefix('/office')}/custody?event=CHECKED", headers=headers
    )
    assert [line["event_name"] for line in told.json] == ["固定性核验"]
    wrong = office.app.test_client().get(f"/api/v1{address.removeprefix('/office')}/custody?event=X", headers=headers)
    assert wrong.status_code == 422


def test_operations_show_coverage_findings_and_what_is_not_guaranteed(
    office: Office, recorded: tuple[CaseId, ItemRow], tmp_path: Path
):
    _case, item = recorded
    stored = tmp_path / "objects" / (item.object_key or "")
    stored.chmod(0o600)
    stored.write_bytes(b"x" * item.size)
    duty = Duty(job="fixity", title="每夜固定性核验")
    office.bureau.act("system", heartbeat_started, duty)
    office.bureau.act("system", heartbeat_finished, duty, done=1, failed=0, note=check_fixity(office.runtime))
    page = office.browser("security_admin").get("/office/operations/").text
    assert "现有异常 1 个" in page
    assert "还没有做过锁定自检：锁定是否有效没有证明" in page
    findings = office.browser("security_admin").get("/office/evidence/fixity").text
    assert str(item.object_key) in findings
    assert "不符" in findings
    told = office.app.test_client().get("/api/v1/evidence/fixity", headers=office.bearer("security_admin")).json
    assert (told["unsound"], told["findings"][0]["result"]) == (1, "MISMATCH")
