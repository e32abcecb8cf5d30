from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enforcement.cases import queries as cases
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Stage
from enforcement.review import queries
from tests.service.decisions.course import TEXT, reported, save, send_back, submit, submitted
from tests.web.visitor import Office, office_on_copy

ANSWERED = {f"points-{at}-number": str(at + 1) for at in range(8)} | {f"points-{at}-finding": "OK" for at in range(8)}
PROBLEM = {"points-4-finding": "PROBLEM", "points-4-text": "未引裁量基准"}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("review")) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return submitted(office.bureau)


def stage(office: Office, case: CaseId) -> Stage:
    found: Stage = office.bureau.read(cases.get, case).stage
    return found


def test_the_queue_names_why_a_case_is_in_scope(office: Office, case: CaseId) -> None:
    page = office.browser("reviewer").get("/office/review/queue").text
    number = office.bureau.read(cases.get, case).number
    assert number
    for text in (number, "150,000.00 元", "全部纳入法制审核范围", "第 1 轮", "个工作日", "queue.js"):
        assert text in page
    assert f"/office/cases/{case}/review/agree" in page


def test_only_reviewers_see_the_queue(office: Office) -> None:
    assert office.browser("officer_a").get("/office/review/queue").status_code == 403


def test_the_page_of_an_opinion_shows_text_left_and_eight_points_right(office: Office, case: CaseId) -> None:
    page = office.browser("reviewer").get(f"/office/cases/{case}/review/agree").text
    assert page.count("<fieldset") == 8
    for text in (TEXT.facts, TEXT.digest, "询问笔录（药房主任）", "罚款人民币150,000.00元", "formaction"):
        assert text in page


def test_agreeing_takes_two_steps_from_the_queue(office: Office, case: CaseId) -> None:
    browser = office.browser("reviewer")
    given = ANSWERED | {"opinion": "同意。", "read_digest": TEXT.digest}
    answer = browser.post(f"/office/cases/{case}/review/agree", given)
    assert answer.status_code == 302
    assert answer.location.startswith("/office/review/queue")
    assert stage(office, case) is Stage.REVIEWED


def test_a_refused_opinion_keeps_what_was_typed_and_names_the_point(office: Office, case: CaseId) -> None:
    typed = ANSWERED | {"points-2-finding": "", "points-4-text": "裁量说明", "opinion": "写了一半的意见"}
    answer = office.browser("reviewer").post(f"/office/cases/{case}/review/agree", typed)
    assert answer.status_code == 422
    for text in ("写了一半的意见", "裁量说明", ">第3项</a>"):
        assert text in answer.text
    assert stage(office, case) is Stage.UNDER_LEGAL_REVIEW


def test_sending_back_from_the_same_form(office: Office, case: CaseId) -> None:
    given = ANSWERED | PROBLEM | {"opinion": "请补充。", "result": "CORRECT"}
    assert office.browser("reviewer").post(f"/office/cases/{case}/review/send-back", given).status_code == 302
    page = office.browser("officer_a").get(f"/office/cases/{case}/review").text
    for text in ("建议纠正", "未引裁量基准", "请补充。"):
        assert text in page


def test_a_resubmission_shows_only_what_changed(office: Office, case: CaseId) -> None:
    send_back(office.bureau, case)
    save(office.bureau, case, replace(TEXT, discretion=TEXT.discretion + "适用裁量基准第三条。"))
    submit(office.bureau, case)
    page = office.browser("reviewer").get(f"/office/cases/{case}/review/agree").text
    assert "<ins>适用裁量基准第三条。</ins>" in page
    assert page.count("<ins>") == 1
    assert "<del>" not in page


def test_missing_materials_are_listed_with_the_way_to_mend_them(office: Office) -> None:
    case = reported(office.bureau)
    browser = office.browser("officer_a")
    page = browser.get(f"/office/cases/{case}/review/submit").text
    assert f"/office/cases/{case}/decisions/save-draft" in page
    assert f"/office/cases/{case}/hearings" in page
    answer = browser.post(f"/office/cases/{case}/review/submit", {"note": "送审"})
    assert answer.status_code == 409
    assert "送审材料不齐" in answer.text


def test_an_edited_draft_says_that_the_review_lapsed(office: Office, case: CaseId) -> None:
    save(office.bureau, case, replace(TEXT, discretion="改动。"))
    page = office.browser("officer_a").get(f"/office/cases/{case}/review").text
    assert "须由承办人重新送审" in page


def test_the_api_gives_the_queue_and_the_rounds(office: Office, case: CaseId) -> None:
    client, bearer = office.app.test_client(), office.bearer("reviewer")
    queue = client.get("/api/v1/review/queue", headers=bearer).json
    assert str(case) in {row["case_id"] for row in queue["rows"]}
    (one,) = client.get(f"/api/v1/cases/{case}/review", headers=bearer).get_json()
    assert (one["round"], one["draft_digest"], one["result"]) == (1, TEXT.digest, None)


def test_the_api_agrees_through_the_same_door(office: Office, case: CaseId) -> None:
    points = [{"number": number, "finding": "OK"} for number in range(1, 9)]
    answer = office.app.test_client().post(
        f"/api/v1/cases/{case}/review/agree",
        json={"points": points, "opinion": "同意。"},
        headers=office.bearer("reviewer_two"),
    )
    assert answer.status_code == 200
    assert "审〔2026〕" in answer.json["result"]
    waiting = office.bureau.read(queries.queue, today=date(2026, 3, 9)).rows
    assert case not in {row.case_id for row in waiting}


def test_a_stranger_to_the_case_reads_no_review(office: Office, case: CaseId) -> None:
    assert office.browser("officer_c").get(f"/office/cases/{case}/review").status_code == 404
