"""The first screen: what waits, what is unread, and whether the timetable runs."""

import re
from datetime import date

import pytest

from enforcement.kernel.identity import SYSTEM
from enforcement.messages import service as messages
from enforcement.operations import service as operations
from enforcement.publication import service as publication
from tests.service.execution.course import closable
from tests.service.publication.notices import decided, prepared
from tests.service.scoring.test_night import night
from tests.service.scoring.test_scoring import UNQUALIFIED
from tests.web.visitor import Office

EVERYBODY = (
    "officer_a",
    "unit_head",
    "reviewer",
    "agency_head",
    "clerk",
    "archivist",
    "supervisor",
    "system_admin",
    "security_admin",
    "audit_admin",
)

DUTY = operations.Duty(job="deadlines", title="期限提醒")


@pytest.mark.parametrize("login", EVERYBODY)
def test_every_role_has_a_first_screen_whose_links_open(office: Office, login: str) -> None:
    office.bureau.filed()
    browser = office.browser(login)
    page = browser.get("/office/")
    assert page.status_code == 200
    told = office.app.test_client().get("/api/v1/desk/", headers=office.bearer(login)).json
    assert all(counter["title"] in page.text for counter in told["counters"])
    for address in ("unlabelled", "uploading", "due-soon"):
        expected = 200 if login == "officer_a" else 403
        assert browser.get(f"/office/waiting/{address}").status_code == expected


@pytest.mark.parametrize("login", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_case_content(office: Office, login: str) -> None:
    office.bureau.filed()
    page = office.browser(login).get("/office/").text
    assert "芜湖安康医院" not in page
    assert "运行状况" in page


def test_a_stopped_timetable_is_said_to_everybody(office: Office) -> None:
    for login in ("officer_a", "reviewer", "system_admin"):
        assert "定时任务已停止" in office.browser(login).get("/office/").text
    with office.runtime.work(SYSTEM) as work:
        operations.heartbeat_started(work, operations.Duty(job="deadlines", title="期限提醒"))
    assert "定时任务运行正常" in office.browser("officer_a").get("/office/").text


def test_the_case_with_least_time_left_stands_first(office: Office) -> None:
    office.bureau.filed(act_date=date(2026, 1, 2))
    newer = office.bureau.clue(act_date=date(2026, 1, 3))
    page = office.browser("officer_a").get("/office/").text
    assert page.index(str(newer)) < page.index("还剩")


def test_an_unread_message_is_marked_read_from_the_desk(office: Office) -> None:
    officer = office.bureau.actor("officer_a").id
    with office.runtime.work(SYSTEM) as work:
        messages.tell(work, [officer], key="note", subject="办案期限还剩 3 个工作日", text="请及时办理。")
    browser = office.browser("officer_a")
    page = browser.get("/office/").text
    assert "办案期限还剩 3 个工作日" in page
    action = page.split('action="/office/messages/mark-read/')[1].split('"')[0]
    assert browser.post(f"/office/messages/mark-read/{action}").status_code == 302
    assert "没有未读消息" in browser.get("/office/").text


def test_the_supervisors_counter_opens_the_list_it_counts(office: Office) -> None:
    case = office.bureau.clue()
    office.bureau.on(date(2026, 4, 1))
    browser = office.browser("supervisor")
    assert 'class="counter urgent" href="/office/overdue"><strong>1</strong>' in browser.get("/office/").text
    assert f"/office/cases/{case}" in browser.get("/office/overdue").text


def test_PUB_C3_the_overdue_report_says_why_a_notice_is_not_up(office: Office) -> None:
    bureau = office.bureau
    case = prepared(bureau, case=decided(bureau))
    bureau.act("clerk", publication.hold, case, reason="公告送达尚未期满。")
    bureau.on(date(2026, 4, 30))
    browser = office.browser("supervisor")
    assert "决定书未送达；暂缓：公告送达尚未期满。" in browser.get("/office/overdue").text
    told = office.app.test_client().get("/api/v1/desk/overdue-periods", headers=office.bearer("supervisor")).json
    (line,) = [line for line in told if line["key"] == "PUBLISH_PENALTY_LICENCE"]
    assert (line["case_id"], "暂缓" in line["standstill"]) == (str(case), True)


def test_an_unknown_list_is_not_found(office: Office) -> None:
    assert office.browser("officer_a").get("/office/waiting/everything").status_code == 404


def test_the_clerks_screen_holds_the_quarter_and_the_receipts(office: Office) -> None:
    page = office.browser("clerk").get("/office/").text
    assert "2025年第四季度报表" in page
    assert "尚未冻结" in page
    assert "上报回执异常" in page
    found = office.app.test_client().get("/api/v1/statistics/quarter-card", headers=office.bearer("clerk")).json
    assert (found["period"], found["due_on"], found["version"]) == ("2025Q4", "2026-01-15", 0)
    assert "季度报表" not in office.browser("supervisor").get("/office/").text


def test_the_supervisors_screen_holds_the_knock_outs_of_the_night(office: Office) -> None:
    supervisor, bureau = office.browser("supervisor"), office.bureau
    assert "尚未核对：每夜核对一次" in supervisor.get("/office/").text
    case = closable(bureau)
    bureau.sql(UNQUALIFIED)
    assert night(bureau) == 1
    page = supervisor.get("/office/").text
    assert "没有登记法律职业资格" in page
    found = office.app.test_client().get("/api/v1/scoring/knock-outs", headers=office.bearer("supervisor")).json
    keys = {one["check_key"] for one in found["found"] if one["case_id"] == str(case)}
    key = min(keys)
    link = f"/office/cases/{case}/supervision/issue?check={key}"
    assert link in page
    assert f'value="{key}" selected' in supervisor.get(link).text


def test_who_keeps_the_machinery_sees_what_failed(office: Office) -> None:
    page = office.browser("system_admin").get("/office/").text
    assert re.search(r"<dt>未完成的任务</dt><dd>无</dd>\s*<dt>上报回执异常</dt><dd>无</dd>", page)
    assert "<dt>证据存储</dt>" in page
    with office.runtime.work(SYSTEM) as work:
        operations.heartbeat_started(work, DUTY)
        operations.heartbeat_finished(work, DUTY, done=0, failed=2, note="连接不上")
    assert "期限提醒（未能运行）" in office.browser("audit_admin").get("/office/").text
    assert "未完成的任务" not in office.browser("officer_a").get("/office/").text
