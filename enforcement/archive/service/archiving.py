"""归档 (G10): what was read back must be what was sealed; then the catalogue is written and the file put away."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

from enforcement.archive import queries, rules
from enforcement.archive.models import ArchivedFile
from enforcement.archive.queries import StoredFile
from enforcement.archive.rules import RETENTION_NAMES, Entry, Retention
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents import service as documents
from enforcement.documents.facts import chinese_day
from enforcement.duties import queries as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence import rules as evidence_rules
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone

GROUP = 8  # hexadecimal digits; a fingerprint in groups can be read aloud and breaks across lines


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """What lay in the store when it was read; empty where nothing lay."""

    file: StoredFile
    found: str


def files_to_read(work: UnitOfWork, case_id: CaseId) -> Sequence[StoredFile]:
    """Hatch: asked before a byte is read. Order and completeness first: reading gigabytes to refuse would be waste."""
    _may_be_archived(work, case_queries.get_for(work.session, work.actor, case_id))
    return queries.stored_files(work.session, case_id)


@use_case(Permission.ARCHIVE_CASE, verb="archive.archived")
def archive_case(
    work: UnitOfWork, case_id: CaseId, *, read: Collection[ReadBack], retention: Retention, endnote: str = ""
) -> str:
    """Answers the number of the file. `read` comes from before the case was locked; the file must still be the same."""
    case = cases.lock(work, case_id)
    entries = _may_be_archived(work, case)
    wanted = [(file.key, file.sha256) for file in queries.stored_files(work.session, case_id)]
    rules.everything_was_read(wanted, [(one.file.key, one.file.sha256) for one in read])
    changed = dict.fromkeys(one.file.name for one in read if one.found != one.file.sha256)
    rules.bytes_are_unchanged([*changed, *_rewritten(work, case_id)])
    rules.evidence_is_sound([f"证据{row.seq}《{row.title}》" for row in evidence.unsound(work.session, case_id)])
    row = _put_away(work, case, entries, retention=retention, endnote=endnote)
    cases.reach(work, case_id, Milestone.ARCHIVED, because=cases.Because(row=row.document_id, note=row.number))
    work.about(case_id, file=row.number, entries=row.entries, digest=row.digest, document=row.document_id)
    work.seal(row)
    return row.number


def _may_be_archived(work: UnitOfWork, case: case_queries.CaseRow) -> tuple[Entry, ...]:
    stands = case_queries.stands(work.session, case.id)
    procedure_rules.may_reach(procedure(case.procedure), stands, Milestone.ARCHIVED)
    entries = queries.catalogue(work.session, case.id)
    rules.file_is_complete({entry.kind for entry in entries})
    rules.duties_are_met([lack.sentence for lack in duties.lacks(work.session, case.id)])
    return entries


def _rewritten(work: UnitOfWork, case_id: CaseId) -> Iterator[str]:
    """Text records whose words are no longer what was frozen."""
    for item in evidence.items(work.session, case_id):
        if item.object_key is None and _words(work, item) != item.sha256:
            yield f"证据{item.seq}《{item.title}》"


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
