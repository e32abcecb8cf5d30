"""The tab 文书: what it lists, and that every look at a document is on the record."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from enforcement.audit import queries as audit
from enforcement.documents import queries
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.identity import CaseId
from tests.service.hearings.course import drafted, issued, known
from tests.web.visitor import Office, office_on_copy


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("documents")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    made = drafted(office.bureau)
    issued(office.bureau, made, hearing=True)
    return made


@pytest.fixture(scope="module")
def notice(office: Office, case: CaseId) -> DocumentRow:
    return known(office.bureau.read(queries.latest, case, "prior_notice"))


def last_verb(office: Office, case: CaseId) -> str:
    return office.bureau.read(audit.of_case, case)[-1].verb


def test_the_tab_lists_each_document_with_both_files(office: Office, case: CaseId, notice: DocumentRow) -> None:
    page = office.browser("officer_a").get(f"/office/cases/{case}/documents").text
    assert str(notice.number) in page
    assert "案件调查终结报告" in page
    for form in ("pdf", "docx"):
        assert f"/office/cases/{case}/documents/{notice.id}/{form}" in page


def test_the_print_view_shows_every_item_and_leaves_a_trace(office: Office, case: CaseId, notice: DocumentRow) -> None:
    page = office.browser("officer_b").get(f"/office/cases/{case}/documents/{notice.id}").text
    for text in ("拟作出的处罚", "壹拾伍万元整", "申请听证期限", notice.data_sha256):
        assert text in page
    assert last_verb(office, case) == "documents.read"


@pytest.mark.parametrize(
    ("form", "begins", "shown"), [("pdf", b"%PDF-", "inline"), ("docx", b"PK\x03\x04", "attachment")]
)
def test_a_file_is_what_was_issued(
    office: Office, case: CaseId, notice: DocumentRow, form: str, begins: bytes, shown: str
) -> None:
    answer = office.browser("supervisor").get(f"/office/cases/{case}/documents/{notice.id}/{form}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    digest = notice.pdf_sha256 if form == "pdf" else notice.docx_sha256
    assert hashlib.sha256(answer.data).hexdigest() == digest
    assert answer.headers["Content-Disposition"].startswith(f'{shown}; filename="document.{form}"; filename*=UTF-8')
    assert answer.headers["Cache-Control"] == "no-store"
    assert last_verb(office, case) == "documents.downloaded"


def test_a_stranger_to_the_case_finds_nothing(office: Office, case: CaseId, notice: DocumentRow) -> None:
    stranger = office.browser("officer_c")
    for address in ("", f"/{notice.id}", f"/{notice.id}/pdf", f"/{notice.id}/docx"):
        assert stranger.get(f"/office/cases/{case}/documents{address}").status_code == 404


def test_the_api_lists_reads_and_downloads(office: Office, case: CaseId, notice: DocumentRow) -> None:
    client, by = office.app.test_client(), office.bearer("officer_a")
    listed = client.get(f"/api/v1/cases/{case}/documents", headers=by).get_json()
    assert [row["kind"] for row in listed] == ["final_report", "prior_notice"]
    assert "data" not in listed[0]
    read = client.get(f"/api/v1/cases/{case}/documents/{notice.id}", headers=by).get_json()
    assert read["data"]["party_name"] == "芜湖安康医院"
    for form, digest in (("pdf", notice.pdf_sha256), ("docx", notice.docx_sha256)):
        answer = client.get(f"/api/v1/cases/{case}/documents/{notice.id}/{form}", headers=by)
        assert hashlib.sha256(answer.data).hexdigest() == digest
    assert last_verb(office, case) == "documents.downloaded"


def test_the_whole_file_prints_as_one_with_bookmarks(office: Office, case: CaseId, notice: DocumentRow) -> None:
    answer = office.browser("officer_a").get(f"/office/cases/{case}/documents/print")
    assert (answer.status_code, answer.content_type, last_verb(office, case)) == (
        200,
        "application/pdf",
        "documents.printed",
    )
    bound, issued_rows = PdfReader(io.BytesIO(answer.data)), office.bureau.read(queries.of_case, case)
    assert [mark.title for mark in bound.outline] == [row.file_name for row in issued_rows]
    starts = [bound.get_destination_page_number(mark) for mark in bound.outline]
    assert all(start is not None and start % 2 == 0 for start in starts), "each on a right-hand page"
    twin = office.app.test_client().get(f"/api/v1/cases/{case}/documents/print", headers=office.bearer("officer_a"))
    assert (twin.status_code, twin.data[:5]) == (200, b"%PDF-")


def test_a_case_without_documents_has_nothing_to_print(office: Office) -> None:
    empty = office.bureau.clue()
    answer = office.browser("officer_a").get(f"/office/cases/{empty}/documents/print")
    assert answer.status_code in {409, 422}
    assert "没有可以打印的内容" in answer.text
