"""The tab 音像记录, the list of the house, the heads' page, and what the public reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enforcement.app import build_board
from enforcement.duties import queries, service
from enforcement.kernel.identity import CaseId
from enforcement.procedures.demands import RecordingLevel
from tests.service.duties.course import act_of, clock, declare, propose, recorded, step_of, tone
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return office.bureau.filed()


def test_an_act_goes_from_declaration_to_its_closing(office: Office, case: CaseId) -> None:
    browser, room = office.browser("officer_a"), f"/office/cases/{case}/duties"
    assert "尚未发生的环节（24）" in browser.get(room).text
    fields = {"step": "sealing", "started_at": "2026-03-09T09:00:00", "place": "住院部三楼药房"}
    assert browser.post(f"{room}/declare", fields).headers["Location"].endswith(room)
    act = step_of(office.bureau, case, "sealing").acts[0].act.id
    page = browser.get(room).text
    assert "缺少音像记录" in page
    assert f"{room}/close/{act}" in page
    refused = browser.post(f"{room}/close/{act}", {"ended_at": "2026-03-09T09:20:00"})
    assert refused.status_code == 409
    assert "国办发〔2018〕118号" in refused.text
    assert 'value="2026-03-09T09:20:00"' in refused.text
    asked = {"reason": "EQUIPMENT", "text": "执法记录仪进水。"}
    assert browser.post(f"{room}/propose-exemption/{act}", asked).status_code == 302
    assert browser.post(f"{room}/close/{act}", {"ended_at": "2026-03-09T09:20:00"}).status_code == 409
    exemption = act_of(office.bureau, case, act).act.exemptions[0].id
    head = office.browser("unit_head")
    assert "执法记录仪进水。" in head.get("/office/duties/exemptions").text
    verdict = {"verdict": "APPROVE", "opinion": "情况属实。"}
    assert head.post(f"{room}/decide-exemption/{exemption}", verdict).status_code == 302
    assert "没有待您审批的免录申请" in head.get("/office/duties/exemptions").text
    assert browser.post(f"{room}/close/{act}", {"ended_at": "2026-03-09T09:20:00"}).status_code == 302
    after = browser.get(room).text
    assert "已办结：经批准免予音像记录" in after
    assert f"{room}/close/{act}" not in after


def test_a_verdict_is_one_of_two(office: Office, case: CaseId) -> None:
    exemption = propose(office.bureau, case, declare(office.bureau, case, "sealing"))
    address = f"/office/cases/{case}/duties/decide-exemption/{exemption}"
    head = office.browser("unit_head")
    assert head.post(address, {"verdict": "PENDING", "opinion": "再议"}).status_code == 422
    assert head.post(address, {"verdict": "REFUSE", "opinion": "应当补派设备。"}).status_code == 302
    assert "未批准" in head.get(f"/office/cases/{case}/duties").text


def test_b7_a_gap_is_explained_from_the_page(office: Office, case: CaseId, tmp_path: Path) -> None:
    act = declare(office.bureau, case, "sealing")
    for second in (0, 40):
        recorded(office.bureau, case, tone(tmp_path), step="sealing", at=clock(9, 0, second))
    gap = act_of(office.bureau, case, act).gaps[0].gap.id
    browser, room = office.browser("officer_b"), f"/office/cases/{case}/duties"
    page = browser.get(room).text
    assert "记录中断 37 秒" in page
    assert f"{room}/explain-gap/{gap}" in page
    assert browser.post(f"{room}/explain-gap/{gap}", {"cause": "BATTERY"}).status_code == 422
    answered = browser.post(f"{room}/explain-gap/{gap}", {"cause": "BATTERY", "reason": "更换电池。"})
    assert answered.status_code == 302
    assert "更换电池或者存储卡：更换电池。" in browser.get(room).text


def test_a_recording_is_linked_from_a_list_of_those_that_could_be(office: Office, case: CaseId, tmp_path: Path) -> None:
    act = declare(office.bureau, case, "sealing")
    item = recorded(office.bureau, case, tone(tmp_path), step="sealing", at=clock(6))
    browser, address = office.browser("officer_a"), f"/office/cases/{case}/duties/link/{act}"
    assert f'<option value="{item.id}"' in browser.get(address).text
    assert browser.post(address, {"item_id": str(item.id), "why": "时钟慢三小时"}).status_code == 302
    assert f'<option value="{item.id}"' not in browser.get(address).text


def test_others_read_without_buttons_and_strangers_nothing(office: Office, case: CaseId) -> None:
    declare(office.bureau, case, "sealing")
    room = f"/office/cases/{case}/duties"
    page = office.browser("reviewer").get(room).text
    assert "缺少音像记录" in page
    for button in ("登记执法行为</a>", "办结</a>", "申请免录</a>"):
        assert button not in page
    assert office.browser("officer_c").get(room).status_code == 404
    assert office.browser("clerk").get(room).status_code == 403


def test_the_api_does_and_shows_the_same(office: Office, case: CaseId) -> None:
    client, by = office.app.test_client(), office.bearer("officer_a")
    room = f"/api/v1/cases/{case}/duties"
    given = {"step": "sealing", "started_at": "2026-03-09T09:00:00+08:00", "place": "药房"}
    act = client.post(f"{room}/declare", json=given, headers=by).get_json()["result"]
    refused = client.post(f"{room}/close/{act}", json={"ended_at": "2026-03-09T09:10:00+08:00"}, headers=by)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "RECORDING_MISSING")
    board = client.get(room, headers=by).get_json()
    step = next(one for one in board["steps"] if one["step"] == "sealing")
    assert (step["state"], step["level"], step["acts"][0]["id"]) == ("MISSING", "FULL_COURSE", act)
    assert "封存" in board["lacks"][0]["sentence"]
    lists = client.get("/api/v1/duties/", headers=by).get_json()
    duties = next(one["duties"] for one in lists if one["procedure"] == "ordinary_penalty")
    assert len(duties) == 25
    assert {"starts", "ends", "keep", "law_level"} <= set(duties[0])
    exemption = propose(office.bureau, case, step_of(office.bureau, case, "sealing").acts[0].act.id)
    waiting = client.get("/api/v1/duties/exemptions", headers=office.bearer("unit_head")).get_json()
    assert [row["exemption"]["id"] for row in waiting] == [str(exemption)]


def test_a_stricter_list_is_kept_in_the_office_and_read_by_the_public(office: Office) -> None:
    browser = office.browser("system_admin")
    fields = {
        "procedure": "ordinary_penalty",
        "basis": "本局音像记录事项清单（2026年版）",
        "in_force_from": "2026-03-09",
    }
    milder = fields | {"step": "sealing", "level": "AS_NEEDED"}
    assert browser.post("/office/duties/list", milder).status_code == 409
    answered = browser.post("/office/duties/list", fields | {"step": "hearing", "level": "MANDATORY", "keep": "永久"})
    assert answered.headers["Location"].endswith("/office/duties/")
    page = browser.get("/office/duties/").text
    assert "上级规定：根据实际情况音像记录" in page
    assert "系安" in page
    found = office.bureau.read(queries.duty_in_force, "ordinary_penalty", "hearing", day=date(2026, 3, 9))
    assert found is not None
    assert found.level is RecordingLevel.MANDATORY
    with build_board(office.runtime).test_client() as board:
        public = board.get("/duties").get_data(as_text=True)
        before = board.get("/before").get_data(as_text=True)
    for words in (
        "音像记录事项清单",
        "本局音像记录事项清单（2026年版）",
        "永久",
        "听证",
        "封存、查封、扣押及解除",
        "随案卷",
    ):
        assert words in public
    assert 'href="/duties"' in before


def test_only_who_keeps_lists_is_shown_the_way_to_change_them(office: Office) -> None:
    assert "列入本机关清单" not in office.browser("officer_a").get("/office/duties/").text
    assert office.browser("officer_a").get("/office/duties/list").status_code == 403
    assert "待审批的免录申请" in office.browser("agency_head").get("/office/duties/").text


def test_the_tab_follows_a_raised_level(office: Office, case: CaseId) -> None:
    office.bureau.act(
        "system_admin",
        service.list_duty,
        procedure="ordinary_penalty",
        step="scene_inspection",
        level=RecordingLevel.MANDATORY,
        basis="本局清单",
        in_force_from=date(2026, 3, 9),
    )
    declare(office.bureau, case, "scene_inspection")
    assert "本机关清单从严" in office.browser("officer_a").get(f"/office/cases/{case}/duties").text
