"""The tab 执行: what is owed, what it costs to be late, and what a case still lacks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enforcement.kernel.identity import CaseId
from tests.service.execution.course import WARNING, served
from tests.web.visitor import Office, office_on_copy


@pytest.fixture
def office(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def case(office: Office) -> CaseId:
    return served(office.bureau)


def address(case: CaseId, name: str = "") -> str:
    return f"/office/cases/{case}/execution" + (f"/{name}" if name else "")


def test_before_a_decision_the_tab_says_so(office: Office) -> None:
    case = office.bureau.filed()
    assert "尚未作出处罚决定" in office.browser("officer_a").get(address(case)).text
    answer = office.app.test_client().get(f"/api/v1/cases/{case}/execution", headers=office.bearer("officer_a"))
    assert answer.status_code == 409


def test_the_tab_lists_what_is_missing_before_closing(office: Office, case: CaseId) -> None:
    page = office.browser("officer_a").get(address(case)).text
    assert "结案前还缺 3 项" in page
    assert "150,000.00 元" in page
    assert "登记退回基金" in page


def test_executed_by_word_is_offered_only_without_money(office: Office, case: CaseId) -> None:
    warned = served(office.bureau, text=WARNING)
    browser, offer = office.browser("officer_a"), "登记履行完毕"
    assert offer not in browser.get(address(case)).text
    assert offer in browser.get(address(warned)).text


def test_the_surcharge_is_shown_with_its_arithmetic(office: Office, case: CaseId) -> None:
    office.bureau.on(date(2026, 4, 3))
    page = office.browser("officer_a").get(address(case)).text
    assert "150,000.00 元 × 3% × 10 日 ＝ 45,000.00 元" in page
    assert "第七十二条" in page


def test_a_payment_is_typed_in_yuan(office: Office, case: CaseId) -> None:
    browser = office.browser("officer_a")
    fields = {"amount": "5万元", "paid_on": "2026-03-09", "receipt_no": "QH1"}
    answer = browser.post(address(case, "record-payment"), fields, follow_redirects=True)
    assert "缴款已登记" in answer.text
    assert "100,000.00 元" in answer.text


@pytest.mark.parametrize("amount", ["1万至2万", "约5000", "-5", "五千", "0", ""])
def test_an_unclear_amount_stays_in_the_form_with_its_reason(office: Office, case: CaseId, amount: str) -> None:
    fields = {"amount": amount, "paid_on": "2026-03-09", "receipt_no": "QH1"}
    answer = office.browser("officer_a").post(address(case, "record-payment"), fields)
    assert answer.status_code == 422
    assert 'id="f-amount-wrong"' in answer.text
    assert 'value="QH1"' in answer.text


def test_the_closing_form_repeats_the_whole_list(office: Office, case: CaseId) -> None:
    answer = office.app.test_client().post(
        f"/api/v1/cases/{case}/execution/close", json={"opinion": "建议结案"}, headers=office.bearer("officer_a")
    )
    assert answer.status_code == 409
    assert answer.json["code"] == "CLOSING_GATE"
    assert answer.json["sentence"].count("（") >= 3


def test_the_api_keeps_recovered_funds_apart(office: Office, case: CaseId) -> None:
    client, headers = office.app.test_client(), office.bearer("officer_a")
    paid = {"amount": "150000", "paid_on": "2026-03-09", "receipt_no": "QH1"}
    assert client.post(f"/api/v1/cases/{case}/execution/record-payment", json=paid, headers=headers).status_code == 200
    told = client.get(f"/api/v1/cases/{case}/execution", headers=headers).json
    assert (told["left_fen"], told["recovery_left_fen"], told["surcharge_fen"]) == (0, 10_000_000, 0)
    assert told["pay_due"] == "2026-03-24"
    assert len(told["lacks_for_closing"]) == 2


def test_a_stranger_sees_nothing_of_the_case(office: Office, case: CaseId) -> None:
    assert office.browser("officer_c").get(address(case)).status_code == 404
    headers = office.bearer("officer_c")
    assert office.app.test_client().get(f"/api/v1/cases/{case}/execution", headers=headers).status_code == 404
