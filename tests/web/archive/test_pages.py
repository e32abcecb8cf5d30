"""卷宗 and 办案留痕 as they are read and printed."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

import enforcement
from enforcement.archive.reading import archive_due
from enforcement.archive.words import VERB_NAMES
from enforcement.kernel.identity import CaseId
from tests.service.execution.course import closed
from tests.web.visitor import Office, office_on_copy

ROOMS_OF_A_CASE = {"cases", "deadlines", "evidence", "documents", "decisions", "hearings", "serving", "review"} | {
    "publication",
    "execution",
    "archive",
    "duties",
}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("archive")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office) -> CaseId:
    return closed(office.bureau)


def test_the_file_is_put_away_from_its_form(office: Office, case: CaseId) -> None:
    browser = office.browser("archivist")
    before = browser.get(f"/office/cases/{case}/archive").text
    assert "尚未归档" in before
    fields = {"retention": "THIRTY_YEARS", "endnote": "原件存档案室。"}
    asked = browser.post(f"/office/cases/{case}/archive/archive", fields, follow_redirects=True).text
    assert "等待读回核对" in asked
    assert archive_due(office.bureau.runtime) == 1
    assert browser.get(f"/office/cases/{case}/archive/state").headers["HX-Refresh"] == "true"
    after = browser.get(f"/office/cases/{case}/archive").text
    assert "等待读回核对" not in after
    assert "与归档时比对</dt><dd>一致" in after
    assert after.index("行政处罚决定书") < after.index("案件调查终结报告") < after.index("结案审批表")


def test_the_journal_of_the_case_reads_in_chinese(office: Office, case: CaseId) -> None:
    page = office.browser("supervisor").get(f"/office/cases/{case}/archive/journal").text
    for words in ("登记线索", "作出决定", "登记缴款", "票据号：", "结案"):
        assert words in page
    shown = re.findall(r'data-label="事项">([^<]*)<', page)
    assert len(shown) > 15
    assert not [word for word in shown if word.isascii()]


@pytest.mark.parametrize(("part", "first"), [("main", "行政处罚决定书"), ("sub", "重大执法决定法制审核意见书")])
def test_each_part_of_the_file_prints_with_its_catalogue_and_pages(
    office: Office, case: CaseId, part: str, first: str
) -> None:
    assert f"/archive/print/{part}" in office.browser("officer_a").get(f"/office/cases/{case}/archive").text
    answer = office.browser("officer_a").get(f"/office/cases/{case}/archive/print/{part}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    bound = PdfReader(io.BytesIO(answer.data))
    marks = [(str(mark.title), bound.get_destination_page_number(mark)) for mark in bound.outline]
    assert [title.split("（")[0] for title, _page in marks[:2]] == ["卷内文件目录", first]
    front = marks[1][1]
    assert front is not None
    texts = [page.extract_text() for page in bound.pages]
    assert [text.split()[-1] for text in texts[front:]] == [str(number) for number in range(1, len(texts) - front + 1)]
    assert f"{len(texts) - front}页。" in "".join("".join(texts[:front]).split())
    titles = "".join(title for title, _page in marks)
    assert ("法制审核意见书" in titles) is (part == "sub")
    twin = office.app.test_client().get(
        f"/api/v1/cases/{case}/archive/print/{part}", headers=office.bearer("archivist")
    )
    assert twin.data.startswith(b"%PDF-")


def test_an_empty_part_is_not_printed(office: Office) -> None:
    empty = office.bureau.clue()
    answer = office.browser("officer_a").get(f"/office/cases/{empty}/archive/print/main")
    assert (answer.status_code, "正卷还没有文书" in answer.text) == (409, True)


def test_every_word_about_a_case_has_a_chinese_name() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(enforcement.__path__[0]).rglob("*.py"))
    written = set(re.findall(r'verb="([a-z_.]+)"', source))
    assert {verb for verb in written if verb.split(".")[0] in ROOMS_OF_A_CASE} - set(VERB_NAMES) == set()


def test_the_api_gives_catalogue_and_journal(office: Office, case: CaseId) -> None:
    client, headers = office.app.test_client(), office.bearer("supervisor")
    told = client.get(f"/api/v1/cases/{case}/archive", headers=headers).json
    assert all(len(entry["sha256"]) == 64 for entry in told["entries"])
    lines = client.get(f"/api/v1/cases/{case}/archive/journal", headers=headers).json
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("page", ["archive", "archive/journal"])
def test_a_stranger_sees_neither(office: Office, case: CaseId, page: str) -> None:
    assert office.browser("officer_c").get(f"/office/cases/{case}/{page}").status_code == 404
    answer = office.app.test_client().get(f"/api/v1/cases/{case}/{page}", headers=office.bearer("officer_c"))
    assert answer.status_code == 404
