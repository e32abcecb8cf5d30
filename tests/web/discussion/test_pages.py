"""From the baseline to the minutes, as people click through it; each page has its twin for field clients."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enforcement.decisions import queries as decisions
from enforcement.discretion import queries as discretion
from enforcement.discussion import queries
from enforcement.kernel.identity import CaseId
from tests.service.decisions.course import TEXT, agree, notify, reported, save, submit
from tests.service.discussion.meetings import with_deputies
from tests.web.visitor import Office, office_on_copy

TIERS = {
    "tiers-0-name": "较轻",
    "tiers-0-circumstances": "主动退回全部基金",
    "tiers-0-low": "100",
    "tiers-0-high": "140",
    "tiers-1-name": "一般",
    "tiers-1-circumstances": "没有其他情节",
    "tiers-1-low": "140",
    "tiers-1-high": "200",
}
EDITION = {"cause": "38-4", "source": "某省裁量基准（2025年版）", "in_force_from": "2025-06-01"}
MEASURED = {"base": "100,000.00", "tier": "2", "grounds": ["REMEDIED"], "reason": "退款凭证为证。"}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("discussion")) as opened:
        with_deputies(opened.bureau)
        browser = opened.browser("system_admin")
        assert browser.post("/office/discretion/list-baseline", EDITION | TIERS).status_code == 302
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    """Assessed, drafted inside its tier, told, reviewed."""
    made = reported(office.bureau)
    browser = office.browser("officer_a")
    assert browser.post(f"/office/cases/{made}/discretion/assess", MEASURED).status_code == 302
    save(office.bureau, made, TEXT)
    notify(office.bureau, made)
    submit(office.bureau, made)
    agree(office.bureau, made)
    return made


def api(office: Office, login: str, address: str) -> Any:
    return office.app.test_client().get(f"/api/v1/{address}", headers=office.bearer(login)).json


def test_everybody_reads_the_baselines(office: Office) -> None:
    page = office.browser("clerk").get("/office/discretion/").text
    for text in ("某省裁量基准（2025年版）", "1.4倍至2倍", "尚无裁量基准的案由：38-2"):
        assert text in page
    (row,) = api(office, "clerk", "discretion/")
    assert [tier["high"] for tier in row["tiers"]] == [140, 200]


def test_a_gap_between_tiers_is_named_at_its_field(office: Office) -> None:
    typed = EDITION | TIERS | {"in_force_from": "2026-01-01", "tiers-1-low": "150"}
    answer = office.browser("system_admin").post("/office/discretion/list-baseline", typed)
    assert (answer.status_code, "须与上一阶次“较轻”的上限相接" in answer.text) == (422, True)


def test_the_suggestion_shows_its_reckoning_beside_the_choice(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    page = browser.get(f"/office/cases/{case}/discretion").text
    assert "建议罚款155,000.00元" in page
    assert "阶次中间值" in page
    for address in ("decisions", "decisions/save-draft"):
        assert "建议 155,000.00 元" in browser.get(f"/office/cases/{case}/{address}").text
    (told,) = api(office, "officer_a", f"cases/{case}/discretion")
    assert told["suggested_fen"] == office.bureau.read(discretion.current_assessment, case).suggested_fen


def test_notice_and_draft_side_by_side(office: Office, case: CaseId) -> None:
    page = office.browser("agency_head").get(f"/office/cases/{case}/decisions/difference").text
    assert "逐项一致。" in page
    assert all(row["same"] for row in api(office, "agency_head", f"cases/{case}/decisions/difference"))


def test_the_scope_is_listed_and_read(office: Office) -> None:
    browser = office.browser("system_admin")
    assert "尚未列入集体讨论范围" in browser.get("/office/decisions/scopes").text
    empty = browser.post("/office/decisions/list-scope", {"in_force_from": "2026-01-01", "basis": "某局规定"})
    assert (empty.status_code, "请至少写明一个数额" in empty.text) == (422, True)
    given = {"in_force_from": "2026-01-01", "basis": "某局规定", "organisation": "100,000", "kinds": ["CLOSE_DOWN"]}
    assert browser.post("/office/decisions/list-scope", given).status_code == 302
    page = office.browser("officer_a").get("/office/decisions/scopes").text
    for text in ("100,000.00", "责令关闭", "某局规定"):
        assert text in page
    (row,) = api(office, "officer_a", "decisions/scopes")
    assert (row["organisation_fen"], row["person_fen"], row["kinds"]) == (10_000_000, None, ["CLOSE_DOWN"])


def test_a_meeting_from_the_call_to_the_decision(office: Office, case: CaseId) -> None:
    heads = ("agency_head", "deputy_one", "deputy_two")
    chief, first, second = (office.browser(login) for login in heads)
    at = f"/office/cases/{case}/discussion"
    assert "须经负责人集体讨论同意" in chief.get(f"/office/cases/{case}/decisions/decide").text
    keys = [str(office.bureau.id(login)) for login in heads]
    called = {"reason": "罚款数额较大。", "members": keys, "chief": keys[0]}
    assert office.browser("officer_a").post(f"{at}/call", called).status_code == 302
    assert first.post(f"{at}/speak", {"stance": "AGREE", "words": "同意，裁量适当。"}).status_code == 302
    dissent = {"stance": "DISAGREE", "words": "建议从轻，<b>已全额退回</b>。"}
    assert second.post(f"{at}/speak", dissent | {"read_digest": TEXT.digest}).status_code == 409, "another text"
    assert second.post(f"{at}/speak", dissent).status_code == 302
    assert "建议从轻" not in first.get(at).text
    (hidden,) = api(office, "officer_a", f"cases/{case}/discussion")
    assert (hidden["opinions"], len(hidden["spoken"])) == ([], 2)
    assert "公开各成员意见" in chief.get(at).text
    assert chief.post(f"{at}/reveal").status_code == 302
    assert "建议从轻，&lt;b&gt;已全额退回" in first.get(at).text
    began = office.bureau.clock.now().strftime("%Y-%m-%dT%H:%M:%S")
    held = {"begun_at": began, "place": "三楼", "recorder": "记实", "stance": "AGREE", "words": "同意。"}
    assert chief.post(f"{at}/conclude", held).status_code == 302
    page = chief.get(at).text
    assert "查看集体讨论笔录" in page
    assert office.bureau.read(queries.current, case).conclusion.agreed
    assert "负责人集体讨论已同意这一稿" in chief.get(f"/office/cases/{case}/decisions/decide").text
    assert chief.post(f"/office/cases/{case}/decisions/decide", {"opinion": "同意。"}).status_code == 302
    assert office.bureau.read(decisions.decision, case).fine_fen == TEXT.fine_fen


def test_similar_cases_are_shown_without_names(office: Office, case: CaseId) -> None:
    other = reported(office.bureau)
    page = office.browser("officer_a").get(f"/office/cases/{other}/decisions/similar").text
    for text in (office.bureau.read(decisions.decision, case).number, "案由相同", "1.50 倍"):
        assert text in page
    told = api(office, "officer_a", f"cases/{other}/decisions/similar")
    assert (told["spread"]["count"], told["cases"][0]["tier"]) == (1, "一般")


def test_people_without_a_part_in_it_are_refused(office: Office, case: CaseId) -> None:
    at = f"/office/cases/{case}/discussion"
    assert office.browser("clerk").get(at).status_code == 403
    for act in ("speak", "reveal", "conclude"):
        assert office.browser("officer_a").get(f"{at}/{act}").status_code == 403
    assert office.browser("officer_a").get("/office/decisions/list-scope").status_code == 403
    assert office.browser("agency_head").get(f"/office/cases/{case}/discretion/assess").status_code == 403
