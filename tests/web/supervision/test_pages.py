"""The list, the tab, the forms filled from where the supervisor came from, the counters, and their twins."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enforcement.cases import queries as cases
from enforcement.kernel.identity import CaseId
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


def address(case: CaseId, name: str = "") -> str:
    return f"/office/cases/{case}/supervision" + (f"/{name}" if name else "")


def only(rows: Any) -> dict[str, Any]:
    """Of a case made for this test alone."""
    (row,) = rows
    return dict(row)


FIELDS = {"wrong": "没有如实记录。", "basis": "《行政处罚法》第四十七条", "demand": "补齐。", "days": "5"}


def test_from_a_late_period_to_the_closed_order_by_page(office: Office) -> None:
    bureau = office.bureau
    case = bureau.filed()
    (period, *_) = bureau.read(cases.deadlines, case)
    bureau.later(days=200)
    supervisor, handler = office.browser("supervisor"), office.browser("officer_a")
    client = office.app.test_client()
    link = f"{address(case, 'issue')}?deadline_id={period.id}"
    assert link in supervisor.get("/office/").text
    form = supervisor.get(link).text
    assert f'value="{period.id}" selected' in form
    assert "至今没有完成" in form
    assert period.basis in form
    assert 'value="5"' in form, "the configured term"
    refused = supervisor.post(address(case, "issue"), FIELDS | {"days": "90"})
    assert "1至30个工作日" in refused.text
    supervisor.post(address(case, "issue"), FIELDS | {"deadline_id": str(period.id)}, follow_redirects=True)
    assert "督办待回复" in supervisor.get("/office/").text
    assert "待回复督办" in handler.get("/office/").text
    found = client.get(f"/api/v1/cases/{case}/supervision", headers=office.bearer("officer_a"))
    order = only(found.json)
    place = address(case, f"reply/{order['id']}")
    assert place in handler.get(address(case)).text
    assert "没有如实记录。" in handler.get(place).text
    handler.post(place, {"done": "已补齐。"}, follow_redirects=True)
    assert "已回复待核" in supervisor.get("/office/supervision?state=REPLIED").text
    rule = address(case, f"rule-on-reply/{order['id']}")
    assert "已补齐。" in supervisor.get(rule).text
    said = {"verdict": "close", "opinion": "属实。"}
    assert "请写明销号依据" in supervisor.post(rule, said).text
    closed = supervisor.post(rule, said | {"evidence": "核对时间线。"}, follow_redirects=True).text
    assert "已销号" in closed
    assert "核对时间线。" in closed


def test_the_api_says_the_same_and_everybody_sees_their_own(office: Office) -> None:
    case = office.bureau.filed()
    client = office.app.test_client()
    issue = f"/api/v1/cases/{case}/supervision/issue"
    fields = FIELDS | {"days": 5}
    assert client.post(issue, json=fields, headers=office.bearer("unit_head")).status_code == 403
    made = client.post(issue, json=fields, headers=office.bearer("supervisor"))
    assert made.status_code == 200
    orders = "/api/v1/supervision/orders"
    for login, count in (("supervisor", 1), ("officer_a", 1), ("unit_head", 1), ("reviewer", 0)):
        assert len(client.get(orders, headers=office.bearer(login)).json) == count, login
    assert client.get(f"{orders}?state=CLOSED", headers=office.bearer("supervisor")).json == []
    assert client.get("/office/supervision?state=x").status_code != 500
    page = office.browser("supervisor").get(address(case)).text
    assert made.json["result"] or page
    assert "应当回复的最后一日" in page
    handler = office.browser("officer_a").get(address(case)).text
    assert "发出督办" not in handler.replace("发出督办通知", "")
    assert "回复督办" in handler
