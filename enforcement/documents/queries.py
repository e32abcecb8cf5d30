import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.documents.models import Document
from enforcement.documents.rules import FileForm
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    id: UUID
    case_id: CaseId
    kind: str
    title: str
    number: str | None
    version: int
    data: dict[str, Any]
    data_sha256: str
    pdf_key: str
    pdf_sha256: str
    docx_key: str
    docx_sha256: str
    issued_on: date
    issued_by: UUID
    issued_at: datetime

    @property
    def shown_number(self) -> str:
        return self.number or f"（无文号，第{self.version}份）"

    @property
    def file_name(self) -> str:
        """As it is saved on the reader's disk, without extension."""
        return f"{self.title}（{self.number or self.version}）"

    def file(self, form: FileForm) -> tuple[str, str]:
        """Where it lies, and the digest it was issued under."""
        return (self.pdf_key, self.pdf_sha256) if form is FileForm.PDF else (self.docx_key, self.docx_sha256)


def row_of(document: Document) -> DocumentRow:
    plain = [name for name in DocumentRow.__dataclass_fields__ if name not in {"case_id", "data"}]
    return DocumentRow(
        case_id=CaseId(document.case_id),
        data=json.loads(document.data),
        **{name: getattr(document, name) for name in plain},
    )


def get(session: Session, document_id: UUID) -> DocumentRow:
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound
    return row_of(document)


def in_case(session: Session, case_id: CaseId, document_id: UUID) -> DocumentRow:
    """The document, if it belongs to this case; whoever may see the case may then see it."""
    row = get(session, document_id)
    if row.case_id != case_id:
        raise NotFound
    return row


def of_case(session: Session, case_id: CaseId) -> Sequence[DocumentRow]:
    """In the order they were made."""
    found = select(Document).where(Document.case_id == case_id).order_by(Document.issued_at, Document.id)
    return [row_of(document) for document in session.scalars(found)]


def latest(session: Session, case_id: CaseId, kind: str) -> DocumentRow | None:
    found = select(Document).where(Document.case_id == case_id, Document.kind == kind)
    document = session.scalars(found.order_by(Document.version.desc()).limit(1)).first()
    return row_of(document) if document else None


def last_version(session: Session, case_id: CaseId, kind: str) -> int:
    counted = select(func.max(Document.version)).where(Document.case_id == case_id, Document.kind == kind)
    return session.execute(counted).scalar_one() or 0


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every stored file with the digest it was issued under, for whoever checks the store against the record."""
    for pdf_key, pdf, docx_key, docx in session.execute(
        select(Document.pdf_key, Document.pdf_sha256, Document.docx_key, Document.docx_sha256).order_by(Document.id)
    ):
        yield pdf_key, pdf
        yield docx_key, docx
