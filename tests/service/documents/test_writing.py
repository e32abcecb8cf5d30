"""Papers written by hand, and those the case clock makes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.audit import queries as audit
from enforcement.cases import service as cases
from enforcement.documents import queries, service
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau

SAMPLING: dict[str, Any] = {
    "issued_on": date(2026, 3, 9),
    "case_no": "芜医保案〔2026〕1号",
    "case_cause": "串换药品",
    "party_name": "芜湖安康医院",
    "started_at": datetime(2026, 3, 9, 8, 5, tzinfo=SHANGHAI),
    "ended_at": datetime(2026, 3, 9, 8, 40, tzinfo=SHANGHAI),
    "place": "芜湖市镜湖区北京中路12号",
    "party_representative": "院长 韩立民",
    "method": "随机抽取。",
    "witness": "",
    "recording_no": "",
    "refusal": "",
    "items": [{"name": "复合维生素片", "batch": "20260103", "quantity": "2瓶", "seal": "0017"}],
}
LETTER: dict[str, Any] = {
    "issued_on": date(2026, 3, 9),
    "addressee": "芜湖市市场监督管理局",
    "case_cause": "串换药品",
    "party_name": "芜湖安康医院",
    "reason": "需要核实进货情况。",
    "matter": "提供2026年1月的购进备案信息。",
    "reply_due_on": date(2026, 3, 30),
    "contact": "安正，0553-3836600",
}


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


def write(bureau: Bureau, case: CaseId, kind: str, content: dict[str, Any], login: str = "officer_a") -> DocumentRow:
    made = bureau.act(login, service.write, case, kind=kind, content=content)
    return bureau.read(queries.get, made)


def correct(bureau: Bureau, case: CaseId, document: UUID, *, login: str = "officer_a", **changes: Any) -> DocumentRow:
    fields = {"content": LETTER | changes, "correction_reason": "回复期限写错。"}
    return bureau.read(queries.get, bureau.act(login, service.correct, case, document_id=document, **fields))


def refusal(bureau: Bureau, case: CaseId, kind: str, content: dict[str, Any], login: str = "officer_a") -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        write(bureau, case, kind, content, login)
    assert refused.value.basis
    return refused.value


def test_a_paper_is_numbered_dated_and_journalled(bureau: Bureau, case: CaseId) -> None:
    letter = write(bureau, case, "assist_letter", LETTER)
    assert str(letter.number).endswith("协〔2026〕1号")
    assert (letter.data["reply_due_on"], letter.issued_on) == ("2026年3月30日", date(2026, 3, 9))
    entry = bureau.read(audit.of_case, case)[-1]
    assert (entry.verb, entry.facts["number"]) == ("documents.written", letter.number)


def test_a_record_names_the_officers_with_the_certificates_of_that_day(bureau: Bureau, case: CaseId) -> None:
    record = write(bureau, case, "sampling", SAMPLING)
    assert record.data["officers"].count("执法证号") == 2
    assert record.data["started_at"] == "2026年3月9日8时05分"
    assert (record.data["items"][0]["number"], record.data["items"][0]["seal"]) == ("1", "0017")


def test_what_is_missing_is_named_even_past_the_form(bureau: Bureau, case: CaseId) -> None:
    refused = refusal(bureau, case, "assist_letter", LETTER | {"matter": " ", "contact": ""})
    assert refused.code == "DOCUMENT_INCOMPLETE"
    assert "缺少“协助事项”（《中华人民共和国行政处罚法》第二十六条）" in refused.sentence
    assert "缺少“联系人、电话和地址”" in refused.sentence
    assert bureau.read(queries.of_case, case) == []


def test_a_paper_waits_for_its_step_and_is_not_made_beside_its_act(bureau: Bureau) -> None:
    clue = bureau.clue()
    assert refusal(bureau, clue, "sampling", SAMPLING).code == "PAPER_TOO_EARLY"
    assert refusal(bureau, clue, "fine_receipt", {"issued_on": date(2026, 3, 9)}).code == "PAPER_TOO_EARLY"
    assert refusal(bureau, clue, "prior_notice", {"issued_on": date(2026, 3, 9)}).code == "NOT_BY_HAND"


def test_a_record_of_the_future_is_refused(bureau: Bureau, case: CaseId) -> None:
    later = {"ended_at": datetime(2026, 3, 9, 23, 0, tzinfo=SHANGHAI)}
    with pytest.raises(InvalidInput) as refused:
        write(bureau, case, "sampling", SAMPLING | later)
    assert list(refused.value.fields) == ["ended_at"]
    assert refusal(bureau, case, "assist_letter", LETTER | {"issued_on": date(2026, 3, 10)}).code == (
        "DOCUMENT_DATED_AHEAD"
    )


def test_only_handlers_write(bureau: Bureau, case: CaseId) -> None:
    with pytest.raises(NotFound):
        write(bureau, case, "assist_letter", LETTER, "officer_c")
    for login in ("agency_head", "supervisor"):
        with pytest.raises(NotAllowed):
            write(bureau, case, "assist_letter", LETTER, login)
    fields = {"account_id": bureau.id("officer_c"), "replaces": bureau.id("officer_b"), "reason": "岗位调整。"}
    bureau.act("unit_head", cases.assign_officer, case, **fields)
    assert refusal(bureau, case, "assist_letter", LETTER, "officer_b").code == "NOT_HANDLER"


def test_a_correction_takes_the_place_and_keeps_the_old(bureau: Bureau, case: CaseId) -> None:
    old = write(bureau, case, "assist_letter", LETTER)
    new = correct(bureau, case, old.id, reply_due_on=date(2026, 4, 1))
    assert (new.version, str(new.number)[-3:]) == (2, "〕2号")
    assert bureau.read(queries.get, old.id).data["reply_due_on"] == "2026年3月30日"
    (told,) = bureau.read(queries.corrections, case)
    assert (told.corrects, told.document_id, told.reason) == (old.id, new.id, "回复期限写错。")
    assert bureau.read(audit.of_case, case)[-1].verb == "documents.corrected"
    with pytest.raises(RuleBroken) as refused:
        correct(bureau, case, old.id)
    assert refused.value.code == "CORRECTED_ALREADY"
    assert correct(bureau, case, new.id).version == 3


def test_another_cases_paper_cannot_be_corrected_from_here(bureau: Bureau, case: CaseId) -> None:
    old = write(bureau, case, "assist_letter", LETTER)
    with pytest.raises(NotFound):
        correct(bureau, bureau.filed(), old.id)


def test_the_database_keeps_corrections_true(bureau: Bureau, case: CaseId) -> None:
    old = write(bureau, case, "assist_letter", LETTER)
    correct(bureau, case, old.id)
    for statement in (
        "UPDATE document_correction SET reason = '改'",
        "DELETE FROM document_correction",
        "INSERT INTO document_correction (id, case_id, document_id, corrects, reason) "
        "SELECT document_id, case_id, corrects, document_id, '倒置' FROM document_correction",
    ):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)


def test_a_draft_is_shown_without_number_and_nothing_is_kept(bureau: Bureau, case: CaseId) -> None:
    content = bureau.act("officer_a", service.preview, case, kind="assist_letter", content={"addressee": "某局"})
    assert content.startswith(b"%PDF-")
    assert bureau.read(queries.of_case, case) == []
    assert bureau.read(audit.of_case, case)[-1].verb == "documents.previewed"
    assert str(write(bureau, case, "assist_letter", LETTER).number).endswith("〔2026〕1号")


def test_what_is_granted_to_the_clock_is_on_paper(bureau: Bureau, case: CaseId) -> None:
    def ruled(door: Any, *, granted: bool = True, **given: Any) -> None:
        request = bureau.act("officer_a", door, case, **given)
        bureau.act("agency_head", service.rule_on, case, request_id=request, granted=granted, opinion="情况属实。")

    longer = {"extension": "case_by_head", "days": 30, "paper": "", "reason": "病历三千余份。"}
    ruled(cases.ask_extension, **longer, granted=False)
    assert bureau.read(queries.of_case, case) == []
    ruled(cases.ask_extension, **longer)
    ruled(cases.ask_suspension, ground="other_ruling", reason="等候判决。")
    bureau.later(days=7)
    ruled(cases.ask_resumption, reason="判决已生效。")
    longer_paper, stop, again = bureau.read(queries.of_case, case)
    kinds = [row.kind for row in (longer_paper, stop, again)]
    assert kinds == ["time_extension", "suspend", "resume"]
    told = longer_paper.data
    assert (told["days"], told["original_due_on"], told["new_due_on"]) == ("30日", "2026年6月8日", "2026年7月7日")
    assert (told["approver_level"], told["extension_basis"]) == (
        "行政机关负责人",
        "《医疗保障行政处罚程序暂行规定》第四十五条",
    )
    assert str(stop.number).endswith("中〔2026〕1号")
    assert (again.data["suspended_on"], again.data["resumed_on"]) == ("2026年3月9日", "2026年3月16日")
    assert again.data["head_opinion"] == "情况属实。"
