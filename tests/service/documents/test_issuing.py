import hashlib
import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from enforcement.accounts import queries as accounts
from enforcement.audit import queries as audit
from enforcement.documents import queries, rendering, service
from enforcement.documents.models import Document
from enforcement.documents.queries import DocumentRow
from enforcement.documents.rules import FileForm
from enforcement.kernel.errors import NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from tests.bureau import Bureau

NOTICE = {
    "facts": "经查，当事人将目录外药品串换为目录内药品结算。",
    "evidence": "结算明细、询问笔录。",
    "violated_basis": "《医疗保障基金使用监督管理条例》第十五条第一款",
    "penalty_basis": "《医疗保障基金使用监督管理条例》第三十八条第四项",
    "proposed_penalty": "罚款人民币100.00元（大写：壹佰元整）",
    "discretion_reason": "当事人主动退回基金。",
    "defence_period": "自收到本告知书之日起五个工作日内",
    "contact": "安正，0553-3836600",
}


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


def issue(bureau: Bureau, case: CaseId, kind: str = "prior_notice", **changes: Any) -> DocumentRow:
    on = changes.pop("on", None)
    word = changes.pop("word", None)
    data = NOTICE | changes if kind == "prior_notice" else changes

    def hatch(work: UnitOfWork) -> DocumentRow:
        return service.issue(work, case, kind, data, on=on or work.today, word=word)

    row: DocumentRow = bureau.act("officer_a", hatch)
    return row


def copied(bureau: Bureau, **changes: Any) -> None:
    """The newest document inserted again, past all code."""
    with bureau.runtime.writing() as session:
        row = session.scalars(select(Document).order_by(Document.version.desc())).first()
        values = {column.name: getattr(row, column.name) for column in Document.__table__.columns}
        session.execute(insert(Document).values(values | {"id": uuid4()} | changes))
        session.commit()


def test_a_document_says_what_the_case_and_the_body_say(bureau: Bureau, case: CaseId) -> None:
    row, body = issue(bureau, case), bureau.read(accounts.body)
    party = row.data["party_name"], row.data["party_address"], row.data["agency_name"]
    assert party == ("芜湖安康医院", "芜湖市镜湖区北京中路12号", body.name)
    assert row.number == row.data["document_no"] == f"{body.place}告〔2026〕1号"
    assert row.data["issued_on"] == "2026年3月9日"
    assert (row.title, row.version, row.issued_on) == ("行政处罚事先告知书", 1, date(2026, 3, 9))
    assert bureau.read(queries.get, row.id) == row
    assert bureau.read(queries.of_case, case) == [row]


def test_both_files_are_kept_and_their_digests_recorded(bureau: Bureau, case: CaseId) -> None:
    row = issue(bureau, case)
    for key, digest in bureau.read(lambda session: list(queries.digests(session))):
        assert bureau.runtime.objects.digest(key) == digest
        assert digest in key
    with bureau.runtime.objects.read(row.pdf_key) as blocks:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(b"".join(blocks))).pages)
    assert "壹佰元整" in text
    assert str(row.number) in text


def test_num_1_numbers_run_without_gaps_per_word_and_year(bureau: Bureau, case: CaseId) -> None:
    issue(bureau, case)
    with pytest.raises(RuleBroken):
        issue(bureau, case, contact="")
    assert str(issue(bureau, case).number).endswith("告〔2026〕2号")
    assert str(issue(bureau, case, word="听告").number).endswith("听告〔2026〕1号")


def test_num_3_the_year_is_that_of_the_document(bureau: Bureau, case: CaseId) -> None:
    assert str(issue(bureau, case, on=date(2025, 12, 31)).number).endswith("告〔2025〕1号")


def test_a_kind_without_a_word_bears_no_number(bureau: Bureau, case: CaseId) -> None:
    sample = rendering.kinds()["service_receipt"].sample
    data = {name: value for name, value in sample.items() if name not in {"issued_on", "agency_name"}}
    row = issue(bureau, case, "service_receipt", **data)
    assert row.number is None
    assert row.data["case_no"] == data["case_no"]  # what the caller says wins


def test_g6_a_document_with_a_hole_is_refused_with_every_hole_named(bureau: Bureau, case: CaseId) -> None:
    with pytest.raises(RuleBroken) as refused:
        issue(bureau, case, facts=" ", contact="")
    assert refused.value.code == "DOCUMENT_INCOMPLETE"
    assert "缺少“事实”" in refused.value.sentence
    assert "缺少“联系人、电话和地址”" in refused.value.sentence
    assert bureau.read(queries.of_case, case) == []


def test_a_document_is_not_dated_ahead(bureau: Bureau, case: CaseId) -> None:
    with pytest.raises(RuleBroken) as refused:
        issue(bureau, case, on=date(2026, 3, 10))
    assert refused.value.code == "DOCUMENT_DATED_AHEAD"


def test_nothing_stays_of_a_document_whose_action_failed(bureau: Bureau, case: CaseId) -> None:
    def hatch(work: UnitOfWork) -> None:
        service.issue(work, case, "prior_notice", NOTICE, on=work.today)
        raise RuleBroken("LATER", "后续步骤被拒绝。", basis="测试")

    with pytest.raises(RuleBroken, match="后续步骤"):
        bureau.act("officer_a", hatch)
    assert list(bureau.runtime.objects.keys("documents/")) == []
    assert str(issue(bureau, case).number).endswith("〔2026〕1号")


def test_versions_of_a_kind_follow_and_never_overwrite(bureau: Bureau, case: CaseId) -> None:
    first, second = issue(bureau, case), issue(bureau, case, contact="白敏")
    assert (first.version, second.version) == (1, 2)
    assert bureau.read(queries.latest, case, "prior_notice") == second
    assert bureau.read(queries.get, first.id).data["contact"] == "安正，0553-3836600"


def test_a_download_is_journalled_and_is_what_was_issued(bureau: Bureau, case: CaseId) -> None:
    row = issue(bureau, case)
    for form, digest in ((FileForm.PDF, row.pdf_sha256), (FileForm.DOCX, row.docx_sha256)):
        issued = bureau.act("supervisor", service.download, case, document_id=row.id, form=form)
        assert hashlib.sha256(issued.content).hexdigest() == digest
        assert issued.name.endswith(f".{form}")
    verbs = [entry.verb for entry in bureau.read(audit.of_case, case)]
    assert verbs[-2:] == ["documents.downloaded", "documents.downloaded"]


def test_reading_is_journalled(bureau: Bureau, case: CaseId) -> None:
    row = issue(bureau, case)
    assert bureau.act("officer_b", service.read, case, document_id=row.id) == row
    assert bureau.read(audit.of_case, case)[-1].verb == "documents.read"


def test_a_stranger_to_the_case_sees_no_document(bureau: Bureau, case: CaseId) -> None:
    row = issue(bureau, case)
    other = bureau.filed()
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.read, case, document_id=row.id)
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.read, other, document_id=row.id)


def test_the_database_keeps_documents_final(bureau: Bureau, case: CaseId) -> None:
    issue(bureau, case)
    for statement in ("UPDATE document SET title = '改'", "DELETE FROM document"):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},  # the same number again
        {"version": 2, "number": "甲告〔2026〕3号", "number_seq": 3},  # a gap
        {"version": 3, "number": "甲告〔2026〕2号", "number_seq": 2},  # a version left out
        {"version": 2, "number": "甲告〔2026〕2号", "number_seq": None},  # half a number
        {"version": 2, "number": "甲告〔2026〕2号", "number_seq": 2, "pdf_sha256": "abc"},
    ],
)
def test_num_2_the_database_refuses_wrong_numbers(bureau: Bureau, case: CaseId, changes: dict[str, Any]) -> None:
    issue(bureau, case)
    with pytest.raises(IntegrityError):
        copied(bureau, **changes)


def test_the_database_takes_the_next_number(bureau: Bureau, case: CaseId) -> None:
    issue(bureau, case)
    copied(bureau, version=2, number="甲告〔2026〕2号", number_seq=2)
    assert sorted(row.version for row in bureau.read(queries.of_case, case)) == [1, 2]
