"""归档 (G10): what was read back must be what was sealed; then the catalogue is written and the file put away."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.archive import queries, rules
from enforcement.archive.models import ArchivedFile, Archiving
from enforcement.archive.queries import ArchivingRow, StoredFile
from enforcement.archive.queries.archivings import archiving_row
from enforcement.archive.rules import RETENTION_NAMES, Entry, Retention
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents import service as documents
from enforcement.duties import queries as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence import rules as evidence_rules
from enforcement.evidence.rows import ItemRow
from enforcement.kernel import leasing
from enforcement.kernel.asking import RequestState
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.scoring import queries as scoring

INTERRUPTED = "读回核对多次中断，已停止；案卷未受影响，请联系系统管理员查明原因后重新申请归档。"
GROUP = 8  # hexadecimal digits; a fingerprint in groups can be read aloud and breaks across lines


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """What lay in the store when it was read; empty where nothing lay."""

    file: StoredFile
    found: str


@use_case(Permission.ARCHIVE_CASE, verb="archive.requested")
def request_archiving(work: UnitOfWork, case_id: CaseId, *, retention: Retention, endnote: str = "") -> UUID:
    """Order and completeness are asked before a byte is read: reading gigabytes to refuse would be waste."""
    _may_be_archived(work, cases.lock(work, case_id))
    rules.one_at_a_time(queries.archiving_moves(work.session, case_id))
    row = Archiving(
        id=uuid4(),
        case_id=case_id,
        state=RequestState.REQUESTED,
        retention=retention,
        endnote=endnote,
        requested_by=work.actor.id,
        requested_at=work.now,
        attempt=0,
        progress=0,
        failure="",
    )
    work.session.add(row)
    work.about(case_id, archiving=row.id, retention=retention)
    return row.id


def due_archivings(work: UnitOfWork, *, limit: int = 20) -> Sequence[UUID]:
    return leasing.due(work, Archiving, limit=limit)


@use_case(Permission.RUN_JOBS, verb="archive.taken")
def take_archiving(work: UnitOfWork, *, archiving_id: UUID) -> ArchivingRow:
    row = leasing.take(work, Archiving, archiving_id, given_up=INTERRUPTED)
    work.about(CaseId(row.case_id), archiving=row.id, attempt=row.attempt, state=row.state)
    return archiving_row(row)


def beat_archiving(work: UnitOfWork, archiving_id: UUID, *, attempt: int, progress: int) -> None:
    """Hatch: still at it. Stale when the lease has meanwhile gone to another."""
    leasing.beat(work, Archiving, archiving_id, attempt=attempt, progress=progress)


@use_case(Permission.RUN_JOBS, verb="archive.refused")
def refuse_archiving(work: UnitOfWork, *, archiving_id: UUID, attempt: int, reason: str) -> None:
    """The file stays open; the archivist reads why on its page."""
    row = leasing.fail(work, Archiving, archiving_id, attempt=attempt, reason=reason)
    work.about(CaseId(row.case_id), archiving=row.id, reason=reason)


@use_case(Permission.RUN_JOBS, verb="archive.archived")
def archive_case(work: UnitOfWork, *, archiving_id: UUID, attempt: int, read: Collection[ReadBack]) -> str:
    """Answers the number of the file. `read` comes from before the case was locked; the file must still be the same."""
    case = cases.lock(work, queries.archiving(work.session, archiving_id).case_id)
    asked = leasing.held(work, Archiving, archiving_id, attempt=attempt)
    entries = _may_be_archived(work, case)
    wanted = [(file.key, file.sha256) for file in queries.stored_files(work.session, case.id)]
    rules.everything_was_read(wanted, [(one.file.key, one.file.sha256) for one in read])
    changed = dict.fromkeys(one.file.name for one in read if one.found != one.file.sha256)
    rules.bytes_are_unchanged([*changed, *_rewritten(work, case.id)])
    rules.evidence_is_sound([f"证据{row.seq}《{row.title}》" for row in evidence.unsound(work.session, case.id)])
    row = _put_away(work, case, entries, asked=asked)
    asked.state, asked.progress, asked.lease_until = RequestState.READY, 100, None
    cases.reach(work, case.id, Milestone.ARCHIVED, because=cases.Because(row=row.document_id, note=row.number))
    facts = {"file": row.number, "entries": row.entries, "digest": row.digest, "document": row.document_id}
    work.about(case.id, archiving=asked.id, requested_by=asked.requested_by, **facts)
    work.seal(row)
    return row.number


def _may_be_archived(work: UnitOfWork, case: case_queries.CaseRow) -> tuple[Entry, ...]:
    stands = case_queries.stands(work.session, case.id)
    law = procedure(case.procedure)
    procedure_rules.may_reach(law, stands, Milestone.ARCHIVED)
    entries = queries.catalogue(work.session, case.id)
    rules.file_is_complete({entry.kind for entry in entries}, law.papers_of(stands))
    rules.nothing_is_knocked_out([one.sentence for one in scoring.knock_outs(work.session, case.id)])
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
    work: UnitOfWork, case: case_queries.CaseRow, entries: tuple[Entry, ...], *, asked: Archiving
) -> ArchivedFile:
    digest = rules.catalogue_digest(entries)
    number = f"{case.number}卷"
    remark = f"{asked.endnote}\n卷内材料共{len(entries)}件，目录校验值（SHA-256）：{_grouped(digest)}。".strip()
    data: dict[str, object] = {
        "file_no": number,
        "archivist": accounts.names(work.session)[AccountId(asked.requested_by)],
        "retention": RETENTION_NAMES[Retention(asked.retention)],
        "endnote": remark,
        "documents": [_line(place, entry) for place, entry in enumerate(entries, start=1)],
    }
    document = documents.issue(work, case.id, queries.CATALOGUE, data, on=work.today, word=None)
    row = ArchivedFile(
        case_id=case.id,
        number=number,
        retention=asked.retention,
        endnote=asked.endnote,
        entries=len(entries),
        digest=digest,
        document_id=document.id,
        archived_by=asked.requested_by,
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
