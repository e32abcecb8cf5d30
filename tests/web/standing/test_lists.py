"""A list from the clerk's form to the citizen's page; a card from the printer to the telephone of a citizen."""

import hashlib
import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from lxml import etree

from enforcement.accounts import service as people
from enforcement.standing import queries, service
from enforcement.standing.kinds import LISTS, ListKind
from tests.service.standing.lists import GUIDE, card, confirmed, draft, today
from tests.web.visitor import Office

DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')
PUBLIC_ADDRESS = re.compile(r"/cards/[A-Za-z0-9_-]{32}")


def seen(board: FlaskClient, address: str) -> str:
    answer = board.get(address)
    assert answer.status_code == 200, address
    return answer.text


def test_two_people_bring_a_list_before_the_public(office: Office, board: FlaskClient) -> None:
    clerk, second = office.browser("clerk"), office.browser("clerk_two")
    assert "待拟定" in clerk.get("/office/standing/").text
    assert "安正" in clerk.get("/office/standing/draft-officers").text  # proposed from the data
    fields = {f"rows-0-{name}": value for name, value in GUIDE.items()}
    assert clerk.post("/office/standing/draft-guides", fields).status_code == 302
    found = draft_id(office)
    assert "/standing/confirm/" not in clerk.get("/office/standing/").text
    assert "/standing/confirm/" in second.get("/office/standing/").text
    page = second.get(f"/office/standing/confirm/{found}").text
    assert GUIDE["title"] in page
    given = {"digest": DIGEST.search(page)[1], "in_force_from": str(today(office.bureau))}
    assert second.post(f"/office/standing/confirm/{found}", given).status_code == 302
    assert GUIDE["contact"] in seen(board, "/before/guides")
    assert "/before/guides" in seen(board, "/before")
    assert GUIDE["title"] in second.get("/office/standing/lists/guides").text


def draft_id(office: Office) -> UUID:
    found = office.bureau.read(queries.draft_of, ListKind.GUIDES)
    assert found is not None
    return found.id


def test_a_refused_form_keeps_what_was_typed(office: Office) -> None:
    clerk = office.browser("clerk")
    answer = clerk.post("/office/standing/draft-guides", {"rows-0-title": "某某事项"})
    assert answer.status_code == 422
    assert "某某事项" in answer.text
    assert "这一项必须填写。" in answer.text
    assert clerk.post("/office/standing/draft-guides", {}).status_code == 422


def test_every_form_opens_filled_and_every_list_page_stands(office: Office) -> None:
    clerk = office.browser("clerk")
    for kind in ListKind:
        assert clerk.get(f"/office/standing/draft-{kind}?from=data").status_code == 200
        assert LISTS[kind].title in clerk.get(f"/office/standing/lists/{kind}").text
    assert clerk.get("/office/standing/lists/unknown").status_code == 404


def test_the_calls_do_what_the_pages_do(office: Office) -> None:
    client, clerk = office.app.test_client(), office.bearer("clerk")
    sent = {"rows": [GUIDE], "text": ""}
    assert client.post("/api/v1/standing/draft-guides", headers=clerk, json=sent).status_code == 200
    told = client.get("/api/v1/standing/lists/guides", headers=clerk).get_json()
    assert (told["current"], told["draft"]["rows"]) == (None, [GUIDE])
    assert len(client.get("/api/v1/standing/", headers=clerk).get_json()) == len(ListKind)
    assert len(client.get("/api/v1/standing/cards", headers=clerk).get_json()) == 4
    officer = office.bearer("officer_a")
    (own,) = client.get("/api/v1/standing/cards", headers=officer).get_json()
    assert own["name"] == "安正"
    assert client.post("/api/v1/standing/draft-guides", headers=officer, json=sent).status_code == 403


def test_older_versions_stay_readable_with_their_days(office: Office, board: FlaskClient) -> None:
    bureau = office.bureau
    confirmed(bureau)
    bureau.later(days=5)
    confirmed(bureau, persons="用人单位")
    assert "用人单位" in seen(board, "/before/guides")
    former = seen(board, "/before/guides/1")
    assert "以前的一版" in former
    assert GUIDE["persons"] in former
    data = board.get("/before/guides/1.json").data
    assert hashlib.sha256(data).hexdigest() in former
    assert GUIDE["persons"] in data.decode()


def test_a_coming_version_says_from_when(office: Office, board: FlaskClient) -> None:
    confirmed(office.bureau, day=today(office.bureau) + timedelta(days=3))
    assert "现在尚未施行" in seen(board, "/before/guides")


@pytest.mark.parametrize(
    "address",
    ["/before/unknown", "/before/guides", "/before/guides/1", "/before/guides/1.json", "/posts", "/flows/x.svg"],
)
def test_unknown_and_never_published_are_one_plain_page(office: Office, board: FlaskClient, address: str) -> None:
    draft(office.bureau)
    answer = board.get(address)
    assert answer.status_code == 404
    assert GUIDE["title"] not in answer.text


def test_PUB_A2_a_lapsed_officer_is_on_no_version(office: Office, board: FlaskClient) -> None:
    bureau = office.bureau
    confirmed(bureau, ListKind.OFFICERS)
    assert "陈立" in seen(board, "/before/officers")
    bureau.act("system_admin", people.close_account, account_id=bureau.id("officer_c"), reason="调离")
    page = seen(board, "/before/officers/1")
    assert "陈立" not in page
    assert "另有 1 名人员" in page
    assert "陈立" not in board.get("/before/officers/1.json").text


def test_posts_and_flow_chart(office: Office, board: FlaskClient) -> None:
    confirmed(office.bureau, ListKind.POSTS)
    confirmed(office.bureau, ListKind.PROCEDURES)
    assert "监督投诉" in seen(board, "/posts")
    assert "/posts" in seen(board, "/during")
    assert "/flows/ordinary_penalty.svg" in seen(board, "/before/procedures")
    chart = board.get("/flows/ordinary_penalty.svg")
    assert chart.mimetype == "image/svg+xml"
    words = "".join(etree.fromstring(chart.data).itertext())
    assert "作出决定" in words
    assert "申请法院强制执行" not in words, "what happens beside the way is not drawn"
    assert "style" not in chart.text


def test_a_card_is_checked_by_whoever_is_shown_it(office: Office, board: FlaskClient) -> None:
    bureau = office.bureau
    made = card(bureau)
    sheet = office.browser("officer_a").get(f"/office/standing/cards/{made}").text
    address = PUBLIC_ADDRESS.search(sheet)[0]
    assert "<svg" in sheet
    answer = board.get(address)
    assert "今日有效" in answer.text
    assert "安正" in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "officer_a" not in answer.text
    bureau.act("clerk", service.revoke_card, card_id=made, reason="遗失")
    again = board.get(address).text
    assert "已经作废" in again
    assert "安正" not in again
    assert "遗失" not in again


def test_an_unknown_card_looks_like_any_unknown_page(board: FlaskClient) -> None:
    answers = [board.get(address) for address in (f"/cards/{'x' * 32}", "/cards/1", "/nothing/here")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_an_officer_sees_no_other_card(office: Office) -> None:
    made = card(office.bureau)
    assert office.browser("officer_b").get(f"/office/standing/cards/{made}").status_code == 404
    assert "安正" not in office.browser("officer_b").get("/office/standing/cards").text
    clerk = office.browser("clerk")
    assert "34020100002" in clerk.get("/office/standing/issue-card").text
    assert clerk.post(f"/office/standing/revoke-card/{made}", {"reason": "损毁"}).status_code == 302
