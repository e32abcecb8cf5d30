"""The clock's pages and calls, and the way from a refusal to the page that cures it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from enforcement.app import ROOMS
from enforcement.cases import queries, service
from enforcement.kernel.identity import SYSTEM
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.unit.procedures.test_rules import COURSE
from tests.web.visitor import Office, open_office

STOP = {"kind": "appraisal", "started_on": "2026-03-09", "paper": "鉴定委托书〔2026〕3号", "reason": "委托鉴定。"}
LONGER = {"extension": "case_by_head", "days": "30", "reason": "病历三千余份。"}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def test_a_stop_is_recorded_ended_and_explained_day_by_day(office: Office):
    case = office.bureau.filed()
    browser = office.browser("officer_a")
    assert browser.post(f"/office/cases/{case}/cases/record-stop", STOP).status_code == 302
    page = browser.get(f"/office/cases/{case}/clock").text
    assert "暂停计算" in page
    assert "剩余 90 日" in page
    assert "暂停计算" in browser.get(f"/office/cases/{case}").text
    (stop,) = office.bureau.read(queries.stops, case)
    office.bureau.on(date(2026, 3, 20))
    end = {"ended_on": "2026-03-19", "reason": "收到鉴定意见。"}
    browser = office.browser("officer_a")
    assert browser.post(f"/office/cases/{case}/cases/end-stop/{stop.id}", end).status_code == 302
    due = office.bureau.read(queries.open_deadline, case, "CASE_DECIDE")
    why = browser.get(f"/office/cases/{case}/deadlines/{due.id}").text
    assert why.count("鉴定期间，依法不计入") == 9
    assert "鉴定委托书〔2026〕3号" in why
    told = office.app.test_client().get(f"/api/v1/cases/{case}/deadlines/{due.id}", headers=office.bearer("officer_a"))
    assert [row["kind"] for row in told.get_json()["stops"]] == ["appraisal"]
    assert not told.get_json()["days"][3]["counted"]


def test_an_extension_is_asked_for_and_granted_on_paper_and_by_call(office: Office):
    case = office.bureau.filed()
    asked = office.app.test_client().post(
        f"/api/v1/cases/{case}/cases/ask-extension", json=LONGER, headers=office.bearer("officer_a")
    )
    request = asked.get_json()["result"]
    head = office.browser("agency_head")
    assert "待批期限事项" in head.get("/office/").text
    assert request in head.get("/office/cases/clock-requests").text
    form = head.get(f"/office/cases/{case}/cases/rule-on/{request}").text
    assert "病历三千余份" in form
    ruling = {"verdict": "grant", "opinion": "同意延长。"}
    assert head.post(f"/office/cases/{case}/cases/rule-on/{request}", ruling).status_code == 302
    shown = office.app.test_client().get(f"/api/v1/cases/{case}/clock", headers=office.bearer("officer_b")).get_json()
    assert [row["extended"] for row in shown["deadlines"] if row["key"] == "CASE_DECIDE"] == [30]
    assert [row["granted"] for row in shown["requests"]] == [True]
    waiting = office.app.test_client().get("/api/v1/cases/clock-requests", headers=office.bearer("agency_head"))
    assert waiting.get_json() == []
    assert office.browser("officer_a").get("/office/cases/clock-requests").status_code == 403


def test_suspension_shows_its_buttons_and_its_stage(office: Office):
    case = office.bureau.filed()
    browser, head = office.browser("officer_a"), office.browser("agency_head")
    assert "报批中止调查" in browser.get(f"/office/cases/{case}/clock").text
    assert "报批中止调查" not in browser.get(f"/office/cases/{case}").text, "no button for the exception on every case"
    ask = {"ground": "force_majeure", "reason": "洪水，无法进入现场。"}
    assert browser.post(f"/office/cases/{case}/cases/ask-suspension", ask).status_code == 302
    (request,) = office.bureau.read(queries.requests, case)
    ruling = {"verdict": "grant", "opinion": "同意。"}
    assert head.post(f"/office/cases/{case}/cases/rule-on/{request.id}", ruling).status_code == 302
    page = browser.get(f"/office/cases/{case}").text
    assert "已中止" in page
    assert "报批恢复调查" in page
    assert "报批中止调查" not in browser.get(f"/office/cases/{case}/clock").text
    assert browser.get(f"/office/cases/{case}/cases/rule-on/{uuid4()}").status_code in {403, 404}


def test_what_runs_after_service_is_shown_with_its_last_day(office: Office):
    case = office.bureau.filed()
    course = COURSE[COURSE.index(Milestone.EVIDENCE_SEALED) : COURSE.index(Milestone.PAID)]
    for step in course:
        with office.runtime.work(SYSTEM) as work:
            service.lock(work, case)
            service.reach(work, case, step)
    page = office.browser("officer_a").get(f"/office/cases/{case}/clock").text
    assert "当事人申请行政复议" in page
    assert "2026年5月8日" in page
    told = office.app.test_client().get(f"/api/v1/cases/{case}/clock", headers=office.bearer("officer_a")).get_json()
    assert [row["key"] for row in told["lapses"]] == ["RECONSIDER", "LITIGATE", "COURT_APPLY"]
    assert told["lapses"][1]["due_on"] == "2026-09-09"


def test_a_stranger_sees_no_clock(office: Office):
    case = office.bureau.filed()
    assert office.browser("officer_c").get(f"/office/cases/{case}/clock").status_code == 404


def test_a_refusal_leads_to_the_page_that_cures_it(office: Office):
    case = office.bureau.clue()
    head = office.browser("unit_head")
    refused = head.post(f"/office/cases/{case}/cases/approve-filing", {"opinion": "同意"})
    assert refused.status_code == 409
    assert "前往办理" not in refused.text, "the head may not propose"
    browser = office.browser("officer_a")
    refused = browser.post(f"/office/cases/{case}/cases/ask-extension", LONGER)
    assert f'href="/office/cases/{case}/clock">前往办理' in refused.text
    told = office.app.test_client().post(
        f"/api/v1/cases/{case}/cases/ask-extension", json=LONGER, headers=office.bearer("officer_a")
    )
    assert told.get_json()["cure"] == f"/office/cases/{case}/clock"


def test_every_need_of_every_procedure_leads_to_a_page_of_the_case(office: Office):
    needs = [need for found in catalogue().values() for step in found.steps.values() for need in step.needs]
    asked: dict[str, set[str]] = {endpoint: set() for endpoint in {need.cure for need in needs}}
    for rule in office.app.url_map.iter_rules():
        if rule.endpoint in asked:
            asked[rule.endpoint] = rule.arguments
    assert len(ROOMS) > 10
    elsewhere = {endpoint for endpoint, names in asked.items() if names != {"case_id"}}
    assert elsewhere <= {"cases.register", "cases.register_matter"}
    assert set(asked) <= set(office.app.view_functions)


def test_the_gates_say_what_is_missing_and_where_it_is_done(office: Office):
    case = office.bureau.clue()
    page = office.browser("officer_a").get(f"/office/cases/{case}/gates").text
    assert "立案须先由承办人填写立案审批表报批" in page
    assert f'href="/office/cases/{case}/cases/propose-filing">前往办理' in page
    assert page.count("前往办理") == 1, "only what can be done now, by whom it is shown to"
    told = office.app.test_client().get(f"/api/v1/cases/{case}/gates", headers=office.bearer("officer_a")).get_json()
    assert [row["open"] for row in told] == [False] * len(told)
    assert told[0]["missing"][0]["page"] == f"/office/cases/{case}/cases/propose-filing"
    assert office.browser("officer_c").get(f"/office/cases/{case}/gates").status_code == 404


def test_the_pages_bear_a_case_without_any_period(bureau: Bureau):
    """An ended clue has its period closed: nothing to stop, nothing to lengthen."""
    case = bureau.clue()
    bureau.act("unit_head", service.refuse_filing, case, opinion="事实不成立。")
    assert [row.closed_on for row in bureau.read(queries.deadlines, case)] == [date(2026, 3, 9)]
