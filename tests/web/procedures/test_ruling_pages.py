"""Inspection, licence and other acts in the browser and by the API: registered, walked, shown, and read in public."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.cases import queries
from enforcement.publication import queries as notices
from enforcement.publication import service as publication
from tests.bureau import HOSPITAL
from tests.service.procedures import rulings
from tests.web.visitor import Office, office_on_copy

TABS = (
    "",
    "/gates",
    "/clock",
    "/evidence",
    "/duties",
    "/documents",
    "/serving",
    "/publication",
    "/execution",
    "/archive",
)
SHOWN = {
    "inspection": ("inspection_result", "行政检查结果信息", "检查日期和任务来源"),
    "licence": ("licence_decision", "行政许可决定信息", "许可类别、证件和有效期"),
    "other_result": ("other_decision", "行政执法决定信息", "行为类别"),
    "compulsory_measure": ("measure_result", "行政强制措施处理决定信息", "采取的措施、期限和文书文号"),
}
WALKS = {
    "inspection": rulings.concluded,
    "licence": rulings.granted,
    "other_result": rulings.supported,
    "compulsory_measure": rulings.released,
}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("rulings")) as opened:
        yield opened


def typed(office: Office, kind: str) -> dict[str, str]:
    given = {name: str(getattr(value, "value", value)) for name, value in HOSPITAL.items()}
    told = {"procedure": kind, "source": "random", "matter": "基金使用情况检查", "received_on": "2026-03-09"}
    return given | told | {"summary": "抽查。", "second_officer": str(office.bureau.id("officer_b"))}


def test_the_type_is_chosen_when_registering_and_found_by_it_in_the_list(office: Office) -> None:
    browser = office.browser("officer_a")
    form = browser.get("/office/cases/register-matter").text
    for title in ("行政检查", "行政许可", "其他行政执法行为"):
        assert title in form
    assert "行政处罚（普通程序）" not in form
    answer = browser.post("/office/cases/register-matter", typed(office, "inspection"))
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    for words in ("报批检查", "登记检查任务", "基金使用情况检查"):
        assert words in page
    for words in ("行为日期", "立案日期", "告知申辩", "裁量基准"):
        assert words not in page
    assert browser.post("/office/cases/register-matter", typed(office, "ordinary_penalty")).status_code == 422
    assert "基金使用情况检查" in browser.get("/office/cases/?procedure=inspection").text
    assert "基金使用情况检查" not in browser.get("/office/cases/?procedure=licence").text


def test_the_head_reads_what_is_proposed_and_approves(office: Office) -> None:
    case = rulings.opened(office.bureau, "inspection")
    officer, head = office.browser("officer_a"), office.browser("agency_head")
    plan = {f"fact_{name}": said for name, said in rulings.PLAN.items()} | {"day": "2026-03-09"}
    address = f"/office/cases/{case}/steps/inspection-proposed"
    assert "拟检查时间" in officer.get(address).text
    wrong = officer.post(address, plan | {"fact_inspection_method": "突击检查"})
    assert (wrong.status_code, "请从列表中选择" in wrong.text) == (422, True)
    office.bureau.later(minutes=1)
    assert officer.post(address, plan | {"fact_frequency_reason": "投诉举报。"}).status_code == 302
    approval = f"/office/cases/{case}/steps/inspection-approved"
    shown = head.get(approval).text
    for words in (rulings.PLAN["inspection_scope"], "检查频次", "国办发〔2024〕54号"):
        assert words in shown
    assert officer.get(approval).status_code == 403
    assert head.post(approval, {"day": "2026-03-09", "fact_head_opinion": "同意。"}).status_code == 302
    assert "行政检查审批表" in officer.get(f"/office/cases/{case}/documents").text


def test_the_api_does_the_same(office: Office) -> None:
    client, bearer = office.app.test_client(), office.bearer("officer_a")
    given = {name: value for name, value in typed(office, "licence").items() if value} | {"source": "application"}
    made = client.post("/api/v1/cases/register-matter", json=given, headers=bearer)
    assert made.status_code == 200
    case = made.json["result"]
    asked = {"day": "2026-03-09", "fact_application_content": "申请结算。", "paper": "受理通知书1号"}
    assert client.post(f"/api/v1/cases/{case}/steps/licence-accepted", json=asked, headers=bearer).status_code == 200
    refused = client.post(f"/api/v1/cases/{case}/steps/licence-decided", json={}, headers=bearer)
    assert refused.status_code == 403
    (row,) = client.get(f"/api/v1/cases/{case}/steps", headers=bearer).get_json()
    assert row["facts"] == {"申请的内容": "申请结算。"}
    listed = client.get("/api/v1/cases/?procedure=licence", headers=bearer).get_json()
    assert case in [line["id"] for line in listed["rows"]]


@pytest.mark.parametrize("kind", SHOWN)
def test_every_tab_opens_and_the_public_reads_the_result(office: Office, kind: str) -> None:
    bureau = office.bureau
    case = WALKS[kind](bureau)
    paper, heading, label = SHOWN[kind]
    rulings.hand_over(bureau, case, paper)
    bureau.act("officer_a", publication.prepare, case)
    for tab in TABS:
        for login in ("officer_a", "agency_head"):
            assert office.browser(login).get(f"/office/cases/{case}{tab}").status_code == 200, tab
    preview = office.browser("clerk").get(f"/office/cases/{case}/publication").text
    assert heading in preview
    assert label in preview
    assert "违法事实" not in preview
    assert "处罚" not in bureau.read(notices.of_case, case)[0].text.words.heading


def test_a_found_breach_is_linked_on_both_pages(office: Office) -> None:
    case = rulings.inspected(office.bureau)
    browser = office.browser("officer_a")
    given = {"cause": "38-4", "act_date": "2026-01-12", "summary": "处方与结算不符。"}
    answer = browser.post(f"/office/cases/{case}/cases/refer-violation", given)
    assert answer.status_code == 302
    (clue,) = (one.id for one in office.bureau.read(queries.came_of, case))
    assert str(clue) in browser.get(f"/office/cases/{case}").text
    assert str(case) in browser.get(f"/office/cases/{clue}").text
    assert "发现线索的检查" in browser.get(f"/office/cases/{clue}").text


def test_the_figures_stand_on_their_page_and_in_the_api(office: Office) -> None:
    rulings.concluded(office.bureau)
    page = office.browser("agency_head").get("/office/statistics/acts?period=2026Q1").text
    for words in ("行政检查次数", "本年检查频次", "芜湖安康医院"):
        assert words in page
    told = office.app.test_client().get("/api/v1/statistics/acts?period=2026Q1", headers=office.bearer("agency_head"))
    assert told.json["figures"][0]["count"] >= 1
    assert office.browser("officer_a").get("/office/statistics/acts").status_code == 403


def test_nothing_is_to_be_executed_after_an_inspection_and_the_api_says_what_its_end_lacks(office: Office) -> None:
    case = rulings.opened(office.bureau, "inspection")
    answer = office.app.test_client().get(f"/api/v1/cases/{case}/execution", headers=office.bearer("officer_a"))
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["fine_fen"], told["left_fen"], told["payments"], told["pay_due"]) == (0, 0, [], None)
    assert told["lacks_for_closing"]
