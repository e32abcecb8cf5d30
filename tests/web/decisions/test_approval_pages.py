"""审批流程 on the pages and by API: whose turn it is, the forms of each hand, refusals with what was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.cases import queries as cases
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Stage
from tests.service.decisions.course import TEXT, agreed, notify, reported, save
from tests.web.visitor import Office, office_on_copy

REASONS = {"reasons-0-fault": "FACTS", "reasons-0-text": "补充涉案处方的清单", "opinion": "请补充后再报。"}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("chain")) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    made = reported(office.bureau)
    save(office.bureau, made, TEXT)
    notify(office.bureau, made)
    return made


def stage(office: Office, case: CaseId) -> Stage:
    found: Stage = office.bureau.read(cases.get, case).stage
    return found


def test_a_text_goes_to_the_unit_head_and_comes_back_with_reasons(office: Office, case: CaseId) -> None:
    officer, head = office.browser("officer_a"), office.browser("unit_head")
    at = f"/office/cases/{case}/decisions"
    assert f"{at}/ask-endorsement" in officer.get(f"/office/cases/{case}").text
    given = {"opinion": "建议处罚。", "read_digest": TEXT.digest}
    assert officer.post(f"{at}/ask-endorsement", given).status_code == 302
    page = head.get(at).text
    for text in ("审批流程", "承办机构负责人审核", "建议处罚。", f"{at}/endorse", f"{at}/return-draft"):
        assert text in page
    assert "待审核处理决定" in head.get("/office/").text
    bare = head.post(f"{at}/return-draft", {"opinion": "写了一半的意见"})
    assert (bare.status_code, "写了一半的意见" in bare.text, "至少填写 1 行" in bare.text) == (422, True, True)
    assert head.post(f"{at}/return-draft", REASONS | {"read_digest": TEXT.digest}).status_code == 302
    assert stage(office, case) is Stage.RETURNED
    page = officer.get(at).text
    for text in ("已退回", "事实：补充涉案处方的清单", "请补充后再报。", f"{at}/ask-endorsement"):
        assert text in page


def test_the_first_line_of_the_officers_desk_is_what_came_back(office: Office, case: CaseId) -> None:
    officer, head = office.browser("officer_a"), office.browser("unit_head")
    officer.post(f"/office/cases/{case}/decisions/ask-endorsement", {"opinion": "建议处罚。"})
    head.post(f"/office/cases/{case}/decisions/return-draft", REASONS)
    earlier = office.bureau.clue()
    page = officer.get("/office/").text
    assert page.index(f"/office/cases/{case}") < page.index(f"/office/cases/{earlier}")


def test_the_head_returns_from_the_deciding_desk_and_the_handler_answers(office: Office) -> None:
    case = agreed(office.bureau)
    at = f"/office/cases/{case}/decisions"
    chief, officer = office.browser("agency_head"), office.browser("officer_a")
    assert f"{at}/return-to-handlers" in chief.get(at).text
    assert chief.post(f"{at}/return-to-handlers", REASONS).status_code == 302
    refused = chief.post(f"{at}/decide", {"opinion": "同意。"})
    assert (refused.status_code, "负责人退回" in refused.text) == (409, True)
    assert "补充涉案处方的清单" in officer.get(f"{at}/answer-return").text
    assert officer.post(f"{at}/answer-return", {"opinion": "清单见证据一。"}).status_code == 302
    assert chief.post(f"{at}/decide", {"opinion": "同意。"}).status_code == 302


def test_the_api_signs_through_the_same_doors_and_shows_the_chain(office: Office, case: CaseId) -> None:
    client, api = office.app.test_client(), f"/api/v1/cases/{case}/decisions"
    officer, head = office.bearer("officer_a"), office.bearer("unit_head")
    assert client.post(f"{api}/endorse", json={"opinion": "同意。"}, headers=officer).status_code == 403
    assert client.post(f"{api}/ask-endorsement", json={"opinion": "建议处罚。"}, headers=officer).status_code == 200
    assert client.post(f"{api}/endorse", json={"opinion": "同意。"}, headers=head).status_code == 200
    shown = client.get(f"{api}/approval", headers=officer).get_json()
    assert [link["state"] for link in shown["links"]] == ["done", "done", "ahead", "ahead"]
    assert [one["signature"] for one in shown["signatures"]] == ["ASKED", "ENDORSED"]
