"""归档 (G10): read every byte back, write the catalogue, put the file away."""

from collections.abc import Iterator
from dataclasses import asdict

from enforcement.archive import queries, rules
from enforcement.archive.models import ArchivedFile
from enforcement.archive.rules import RETENTION_NAMES, Entry, Retention
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents import queries as document_queries
from enforcement.documents import service as documents
from enforcement.documents.facts import chinese_day
from enforcement.evidence import queries as evidence
from enforcement.evidence import rules as evidence_rules
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from storage.errors import ObjectMissing

GROUP = 8  # hexadecimal digits; a fingerprint in groups can be read aloud and breaks across lines


@use_case(Permission.ARCHIVE_CASE, verb="archive.archived")
def archive_case(work: UnitOfWork, case_id: CaseId, *, retention: Retention, endnote: str = "") -> str:
    """Answers the number of the file. Order is asked first: reading gigabytes back to refuse would be waste."""
    case = cases.lock(work, case_id)
    stands = case_queries.stands(work.session, case_id)
    procedure_rules.may_reach(procedure(case.procedure), stands, Milestone.ARCHIVED)
    entries = queries.catalogue(work.session, case_id)
    rules.file_is_complete({entry.kind for entry in entries})
    rules.bytes_are_unchanged(list(_changed(work, case_id)))
    row = _put_away(work, case, entries, retention=retention, endnote=endnote)
    cases.reach(work, case_id, Milestone.ARCHIVED, because=cases.Because(row=row.document_id, note=row.number))
    work.about(case_id, file=row.number, entries=row.entries, digest=row.digest, document=row.document_id)
    work.seal(row)
    return row.number


def _changed(work: UnitOfWork, case_id: CaseId) -> Iterator[str]:
    """Names of everything whose stored bytes are no longer what was sealed or issued."""
    for item in evidence.items(work.session, case_id):
        found = _object(work, item.object_key) if item.object_key else _words(work, item)
        if found != item.sha256:
            yield f"证据{item.seq}《{item.title}》"
    for row in document_queries.of_case(work.session, case_id):
        if _object(work, row.pdf_key) != row.pdf_sha256:
            yield f"《{row.title}》{row.number or ''}"


def _object(work: UnitOfWork, key: str) -> str:
    try:
        return work.objects.digest(key)
    except ObjectMissing:
        return ""


def _words(work: UnitOfWork, item: ItemRow) -> str:
    record = evidence.text_of(work.session, item.id)
    return evidence_rules.record_digest(asdict(record)) if record else ""


def _put_away(
    work: UnitOfWork, case: case_queries.CaseRow, entries: tuple[Entry, ...], *, retention: Retention, endnote: str
) -> ArchivedFile:
    digest = rules.catalogue_digest(entries)
    number = f"{case.number}卷"
    remark = f"{endnote}\n卷内材料共{len(entries)}件，目录校验值（SHA-256）：{_grouped(digest)}。".strip()
    data: dict[str, object] = {
        "file_no": number,
        "archivist": work.actor.name,
        "retention": RETENTION_NAMES[retention],
        "endnote": remark,
        "documents": [_line(place, entry) for place, entry in enumerate(entries, start=1)],
    }
    document = documents.issue(work, case.id, queries.CATALOGUE, data, on=work.today, word=None)
    row = ArchivedFile(
        case_id=case.id,
        number=number,
        retention=retention,
        endnote=endnote,
        entries=len(entries),
        digest=digest,
        document_id=document.id,
        archived_by=work.actor.id,
        archived_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _line(place: int, entry: Entry) -> dict[str, str]:
    return {
        "number": str(place),
        "name": f"{entry.name}（SHA-256：{_grouped(entry.sha256)}）",
        "document_no": entry.number,
        "dated": chinese_day(entry.dated),
        "pages": "电子件",
    }


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))
