"""The hearing as its people click through it: request, notice, service, record; and its twins in the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.hearings.course import notified
from tests.service.hearings.hearing_course import FIRST_DAY, convened, requested
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


def test_from_the_request_to_the_record(office: Office) -> None:
    case = notified(office.bureau, hearing=True)
    tab = f"/office/cases/{case}/hearings"
    officer = office.browser("officer_a")
    page = officer.get(tab).text
    assert "2026-03-16前要求听证" in page or "3月16日前要求听证" in page
    assert f"{tab}/request-hearing" in page
    assert f"{tab}/convene-hearing" not in page
    asked = {"sent_on": "2026-03-09", "form": "ORAL", "requester": "韩立民（法定代表人）"}
    assert officer.post(f"{tab}/request-hearing", asked).status_code == 302
    page = officer.get(tab).text
    assert "待指定主持人" in page
    assert f"{tab}/withdraw-hearing" in page
    head = office.browser("agency_head")
    assert "待通知听证" in head.get("/office/").text
    assert str(case) in head.get("/office/hearings/agenda").text
    assert f"{tab}/convene-hearing" in head.get(tab).text
    form = head.get(f"{tab}/convene-hearing").text
    assert "法明" in form
    assert "林峰" not in form
    plan = {
        "held_at": "2026-03-19T09:30",
        "place": "三楼听证室",
        "host": str(office.bureau.id("reviewer")),
        "recorder": str(office.bureau.id("reviewer_two")),
    }
    early = head.post(f"{tab}/convene-hearing", plan | {"held_at": "2026-03-18T09:30"})
    assert early.status_code == 409
    assert "第六十四条第二项" in early.text
    assert head.post(f"{tab}/convene-hearing", plan).status_code == 302
    assert "变更听证" in head.get(tab).text
    assert "record-hearing-notice-service" in officer.get(f"/office/cases/{case}/serving").text
    assert f"{tab}/record-hearing" not in office.browser("reviewer").get(tab).text


def test_the_host_hands_in_the_record(office: Office) -> None:
    case = convened(office.bureau)
    office.bureau.on(FIRST_DAY)
    office.bureau.later(minutes=12 * 60)
    tab = f"/office/cases/{case}/hearings"
    host = office.browser("reviewer")
    assert "由我主持的听证" in host.get("/office/").text
    assert f"{tab}/record-hearing" in host.get(tab).text
    assert "七个工作日的逐日计算" in host.get(tab).text
    said = {
        "outcome": "HELD",
        "started_at": "2026-03-19T09:30",
        "ended_at": "2026-03-19T10:40",
        "attendance": "韩立民到场",
        "course": "宣布开始、质证、最后陈述、宣布结束。",
        "charges": "串换药品。",
        "statement": "请求从轻。",
        "examination": "无异议。",
        "conclusion": "建议维持。",
    }
    assert "请写明笔录是否经当事人" in host.post(f"{tab}/record-hearing", said).text
    assert host.post(f"{tab}/record-hearing", said | {"signature": "SIGNED"}).status_code == 302
    page = host.get(tab).text
    assert "听证笔录" in page
    assert "已举行" in page
    assert f"{tab}/record-hearing" not in page


def test_the_api_does_and_shows_the_same(office: Office) -> None:
    case = requested(office.bureau)
    client, by = office.app.test_client(), office.bearer("agency_head")
    plan = {
        "held_at": "2026-03-19T09:30:00+08:00",
        "place": "三楼听证室",
        "host": str(office.bureau.id("reviewer")),
        "recorder": str(office.bureau.id("reviewer_two")),
    }
    at = f"/api/v1/cases/{case}/hearings"
    refused = client.post(f"{at}/convene-hearing", json=plan, headers=office.bearer("officer_a"))
    assert refused.status_code == 403
    assert client.post(f"{at}/convene-hearing", json=plan, headers=by).status_code == 200
    shown = client.get(at, headers=by).get_json()
    assert shown["asking_until"] == "2026-03-16"
    hearing = shown["hearings"][0]
    assert hearing["convenings"][0]["mode"] == "公开举行"
    assert hearing["told"] is None
    agenda = client.get("/api/v1/hearings/agenda", headers=office.bearer("reviewer")).get_json()
    assert [line["case_id"] for line in agenda] == [str(case)]
    assert client.get("/api/v1/hearings/agenda", headers=office.bearer("officer_a")).status_code == 403
