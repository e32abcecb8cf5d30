"""行政强制措施 click by click and by the API: registered, approved, taken, disposed of, decided, published, read."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from enforcement.cases import queries
from enforcement.documents import queries as documents
from enforcement.kernel.identity import CaseId
from enforcement.measures import queries as measures
from enforcement.measures.names import Way
from enforcement.measures.rows import MeasureRow
from enforcement.procedures.grammar import Stage
from enforcement.publication import queries as notices
from tests.bureau import HOSPITAL, Bureau
from tests.service.measures import taking
from tests.service.procedures import rulings
from tests.web.measures.test_pages import LISTED, PROPOSED
from tests.web.publication.test_pages import DIGEST
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("compulsory")) as opened:
        yield opened


def registered(office: Office) -> CaseId:
    given = {name: str(getattr(value, "value", value)) for name, value in HOSPITAL.items()}
    told = {"procedure": "compulsory_measure", "source": "monitoring", "matter": "转移处方存根"}
    told |= {"received_on": "2026-03-09", "summary": "处方存根正在装车运走。"}
    told |= {"second_officer": str(office.bureau.id("officer_b"))}
    answer = office.browser("officer_a").post("/office/cases/register-matter", given | told)
    assert answer.status_code == 302
    return CaseId(UUID(answer.location.split("/cases/")[1].split("/")[0]))


def only(office: Office, case: CaseId) -> MeasureRow:
    (row,) = office.bureau.read(measures.of_case, case)
    return row


def returned(bureau: Bureau, case: CaseId) -> dict[str, str]:
    taking.recorded_fully(bureau, case, bureau.read(measures.of_case, case)[0].id)
    return {"items-0-position": "1", "items-0-way": str(Way.RETURNED), "items-0-detail": ""}


def test_click_by_click_from_the_matter_to_the_public_text(office: Office) -> None:
    case = registered(office)
    officer, head, bureau = office.browser("officer_a"), office.browser("agency_head"), office.bureau
    here, overview = f"/office/cases/{case}/measures", f"/office/cases/{case}"
    first = officer.get(overview).text
    for words in ("报批保存、查扣", "紧急当场查扣", "不采取强制措施"):
        assert words in first, words
    assert "measure-concluded" not in head.get(overview).text, "nothing was taken yet"
    assert officer.post(f"{here}/propose", PROPOSED | LISTED).status_code == 302
    row = only(office, case)
    assert head.post(f"{here}/rule-on/{row.id}", {"verdict": "grant", "opinion": "同意。"}).status_code == 302
    assert officer.post(f"{here}/carry-out/{row.id}").status_code == 302
    assert "不采取强制措施" not in officer.get(overview).text, "what is held is not simply dropped"
    assert officer.post(f"{here}/dispose/{row.id}", returned(bureau, case)).status_code == 302
    decide = f"/office/cases/{case}/steps/measure-concluded"
    assert officer.get(decide).status_code == 403
    asked = head.get(decide).text
    for words in ("处理结果", "逐件处理情况", "临封〔2026〕", "临封解〔2026〕"):
        assert words in asked, words
    said = {f"fact_{name}": words for name, words in rulings.LIFTED.items()} | {"day": "2026-03-09"}
    wrong = head.post(decide, said | {"fact_outcome": "依法没收"})
    assert (wrong.status_code, "须先办理“发现违法转办”" in wrong.text) == (409, True)
    assert head.post(decide, said).status_code == 302
    assert "封存：" in bureau.read(documents.latest, case, "measure_result").data["measures_taken"]
    rulings.hand_over(bureau, case, "measure_result")
    publish(office, case)
    assert bureau.read(queries.get, case).stage is Stage.SERVED


def publish(office: Office, case: CaseId) -> None:
    officer, clerk = office.browser("officer_a"), office.browser("clerk")
    at = f"/office/cases/{case}/publication"
    assert officer.post(f"{at}/prepare").status_code == 302
    digest = DIGEST.search(clerk.get(f"{at}/confirm").text)
    assert digest is not None
    clerk.post(f"{at}/confirm", {"digest": digest[1]})
    assert clerk.post(f"{at}/publish").status_code == 302
    assert "公示中" in clerk.get(at).text
    shown = office.bureau.read(notices.of_case, case)[0].text
    assert (shown.action_type, "临封〔2026〕" in shown.particulars) == ("COERCION", True)


def test_the_api_walks_the_same_way_and_refuses_the_same(office: Office) -> None:
    case, client, bureau = registered(office), office.app.test_client(), office.bureau
    officer, head = office.bearer("officer_a"), office.bearer("agency_head")
    at = f"/api/v1/cases/{case}"
    thing = {name.removeprefix("items-0-"): words for name, words in LISTED.items()}
    asked = PROPOSED | {"days": 31, "items": [thing]}
    assert client.post(f"{at}/measures/propose", json=asked, headers=officer).status_code == 422
    assert client.post(f"{at}/measures/propose", json=asked | {"days": 30}, headers=officer).status_code == 200
    row = only(office, case)
    refused = client.post(f"{at}/measures/carry-out/{row.id}", json={}, headers=officer)
    assert (refused.status_code, refused.get_json()["basis"]) == (409, "《行政强制法》第十八条第一项")
    granted = {"verdict": "grant", "opinion": "同意。"}
    assert client.post(f"{at}/measures/rule-on/{row.id}", json=granted, headers=officer).status_code == 403
    assert client.post(f"{at}/measures/rule-on/{row.id}", json=granted, headers=head).status_code == 200
    assert client.post(f"{at}/measures/carry-out/{row.id}", json={}, headers=officer).status_code == 200
    said = {f"fact_{name}": words for name, words in rulings.LIFTED.items()} | {"day": "2026-03-09"}
    early = client.post(f"{at}/steps/measure-concluded", json=said, headers=head)
    assert (early.status_code, "物品须全部处理" in early.get_json()["sentence"]) == (409, True)
    returned(bureau, case)
    left = {"items": [{"position": 1, "way": str(Way.RETURNED)}]}
    assert client.post(f"{at}/measures/dispose/{row.id}", json=left, headers=officer).status_code == 200
    assert client.post(f"{at}/steps/measure-concluded", json=said, headers=head).status_code == 200
    assert bureau.read(queries.get, case).stage is Stage.DECIDED
