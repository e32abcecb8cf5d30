"""打印案卷: one part of the file as one PDF, with its catalogue and the pages of the file. Nothing is kept."""

from collections.abc import Iterator, Sequence

from enforcement.accounts import queries as accounts
from enforcement.archive import queries, rules
from enforcement.archive.rules import PART_NAMES, Entry, FilePart
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import facts, rendering
from enforcement.documents import service as documents
from enforcement.documents.binding import bind_file, pages_of
from enforcement.documents.rules import FileForm
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

Paper = tuple[Entry, bytes]


@use_case(Permission.READ_CASES, verb="archive.file_printed")
def print_file(work: UnitOfWork, case_id: CaseId, *, part: FilePart) -> bytes:
    """In the order of the file; evidence is electronic and stands in the catalogue of the archive, not here."""
    case = cases.lock(work, case_id)
    found = queries.papers(work.session, case_id, part)
    rules.part_has_papers(part, found)
    papers = [(entry, documents.content_of(work, row, form=FileForm.PDF)) for entry, row in found]
    work.about(case_id, part=part, documents=[row.id for _entry, row in found])
    titles = [(f"{entry.name}（{entry.number}）", content) for entry, content in papers]
    return bind_file(_catalogue(work, case, part, papers=papers), titles)


def _catalogue(work: UnitOfWork, case: CaseRow, part: FilePart, *, papers: Sequence[Paper]) -> bytes:
    lines = list(_lines(papers))
    filed = queries.archived(work.session, case.id)
    body = accounts.body(work.session)
    said = {
        **facts.of_case(case, body),
        "file_no": filed.number if filed else "（未归档）",
        "part": PART_NAMES[part],
        "retention": filed.retention_name if filed else "",
        "archivist": accounts.names(work.session)[filed.archived_by] if filed else "（未归档）",
        "endnote": f"{PART_NAMES[part]}共{len(papers)}件，{sum(pages_of(content) for _entry, content in papers)}页。",
        "issued_on": work.today,
        "documents": lines,
    }
    return rendering.render_pdf(queries.CATALOGUE, said)


def _lines(papers: Sequence[Paper]) -> Iterator[dict[str, str]]:
    page = 1
    for place, (entry, content) in enumerate(papers, start=1):
        last = page + pages_of(content) - 1
        yield {
            "number": str(place),
            "name": entry.name,
            "document_no": entry.number,
            "dated": chinese_day(entry.dated),
            "pages": str(page) if page == last else f"{page}—{last}",
        }
        page = last + 1
