from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.archive import rules
from enforcement.archive.models import ArchivedFile
from enforcement.archive.rules import RETENTION_NAMES, Entry, Retention
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId

CATALOGUE = "file_catalogue"
UNNUMBERED = "无"


@dataclass(frozen=True, kw_only=True)
class ArchivedRow:
    number: str
    retention: Retention
    endnote: str
    entries: int
    digest: str
    document_id: UUID
    archived_by: UUID
    archived_at: datetime

    @property
    def retention_name(self) -> str:
        return RETENTION_NAMES[self.retention]


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """Bytes that belong to the file of a case: what people call them, where they lie, what they must be."""

    name: str
    key: str
    sha256: str


def stored_files(session: Session, case_id: CaseId) -> list[StoredFile]:
    """Recordings and documents in both forms. Text records lie in the database and are not among them."""
    originals = [
        StoredFile(name=f"证据{item.seq}《{item.title}》", key=item.object_key, sha256=item.sha256)
        for item in evidence.items(session, case_id)
        if item.object_key and not evidence.disposed(session, item.id)
    ]
    issued = [
        StoredFile(name=f"《{row.title}》{row.number or ''}", key=key, sha256=sha256)
        for row in documents.of_case(session, case_id)
        for key, sha256 in ((row.pdf_key, row.pdf_sha256), (row.docx_key, row.docx_sha256))
    ]
    return [*originals, *issued]


def disposed_of(session: Session, case_id: CaseId, keys: Collection[str]) -> list[str]:
    """Items whose bytes lay under one of these keys and were lawfully destroyed since."""
    items = [item for item in evidence.items(session, case_id) if item.object_key in keys]
    return [f"证据{item.seq}《{item.title}》" for item in items if evidence.disposed(session, item.id)]


def archived(session: Session, case_id: CaseId) -> ArchivedRow | None:
    row = session.get(ArchivedFile, case_id)
    if row is None:
        return None
    plain = {name: getattr(row, name) for name in ArchivedRow.__dataclass_fields__}
    return ArchivedRow(**plain | {"retention": Retention(row.retention)})


def catalogue(session: Session, case_id: CaseId) -> tuple[Entry, ...]:
    """What lies in the file now. The catalogue does not list itself."""
    return rules.in_file_order(_documents(session, case_id), _evidence(session, case_id))


def papers(session: Session, case_id: CaseId, part: rules.FilePart) -> list[tuple[Entry, documents.DocumentRow]]:
    """The documents of one part of the file, in the order of the file."""
    issued = {row.pdf_sha256: row for row in documents.of_case(session, case_id) if row.kind != CATALOGUE}
    entries = rules.in_file_order(_documents(session, case_id), ())
    found = [(entry, issued[entry.sha256]) for entry in entries]
    return [(entry, row) for entry, row in found if rules.part_of(row.kind) is part]


def _documents(session: Session, case_id: CaseId) -> list[Entry]:
    rows = documents.of_case(session, case_id)
    notices = {row.number for row in rows if row.kind == "prior_notice"}
    return [_entry(row, notices) for row in rows if row.kind != CATALOGUE]


def _entry(row: documents.DocumentRow, notices: Collection[str | None]) -> Entry:
    """A receipt is called after what was served, and lies behind it."""
    proves = row.data.get("served_document_no") if row.kind == "service_receipt" else None
    return Entry(
        kind=rules.NOTICE_RECEIPT if proves and proves in notices else row.kind,
        name=f"{row.title}（{row.data['served_document']}）" if proves else row.title,
        number=row.number or UNNUMBERED,
        dated=row.issued_on,
        sha256=row.pdf_sha256,
    )


def _evidence(session: Session, case_id: CaseId) -> list[Entry]:
    return [
        Entry(
            kind="evidence",
            name=f"{item.title}（{item.kind_name}）",
            number=f"证据{item.seq}",
            dated=shanghai_day(item.sealed_at),
            sha256=item.sha256,
            size=item.size,
        )
        for item in evidence.items(session, case_id)
    ]
