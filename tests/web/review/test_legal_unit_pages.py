from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.review import queries
from enforcement.review import service as review
from tests.service.decisions.course import TEXT, counted, send_back, submit, submitted
from tests.web.review.test_pages import ANSWERED
from tests.web.visitor import Office, office_on_copy

QUEUE = "/office/review/queue"


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


def test_lines_are_claimed_assigned_and_balanced_together(office: Office) -> None:
    first, second, third = (submitted(office.bureau) for _ in range(3))
    browser = office.browser("reviewer")
    page = browser.get(QUEUE).text
    assert "全部 3" in page
    assert "均衡分派尚未领办的" in page
    assert browser.post(QUEUE, {"act": "claim", "cases": [str(first), str(second)]}).status_code == 302
    assert "我领办的 2" in browser.get(QUEUE).text
    given = {"act": "assign", "cases": [str(first), str(third)], "reviewer_id": str(other(office))}
    answer = browser.post(QUEUE, given)
    assert answer.status_code == 409
    assert "本轮审核已由其他审核人员领办" in answer.text
    assert office.bureau.read(queries.latest, third).reviewer_id == other(office)
    assert browser.post(QUEUE, {"act": "balance"}).status_code == 302
    assert browser.get(f"{QUEUE}?whose=unclaimed").text.count("data-queue-row") == 0


def other(office: Office) -> object:
    return office.bureau.id("reviewer_two")


def test_the_queue_takes_nothing_unreadable(office: Office) -> None:
    browser = office.browser("reviewer")
    for given in ({}, {"act": "claim"}, {"act": "assign", "cases": ["x"]}, {"act": "fly"}, {"stranger": "1"}):
        assert browser.post(QUEUE, given).status_code == 422
    assert browser.get(f"{QUEUE}?after=nonsense").status_code == 422
    assert browser.get(f"{QUEUE}?whose=nonsense").status_code == 200
    assert office.browser("officer_a").post(QUEUE, {"act": "balance"}).status_code == 403


def test_the_api_tells_each_refusal(office: Office) -> None:
    case = submitted(office.bureau)
    office.bureau.act("reviewer_two", review.claim, case)
    client, bearer = office.app.test_client(), office.bearer("reviewer")
    answer = client.post("/api/v1/review/queue", json={"act": "claim", "cases": [str(case)]}, headers=bearer)
    assert answer.status_code == 200
    assert list(answer.json["refused"]) == [str(case)]
    listed = client.get("/api/v1/review/queue?whose=unclaimed", headers=bearer)
    assert listed.json["rows"] == []


def test_what_came_back_is_marked_and_its_problems_are_shown(office: Office) -> None:
    case = submitted(office.bureau)
    send_back(office.bureau, case)
    submit(office.bureau, case)
    browser = office.browser("reviewer")
    assert "退回后再送</span>" in browser.get(QUEUE).text
    page = browser.get(f"/office/cases/{case}/review/agree").text
    assert "第 1 轮退回时指出的问题" in page
    assert "裁量理由未引用裁量基准条款。" in page


def test_a_point_carries_its_page_into_the_opinion(office: Office) -> None:
    case = submitted(office.bureau)
    (item,) = counted(office.bureau, case)
    browser = office.browser("reviewer")
    given = ANSWERED | {"opinion": "同意。", "read_digest": TEXT.digest, "points-2-place": "第2页"}
    refused = browser.post(f"/office/cases/{case}/review/agree", given)
    assert refused.status_code == 422
    assert "请选择对应的材料" in refused.text
    assert 'value="第2页"' in refused.text
    done = browser.post(f"/office/cases/{case}/review/agree", given | {"points-2-item": str(item)})
    assert done.status_code == 302
    assert "，第2页" in browser.get(f"/office/cases/{case}/review").text


def test_register_signature_and_dispute_from_page_to_page(office: Office) -> None:
    head = office.browser("agency_head")
    given = {"account_id": str(other(office)), "duty": "HEAD", "started_on": "2024-01-01"}
    assert head.post("/office/review/list-reviewer", given).status_code == 302
    page = head.get("/office/review/register").text
    for text in ("范慎", "25.0%", "达到百分之五", "法制机构负责人"):
        assert text in page
    case = submitted(office.bureau)
    send_back(office.bureau, case)
    signer = office.browser("reviewer_two")
    assert f"/office/cases/{case}/review/sign" in signer.get(f"/office/cases/{case}/review").text
    assert "裁量理由未引用裁量基准条款。" in signer.get(f"/office/cases/{case}/review/sign").text
    assert signer.post(f"/office/cases/{case}/review/sign", {}).status_code == 302
    officer = office.browser("officer_a")
    assert f"/office/cases/{case}/review/dispute" in officer.get(f"/office/cases/{case}/review").text
    assert officer.post(f"/office/cases/{case}/review/dispute", {"reason": "已说明。"}).status_code == 302
    assert f"/office/cases/{case}/review/settle" in head.get(f"/office/cases/{case}/review").text
    settled = {"outcome": "UNIT_FOLLOWED", "summary": "采纳承办机构意见。"}
    assert head.post(f"/office/cases/{case}/review/settle", settled).status_code == 302
    course = office.app.test_client().get(f"/api/v1/cases/{case}/review/course", headers=office.bearer("reviewer"))
    assert course.json["objections"][0]["outcome"] == "UNIT_FOLLOWED"
    assert course.json["proposals"][0]["signed"] is True


def test_a_sample_is_drawn_and_checked_on_its_page(office: Office) -> None:
    case = submitted(office.bureau)
    office.browser("reviewer").post(
        f"/office/cases/{case}/review/agree", ANSWERED | {"opinion": "同意。", "read_digest": TEXT.digest}
    )
    browser = office.browser("supervisor")
    given = {"first_day": "2026-03-01", "last_day": "2026-03-09", "percent": "5"}
    assert browser.post("/office/review/draw-sample", given).status_code == 302
    (sample,) = office.bureau.read(queries.samples)
    (line,) = office.bureau.read(queries.sampled, sample.id)
    page = browser.get(f"/office/review/samples/{sample.id}").text
    assert f"/office/review/check-sampled/{sample.id}/{line.id}" in page
    answer = browser.post(f"/office/review/check-sampled/{sample.id}/{line.id}", {"sound": "1"})
    assert answer.status_code == 302
    assert answer.location.endswith(f"/office/review/samples/{sample.id}")
    assert office.browser("reviewer").get("/office/review/samples").status_code == 403


def test_the_amounts_of_hearings_are_set_on_a_page(office: Office) -> None:
    head = office.browser("agency_head")
    assert "尚未规定" in head.get("/office/hearings/amounts").text
    given = {
        "category": "ORGANISATION",
        "fine_yuan": "100000",
        "confiscation_yuan": "50000",
        "basis": "本机关听证数额规定",
        "in_force_from": "2026-03-09",
    }
    assert head.post("/office/hearings/set-amounts", given).status_code == 302
    assert "100,000.00 元" in head.get("/office/hearings/amounts").text
    assert head.post("/office/hearings/set-amounts", given | {"fine_yuan": "0"}).status_code == 422
