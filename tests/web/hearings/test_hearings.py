"""The tab 告知申辩: from the notice to the answered defence, as a handler clicks through it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enforcement.hearings import queries
from tests.service.decisions.course import fined, save
from tests.service.hearings.course import answer, drafted, file, known, notified
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


def test_a_handler_gives_notice_from_the_page(office: Office) -> None:
    case = drafted(office.bureau)
    browser = office.browser("officer_a")
    form = browser.get(f"/office/cases/{case}/hearings/issue-prior-notice").text
    assert "安" in form
    assert "《行政处罚法》第四十四条" in form
    fields = {"contact": "基金监管科 0553-3836600", "hearing": "1"}
    answered = browser.post(f"/office/cases/{case}/hearings/issue-prior-notice", fields)
    assert answered.headers["Location"].endswith(f"/office/cases/{case}/hearings")
    page = browser.get(f"/office/cases/{case}/hearings").text
    assert "尚未送达" in page
    assert "壹拾伍万元整" in page
    assert known(office.bureau.read(queries.current_notice, case)).hearing_told


def test_a_refusal_keeps_what_was_typed(office: Office) -> None:
    case = drafted(office.bureau)
    answered = office.browser("officer_a").post(
        f"/office/cases/{case}/hearings/waive-defence",
        {"waived_on": "2026-03-09", "form": "STATEMENT", "proof": "当面声明一份"},
    )
    assert answered.status_code == 409
    assert "事先告知书尚未送达" in answered.text
    assert "当面声明一份" in answered.text


def test_the_defence_is_filed_and_each_point_answered(office: Office) -> None:
    case = notified(office.bureau)
    browser = office.browser("officer_b")
    said = {"received_on": "2026-03-09", "form": "WRITTEN", "speaker": "韩立民", "text": "已经退回基金。\n处罚过重。"}
    assert browser.post(f"/office/cases/{case}/hearings/file-defence", said).status_code == 302
    assert "待复核" in browser.get(f"/office/cases/{case}/hearings").text
    form = browser.get(f"/office/cases/{case}/hearings/answer-defence").text
    assert 'value="已经退回基金。"' in form
    assert 'value="处罚过重。"' in form
    points = {
        "points-0-point": "已经退回基金。",
        "points-0-adoption": "ADOPTED",
        "points-0-reason": "属实。",
        "points-1-point": "处罚过重。",
        "points-1-adoption": "REJECTED",
        "points-1-reason": "在幅度之内。",
        "conclusion": "维持。",
        "nothing_further": "1",
    }
    assert browser.post(f"/office/cases/{case}/hearings/answer-defence", points).status_code == 302
    page = browser.get(f"/office/cases/{case}/hearings").text
    assert "不采纳" in page
    assert "待负责人审批" in page


def test_the_head_is_offered_the_answer_and_endorses_it(office: Office) -> None:
    case = notified(office.bureau)
    file(office.bureau, case)
    answer(office.bureau, case, nothing_further=True)
    address = f"/office/cases/{case}/hearings"
    assert "endorse-answer" not in office.browser("officer_a").get(address).text
    head = office.browser("agency_head")
    assert f"{address}/endorse-answer" in head.get(address).text
    assert head.post(f"{address}/endorse-answer", {"opinion": "同意。"}).status_code == 302
    assert "endorse-answer" not in head.get(address).text


def test_the_expiry_is_offered_once_the_day_is_over(office: Office) -> None:
    case = notified(office.bureau)
    address = f"/office/cases/{case}/hearings"
    assert "expire-defence" not in office.browser("officer_a").get(address).text
    office.bureau.on(date(2026, 3, 17))
    browser = office.browser("officer_a")
    assert f"{address}/expire-defence" in browser.get(address).text
    assert browser.post(f"{address}/expire-defence").status_code == 302
    assert "expire-defence" not in browser.get(address).text


def test_case_21_the_page_says_when_a_new_notice_is_needed(office: Office) -> None:
    case = notified(office.bureau)
    browser = office.browser("officer_a")
    warning = "拟处罚的事实、依据或者内容在告知之后有变化"
    assert warning not in browser.get(f"/office/cases/{case}/hearings").text
    save(office.bureau, case, fined(160_000))
    assert warning in browser.get(f"/office/cases/{case}/hearings").text


def test_the_api_shows_the_same(office: Office) -> None:
    case = notified(office.bureau)
    client, by = office.app.test_client(), office.bearer("officer_a")
    said = {"received_on": "2026-03-09", "form": "ORAL", "speaker": "韩立民", "text": "处罚过重。"}
    assert client.post(f"/api/v1/cases/{case}/hearings/file-defence", json=said, headers=by).status_code == 200
    answered = client.post(
        f"/api/v1/cases/{case}/hearings/answer-defence",
        json={
            "points": [{"point": "处罚过重。", "adoption": "PARTLY", "reason": "部分成立。"}],
            "conclusion": "从轻。",
            "nothing_further": True,
        },
        headers=by,
    )
    assert answered.status_code == 200
    shown = client.get(f"/api/v1/cases/{case}/hearings", headers=by).get_json()
    assert shown["term"]["due_on"] == "2026-03-16"
    assert shown["defences"][0]["form_name"] == "口头提出，已制作笔录"
    assert shown["answers"][0]["points"][0]["adoption_name"] == "部分采纳"
    assert shown["outdated"] is False
    unknown = client.get("/api/v1/cases/00000000-0000-4000-8000-000000000000/hearings", headers=by)
    assert unknown.status_code == 404
