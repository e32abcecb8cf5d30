"""The tab 公示, its forms and the clerk's list, as the people of the office use them."""

import re

from enforcement.publication import queries, sheet
from enforcement.publication.rules import State
from tests.service.publication.notices import (
    FACTS,
    ID_NUMBER,
    PATIENT,
    REASON,
    confirm,
    decided,
    prepared,
    published,
    serve,
)
from tests.web.visitor import Office

DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')


def test_two_people_bring_a_decision_before_the_public(office: Office) -> None:
    bureau, officer, clerk = office.bureau, office.browser("officer_a"), office.browser("clerk")
    case = decided(bureau)
    at = f"/office/cases/{case}/publication"
    form = officer.get(f"{at}/prepare").text
    assert "公民身份号码隐去" in form
    assert officer.post(f"{at}/prepare", {"others": PATIENT}).headers["Location"].endswith(at)
    check = clerk.get(f"{at}/confirm").text
    draft = bureau.read(queries.in_state, case, State.DRAFT)
    assert draft is not None
    assert sheet.article(draft.text) in check  # what is confirmed is what the board will show, sign by sign
    digest = DIGEST.search(check)
    assert digest is not None
    clerk.post(f"{at}/confirm", {"digest": digest[1]})
    serve(bureau, case)
    assert clerk.post(f"{at}/publish").status_code == 302
    page = clerk.get(at).text
    assert "公示中" in page
    assert f"/notices/{draft.id}" in page


def test_a_refused_text_comes_back_with_its_findings(office: Office) -> None:
    case = decided(office.bureau)
    answered = office.browser("officer_a").post(
        f"/office/cases/{case}/publication/prepare", {"facts": FACTS, "others": PATIENT}
    )
    assert answered.status_code == 422
    assert "疑似公民身份号码" in answered.text
    assert "《政府信息公开条例》第十五条" in answered.text
    assert ID_NUMBER in answered.text  # the drafter's own text is not lost


def test_the_drafter_alone_is_turned_away_with_the_article(office: Office) -> None:
    case, clerk = decided(office.bureau), office.browser("clerk")
    at = f"/office/cases/{case}/publication"
    clerk.post(f"{at}/prepare", {"others": PATIENT})
    digest = DIGEST.search(clerk.get(f"{at}/confirm").text)
    assert digest is not None
    answered = clerk.post(f"{at}/confirm", {"digest": digest[1]})
    assert answered.status_code == 409
    assert "须由另一人复核" in answered.text
    assert "第十七条" in answered.text


def test_a_withdrawal_asks_for_its_reason_and_shows_it(office: Office) -> None:
    case, _ = published(office.bureau)
    clerk, at = office.browser("clerk"), f"/office/cases/{case}/publication"
    assert "更正公示" not in clerk.get(at).text.split("文本各版")[1]
    assert clerk.post(f"{at}/withdraw", {"kind": "REVOKED"}).status_code == 422
    assert clerk.post(f"{at}/withdraw", {"kind": "REVOKED", "public_reason": REASON}).status_code == 302
    assert REASON in clerk.get(at).text


def test_the_list_stands_by_days_left(office: Office) -> None:
    bureau = office.bureau
    to_draft, to_confirm, to_publish = decided(bureau), prepared(bureau), prepared(bureau)
    confirm(bureau, to_publish)
    page = office.browser("clerk").get("/office/publication/list").text
    parts = dict(re.findall(r'<section class="mb-4" aria-labelledby="(\w+)">(.*?)</section>', page, re.DOTALL))
    places = {"draft": to_draft, "confirm": to_confirm, "publish": to_publish}
    for part, case in places.items():
        assert re.findall(r"/office/cases/([0-9a-f-]{36})/publication\"", parts[part]) == [str(case)]
        assert "还剩 7 个工作日" in parts[part]
    assert "决定书未送达" in parts["publish"]
    told = office.app.test_client().get("/api/v1/publication/list", headers=office.bearer("clerk")).get_json()
    assert [line["case_id"] for line in told["to_confirm"]] == [str(to_confirm)]


def test_the_tab_before_a_decision_says_what_is_missing(office: Office) -> None:
    case = office.bureau.filed()
    told = "尚未作出决定。行政处罚、行政许可决定作出后七个工作日内"
    assert told in office.browser("clerk").get(f"/office/cases/{case}/publication").text


def test_an_officer_of_another_case_sees_nothing(office: Office) -> None:
    case = prepared(office.bureau)
    stranger = office.browser("officer_c")
    assert stranger.get(f"/office/cases/{case}/publication").status_code == 404
    assert stranger.get(f"/office/cases/{case}/publication/prepare").status_code == 404
    api = office.app.test_client().get(f"/api/v1/cases/{case}/publication", headers=office.bearer("officer_c"))
    assert api.status_code == 404
    assert str(case) not in stranger.get("/office/publication/list").text


def test_the_api_tells_versions_without_their_private_record(office: Office) -> None:
    case = prepared(office.bureau)
    answer = office.app.test_client().get(f"/api/v1/cases/{case}/publication", headers=office.bearer("clerk"))
    (version,) = answer.get_json()
    assert version["state"] == "DRAFT"
    assert PATIENT not in answer.text
