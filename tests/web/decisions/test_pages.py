from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.decisions import queries
from enforcement.kernel.identity import CaseId
from tests.service.decisions.course import TEXT, add_evidence, agreed, counted, reported, save
from tests.web.visitor import Office, office_on_copy

TYPED = {
    "base_version": "0",
    "facts": TEXT.facts,
    "evidence_text": TEXT.evidence_text,
    "violated": TEXT.violated,
    "applied": TEXT.applied,
    "base": "100,000.00",
    "penalties-0-kind": "FINE",
    "penalties-0-amount": "150,000.00",
    "discretion": TEXT.discretion,
    "recovery": "100,000.00",
    "correction": TEXT.correction,
}
PARTS = dict.fromkeys(("course", "facts", "nature", "proposal", "discretion"), "内容。")


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("decisions")) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return reported(office.bureau)


def test_a_report_is_written_in_six_parts(office: Office) -> None:
    case = office.bureau.filed()
    add_evidence(office.bureau, case)
    browser, address = office.browser("officer_a"), f"/office/cases/{case}/decisions/submit-report"
    (item,) = counted(office.bureau, case)
    assert str(item) in browser.get(address).text
    assert browser.post(address, PARTS | {"items": [str(item)]}).status_code == 302
    page = browser.get(f"/office/cases/{case}/decisions").text
    for part in ("一、当事人", "二、来源", "三、事实", "四、性质", "五、拟处理意见", "六、裁量和其他"):
        assert part in page


def test_the_first_draft_begins_with_report_and_articles(office: Office, case: CaseId) -> None:
    page = office.browser("officer_a").get(f"/office/cases/{case}/decisions/save-draft").text
    for text in ("造成医疗保障基金损失100,000.00元", "第三十八条第四项", "询问笔录（药房主任）"):
        assert text in page


def test_what_is_typed_in_the_form_is_the_text_that_is_hashed(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    assert browser.post(f"/office/cases/{case}/decisions/save-draft", TYPED).status_code == 302
    assert office.bureau.read(queries.current_draft, case).digest == TEXT.digest
    page = browser.get(f"/office/cases/{case}/decisions/save-draft").text
    assert 'name="base_version" value="1"' in page
    assert "150,000.00" in page


def test_a_range_is_refused_beside_its_field_and_nothing_typed_is_lost(office: Office, case: CaseId) -> None:
    typed = TYPED | {"penalties-0-amount": "1000-2000", "penalties-3-kind": "WARNING", "penalties-3-text": "书面警告"}
    answer = office.browser("officer_a").post(f"/office/cases/{case}/decisions/save-draft", typed)
    assert answer.status_code == 422
    for text in ("必须是一个确定的数额", "1000-2000", "书面警告", TEXT.correction):
        assert text in answer.text
    assert office.bureau.read(queries.current_draft, case) is None


def test_the_slower_writer_keeps_their_text(office: Office, case: CaseId) -> None:
    save(office.bureau, case, TEXT)
    typed = TYPED | {"discretion": "另一人写的裁量理由。"}
    answer = office.browser("officer_b").post(f"/office/cases/{case}/decisions/save-draft", typed)
    assert answer.status_code == 409
    assert "另一人写的裁量理由。" in answer.text
    assert "已有第1版" in answer.text


def test_the_deciders_page_names_what_is_missing(office: Office, case: CaseId) -> None:
    page = office.browser("agency_head").get(f"/office/cases/{case}/decisions/decide").text
    assert "现在还不能作出决定：事先告知书尚未送达" in page


def test_a_decision_in_two_steps(office: Office) -> None:
    case = agreed(office.bureau)
    browser, address = office.browser("agency_head"), f"/office/cases/{case}/decisions/decide"
    page = browser.get(address).text
    for text in ("在幅度内", "法制审核已于", TEXT.digest):
        assert text in page
    assert "超期原因" not in page
    assert browser.post(address, {"opinion": "同意。", "read_digest": TEXT.digest}).status_code == 302
    number = office.bureau.read(queries.decision, case).number
    assert number in browser.get(f"/office/cases/{case}/decisions").text


def test_an_overdue_case_asks_the_decider_for_the_reason(office: Office) -> None:
    case = agreed(office.bureau)
    office.bureau.clock.at += timedelta(days=120)
    page = office.browser("agency_head").get(f"/office/cases/{case}/decisions/decide").text
    for text in ("办案期限已于", "超期原因"):
        assert text in page


def test_earlier_fines_of_the_same_party_are_shown(office: Office) -> None:
    case = agreed(office.bureau)
    office.browser("agency_head").post(f"/office/cases/{case}/decisions/decide", {"opinion": "同意。"})
    other = reported(office.bureau)
    page = office.browser("officer_a").get(f"/office/cases/{other}/decisions").text
    assert "同一行为不得两次罚款" in page


def test_the_api_tells_the_same_in_numbers(office: Office, case: CaseId) -> None:
    save(office.bureau, case, TEXT)
    told = office.app.test_client().get(f"/api/v1/cases/{case}/decisions", headers=office.bearer("officer_a")).json
    (draft,) = told["drafts"]
    assert (draft["fine_fen"], draft["recovery_fen"], draft["digest"]) == (15_000_000, 10_000_000, TEXT.digest)
    assert told["decision"] is None
    assert told["reports"][0]["version"] == 1


def test_the_api_saves_a_draft_through_the_same_schema(office: Office, case: CaseId) -> None:
    rows = [{"kind": "FINE", "amount": "150,000.00"}]
    body = {name: value for name, value in TYPED.items() if "-" not in name} | {"penalties": rows, "base_version": 0}
    answer = office.app.test_client().post(
        f"/api/v1/cases/{case}/decisions/save-draft", json=body, headers=office.bearer("officer_a")
    )
    assert (answer.status_code, answer.json) == (200, {"result": 1})


def test_a_stranger_to_the_case_reads_no_draft(office: Office, case: CaseId) -> None:
    assert office.browser("officer_c").get(f"/office/cases/{case}/decisions").status_code == 404
