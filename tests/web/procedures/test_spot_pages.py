"""The simple procedure in the browser: chosen when registering, its own buttons, its declared step; every tab opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.cases import queries
from enforcement.decisions import queries as decisions
from enforcement.kernel.identity import CaseId
from tests.bureau import CLUE, HOSPITAL
from tests.service.procedures.spot import SCENE, decided, drafted, hand_over
from tests.web.visitor import Office, office_on_copy

TABS = (
    *("", "/gates", "/clock", "/evidence", "/duties", "/decisions", "/decisions/similar", "/documents", "/hearings"),
    *("/decisions/difference", "/serving", "/review", "/publication", "/execution", "/archive", "/discretion"),
)
TYPED = {"place": SCENE.place, "certificates_shown": "1", "rights_told": "1"}
RECORD = {"day": "2026-03-09", "fact_received_by": "法规科 韩静", "paper": "备案登记簿第3号"}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("spot")) as opened:
        yield opened


def test_the_procedure_is_chosen_when_registering(office: Office) -> None:
    browser = office.browser("officer_a")
    assert "行政处罚（简易程序）" in browser.get("/office/cases/register").text
    given = {name: str(getattr(value, "value", value)) for name, value in (HOSPITAL | CLUE).items()}
    given |= {"second_officer": str(office.bureau.id("officer_b")), "procedure": "spot_penalty"}
    answer = browser.post("/office/cases/register", given)
    assert answer.status_code == 302
    page = browser.get(answer.location).text
    for words in ("行政处罚（简易程序）", "转为普通程序"):
        assert words in page
    for words in ("报批立案", "立案日期", "登记告知书送达"):
        assert words not in page
    assert browser.post("/office/cases/register", given | {"procedure": "nothing"}).status_code == 422


def test_the_form_asks_for_what_the_law_asks(office: Office) -> None:
    case, browser = drafted(office.bureau), office.browser("officer_a")
    address = f"/office/cases/{case}/decisions/decide-on-the-spot"
    shown = browser.get(address).text
    for words in ("3,000.00", "出示执法证件", "当事人的陈述、申辩", "重复结算"):
        assert words in shown
    refused = browser.post(address, TYPED | {"rights_told": ""} | {"defence": "只有一笔。"})
    assert refused.status_code in {409, 422}
    assert "请更正" in refused.text
    assert browser.post(address, TYPED).status_code == 302
    assert "当罚〔2026〕" in browser.get(f"/office/cases/{case}/decisions").text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_of_such_a_case_opens(office: Office, tab: str) -> None:
    for case in (drafted(office.bureau), decided(office.bureau)):
        for login in ("officer_a", "agency_head"):
            assert office.browser(login).get(f"/office/cases/{case}{tab}").status_code == 200


@pytest.mark.parametrize("login", ["officer_a", "unit_head", "agency_head", "clerk", "reviewer", "archivist"])
def test_work_lists_cope_with_such_a_case(office: Office, login: str) -> None:
    hand_over(office.bureau, decided(office.bureau))
    assert office.browser(login).get("/office/").status_code == 200


def test_the_report_for_the_record_has_its_button_page_and_address(office: Office) -> None:
    case, browser = decided(office.bureau), office.browser("officer_a")
    address = f"/office/cases/{case}/steps/reported-for-record"
    assert address in browser.get(f"/office/cases/{case}").text
    assert "接收备案的机构和人员" in browser.get(address).text
    assert "第五十二条" in browser.get(address).text
    wrong = browser.post(address, RECORD | {"paper": ""})
    assert "这一项必须填写" in wrong.text
    assert browser.post(address, RECORD).status_code == 302
    seen = browser.get(f"/office/cases/{case}").text
    assert "法规科 韩静" in seen
    assert address not in seen


def test_the_api_does_the_same(office: Office) -> None:
    case = drafted(office.bureau)
    client, bearer = office.app.test_client(), office.bearer("officer_a")
    given = {"place": SCENE.place, "certificates_shown": True, "rights_told": True}
    made = client.post(f"/api/v1/cases/{case}/decisions/decide-on-the-spot", json=given, headers=bearer)
    assert (made.status_code, made.json["result"]) == (200, number(office, case))
    recorded = client.post(f"/api/v1/cases/{case}/steps/reported-for-record", json=RECORD, headers=bearer)
    assert recorded.status_code == 200
    (row,) = client.get(f"/api/v1/cases/{case}/steps", headers=bearer).get_json()
    assert (row["step"], row["facts"]) == ("reported_for_record", {"接收备案的机构和人员": "法规科 韩静"})
    assert client.get(f"/api/v1/cases/{case}", headers=bearer).json["procedure"] == "spot_penalty"


def number(office: Office, case: CaseId) -> str:
    made = office.bureau.read(decisions.decision, case)
    assert made is not None
    return made.number


def test_turning_ordinary_brings_back_the_ordinary_buttons(office: Office) -> None:
    case, browser = drafted(office.bureau), office.browser("officer_a")
    assert browser.post(f"/office/cases/{case}/cases/turn-ordinary", {"reason": "尚需调查。"}).status_code == 302
    assert office.bureau.read(queries.get, case).procedure == "ordinary_penalty"
    assert "报批立案" in browser.get(f"/office/cases/{case}").text
