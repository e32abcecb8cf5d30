"""Why this date, the rules page, and the calendar address that needs no sign-in."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from icalendar import Calendar

from enforcement.audit import queries as journal
from enforcement.cases import calendar_text, queries
from enforcement.cases import service as cases
from tests.bureau import Bureau
from tests.web.visitor import Office, open_office

RULE = {
    "terms": "ordinary_penalty/CASE_DECIDE",
    "in_force_from": "2026-03-10",
    "length": "60",
    "reminders": "10，5、0",
    "unit_head_after": "1",
    "supervisor_after": "3",
    "basis": "临医保发〔2026〕4号",
}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def address(office: Office, login: str = "officer_a") -> str:
    browser = office.browser(login)
    assert browser.post("/office/cases/open-feed").status_code == 302
    page = browser.get("/office/cases/my-feed").text
    return urlsplit(page.split('id="address" value="')[1].split('"')[0]).path


def test_E9_the_feed_is_a_calendar_programs_can_read(office: Office):
    case = office.bureau.filed()
    office.bureau.clue()
    answer = office.app.test_client().get(address(office))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.data)
    assert found["X-WR-TIMEZONE"] == "Asia/Shanghai"
    entries = {str(entry["UID"]): entry for entry in found.walk("VEVENT")}
    due = office.bureau.read(queries.open_deadline, case, "CASE_DECIDE")
    entry = entries[f"{due.id}@enforcement"]
    assert entry.decoded("DTSTART") == date(2026, 6, 8)
    assert entry.decoded("DTEND") == date(2026, 6, 9)
    assert str(entry["SUMMARY"]) == "办案期限届满 医保案〔2026〕1号"
    assert str(case) in str(entry["URL"])
    assert len(entries) == 2
    text = answer.text
    assert "安康" not in text
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    assert text.endswith("END:VCALENDAR\r\n")


def test_a_provisional_day_is_tentative_and_a_moved_one_newer(bureau: Bureau):
    bureau.on(date(2026, 12, 28))
    case = bureau.clue(discovered_on=date(2026, 12, 21), act_date=date(2026, 12, 1))
    deadline = bureau.read(queries.open_deadline, case, "CLUE_VERIFY")
    bureau.sql("UPDATE deadline SET due_on = '2027-01-25'")
    bureau.act("system", cases.recount, reason="重算")
    (day,) = bureau.read(queries.due_days, bureau.actor("officer_a"))
    text = calendar_text.written([day], now=bureau.clock.at, address="https://a.example.cn")
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("TENTATIVE", 1)
    assert "（暂定）" in str(entry["SUMMARY"])
    assert entry.decoded("DTSTART") == deadline.due_on


def test_the_address_ends_when_it_is_ended_or_made_anew(office: Office):
    client, browser = office.app.test_client(), office.browser("officer_a")
    first = address(office)
    second = address(office)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert browser.post("/office/cases/end-feed").status_code == 302
    assert client.get(second).status_code == 404
    assert "生成订阅地址" in browser.get("/office/cases/my-feed").text


def test_a_guessed_address_is_unknown(office: Office):
    right = address(office)
    client, feed = office.app.test_client(), right.split("/")[3]
    for wrong in (
        f"/office/feeds/{feed}/{'0' * 40}.ics",
        f"/office/feeds/{uuid4()}/{'0' * 40}.ics",
        f"/office/feeds/{feed}/%E5%AF%86.ics",
    ):
        assert client.get(wrong).status_code == 404


def test_who_left_the_house_reads_no_more(office: Office):
    right = address(office)
    office.bureau.sql("UPDATE account SET active = (1 = 0) WHERE login = 'officer_a'")
    assert office.app.test_client().get(right).status_code == 404


def test_opening_ending_and_the_days_first_reading_are_journalled(office: Office):
    right = address(office)
    client = office.app.test_client()
    before = office.bureau.read(journal.stated_size)
    for _ in range(3):
        client.get(right)
    assert office.bureau.read(journal.stated_size) == before + 1
    office.bureau.clock.at += timedelta(days=1)
    client.get(right)
    assert office.bureau.read(journal.stated_size) == before + 2


def test_heads_see_their_units_periods_and_others_only_their_own(office: Office):
    office.bureau.filed()
    seen = {
        login: len(office.bureau.read(queries.due_days, office.bureau.actor(login)))
        for login in ("officer_a", "officer_b", "officer_c", "unit_head", "supervisor")
    }
    assert seen == {"officer_a": 1, "officer_b": 1, "officer_c": 0, "unit_head": 1, "supervisor": 0}


def test_terms_are_set_by_page_and_by_call_and_shown(office: Office):
    browser = office.browser("agency_head")
    assert browser.post("/office/cases/set-deadline-rule", RULE).status_code == 302
    later = RULE | {"in_force_from": "2026-05-01", "length": None}
    told = office.app.test_client().post(
        "/api/v1/cases/set-deadline-rule", json=later, headers=office.bearer("agency_head")
    )
    assert told.status_code == 200, told.text
    page = office.browser("officer_a").get("/office/cases/deadline-rules").text
    assert "临医保发〔2026〕4号" in page
    assert "2026年5月1日起另有规则" in page or "历次设置" in page
    listed = office.app.test_client().get("/api/v1/cases/deadline-rules", headers=office.bearer("officer_a")).get_json()
    assert [row["reminders"] for row in listed] == ["10,5,0", "10,5,0"]


@pytest.mark.parametrize("reminders", ["三天", "1;2", "-1", "1000"])
def test_reminders_that_are_no_numbers_are_said_at_their_field(office: Office, reminders):
    answer = office.browser("agency_head").post("/office/cases/set-deadline-rule", RULE | {"reminders": reminders})
    assert answer.status_code == 422
    assert 'href="#f-reminders"' in answer.text


def test_E4_why_this_date_is_told_by_page_and_by_call(office: Office):
    case = office.bureau.filed()
    due = office.bureau.read(queries.open_deadline, case, "CASE_DECIDE")
    where = f"cases/{case}/deadlines/{due.id}"
    page = office.browser("officer_a").get(f"/office/{where}").text
    assert "国办发明电〔2025〕7号" in page or "自然日，计入" in page
    told = office.app.test_client().get(f"/api/v1/{where}", headers=office.bearer("officer_a")).get_json()
    assert told["deadline"]["due_on"] == "2026-06-08"
    assert [day["day"] for day in told["days"]][-1] == "2026-06-08"
    stranger = office.app.test_client().get(f"/api/v1/{where}", headers=office.bearer("officer_c"))
    assert stranger.status_code == 404


def test_my_deadlines_are_the_calendars(office: Office):
    office.bureau.filed()
    told = office.app.test_client().get("/api/v1/cases/my-deadlines", headers=office.bearer("officer_a")).get_json()
    assert [row["due_on"] for row in told] == ["2026-06-08"]
