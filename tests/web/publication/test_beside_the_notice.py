"""What the tab, the list and the forms say beside a notice: the system's draft, what was let pass, where it stands."""

import re
from uuid import UUID

from enforcement.exchange.rules import Outlet
from enforcement.publication import queries, service
from tests.service.publication.notices import PATIENT, decided, published
from tests.service.publication.owing import switch
from tests.service.publication.test_overrides import TAKEN_FOR_ADDRESS, WHY, WORDS
from tests.service.publication.test_rule_drafts import WARNED
from tests.web.visitor import Office

LIST = "/office/publication/list"
API = "/api/v1"


def test_the_reviewer_is_told_what_two_people_let_pass(office: Office) -> None:
    case = decided(office.bureau, text=TAKEN_FOR_ADDRESS)
    officer, clerk, at = office.browser("officer_a"), office.browser("clerk"), f"/office/cases/{case}/publication"
    assert "申请放行误报" in officer.get(f"{at}/prepare").text
    form = officer.get(f"{at}/request-override").text
    assert f"详细地址：{WORDS}" in form
    refused = officer.post(f"{at}/request-override", {"words": WORDS})
    assert (refused.status_code, "这一项必须填写" in refused.text) == (422, True)
    assert officer.post(f"{at}/request-override", {"words": WORDS, "reason": WHY}).status_code == 302
    (asked,) = office.bureau.read(queries.overrides, case)
    assert f"{at}/answer-override/{asked.id}" in clerk.get(at).text
    assert f"answer-override/{asked.id}" not in officer.get(at).text
    page = clerk.get(f"{at}/answer-override/{asked.id}").text
    assert WORDS in page
    assert WHY in page
    assert clerk.post(f"{at}/answer-override/{asked.id}", {"approved": "1", "note": "已核对登记。"}).status_code == 302
    officer.post(f"{at}/prepare", {})
    check = clerk.get(f"{at}/confirm").text
    assert "1 处系统检出的内容已由两人放行" in check
    assert "已核对登记。" in check


def test_machines_ask_and_answer_the_same(office: Office) -> None:
    case, client = decided(office.bureau, text=TAKEN_FOR_ADDRESS), office.app.test_client()
    at, officer, clerk = f"{API}/cases/{case}/publication", office.bearer("officer_a"), office.bearer("clerk")
    made = client.post(f"{at}/request-override", headers=officer, json={"words": WORDS, "reason": WHY}).get_json()
    answered = f"{at}/answer-override/{made['result']}"
    given = {"approved": False, "note": "无法确认。"}
    assert client.post(answered, headers=officer, json=given).status_code == 403
    assert client.post(answered, headers=clerk, json=given).status_code == 200
    (row,) = client.get(f"{at}/overrides", headers=clerk).get_json()
    assert (row["state"], row["kind"], row["note"]) == ("REFUSED", "ADDRESS", "无法确认。")
    assert client.get(f"{at}/overrides", headers=office.bearer("officer_c")).status_code == 404


def test_an_answer_to_another_cases_request_is_unknown(office: Office) -> None:
    case, other = (decided(office.bureau, text=TAKEN_FOR_ADDRESS) for _ in range(2))
    made: UUID = office.bureau.act("officer_a", service.request_override, case, words=WORDS, reason=WHY)
    clerk = office.browser("clerk")
    assert clerk.get(f"/office/cases/{other}/publication/answer-override/{made}").status_code == 404


def test_the_list_and_the_tab_say_why_the_system_drafted_nothing(office: Office) -> None:
    judged, withheld = decided(office.bureau), decided(office.bureau, text=WARNED)
    for case in (judged, withheld):
        office.bureau.act("system", service.draft_by_rule, case)
    head, clerk = office.browser("agency_head"), office.browser("clerk")
    parts = dict(re.findall(r'aria-labelledby="(\w+)">(.*?)</section>', head.get(LIST).text, re.DOTALL))
    assert f"/office/cases/{withheld}/publication/not-publish" in parts["withhold"]
    assert "疑似有不应公开的姓名" in parts["draft"]
    assert "等待机关负责人批准" in head.get(f"/office/cases/{withheld}/publication").text
    assert "系统未能自动拟稿" in clerk.get(f"/office/cases/{judged}/publication").text
    told = office.app.test_client().get(f"{API}/publication/list", headers=office.bearer("agency_head")).get_json()
    assert [line["case_id"] for line in told["to_withhold"]] == [str(withheld)]


def test_the_tab_says_where_the_notice_stands(office: Office) -> None:
    switch(office.bureau, Outlet.PROVINCE, Outlet.CREDIT)
    case, _ = published(office.bureau, others=PATIENT)
    page = office.browser("officer_a").get(f"/office/cases/{case}/publication").text
    assert "信用平台（双公示） · 尚未接收" in page
    assert "公示：等待报送，自 2026-03-09" in page
    at = f"{API}/cases/{case}/publication/outlets"
    told = office.app.test_client().get(at, headers=office.bearer("officer_a")).get_json()
    assert {one["outlet"]: (one["on"], one["standing"], one["troubled"]) for one in told} == {
        "PROVINCE": (True, "尚未接收", False),
        "CREDIT": (True, "尚未接收", False),
    }


def test_a_wrong_period_is_said_beside_its_field(office: Office) -> None:
    clerk, asked = office.browser("clerk"), "first=2026-03-09&last=2026-03-01"
    for address in ("/office/publication/disclosure", "/office/publication/disclosure/penalties.xlsx"):
        page = clerk.get(f"{address}?{asked}")
        assert page.status_code == 422
        assert re.search(r'id="f-last"[^>]*value="2026-03-01"[^>]*aria-describedby="f-last-wrong"', page.text)
        assert "截止日期不能早于起始日期。" in page.text.split('id="f-last-wrong">')[1]
        assert "导出 XLSX" not in page.text
