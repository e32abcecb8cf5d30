import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import facts
from enforcement.documents.models import Document, DocumentCorrection
from enforcement.documents.rules import FileForm
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone

DECISIONS = ("penalty_decision", "spot_decision")
OF_NOTICE = ("facts", "evidence", "violated_basis", "penalty_basis", "proposed_penalty", "hearing_period")
OF_DECISION = ("amount_figures", "bank_name", "bank_account_name", "bank_account")


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
    made = (Document.issued_at, Document.version, Document.id)  # a correction may carry the second of what it corrects
    found = select(Document).where(Document.case_id == case_id).order_by(*made)
    return [row_of(document) for document in session.scalars(found)]


def latest(session: Session, case_id: CaseId, kind: str) -> DocumentRow | None:
    found = select(Document).where(Document.case_id == case_id, Document.kind == kind)
    document = session.scalars(found.order_by(Document.version.desc()).limit(1)).first()
    return row_of(document) if document else None


def last_version(session: Session, case_id: CaseId, kind: str) -> int:
    counted = select(func.max(Document.version)).where(Document.case_id == case_id, Document.kind == kind)
    return session.execute(counted).scalar_one() or 0


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    document_id: UUID
    corrects: UUID
    reason: str


def corrections(session: Session, case_id: CaseId) -> Sequence[CorrectionRow]:
    found = select(DocumentCorrection).where(DocumentCorrection.case_id == case_id)
    return [_correction(row) for row in session.scalars(found)]


def correction_of(session: Session, document_id: UUID) -> CorrectionRow | None:
    """What took the place of this document."""
    row = session.scalar(select(DocumentCorrection).where(DocumentCorrection.corrects == document_id))
    return _correction(row) if row else None


def _correction(row: DocumentCorrection) -> CorrectionRow:
    return CorrectionRow(document_id=row.document_id, corrects=row.corrects, reason=row.reason)


def known(session: Session, case: CaseRow) -> dict[str, Any]:
    """What the case and the body know already, by the names the kinds give it; to be checked by whoever writes."""
    body = accounts.body(session)
    papers = {"notice_no": "prior_notice", "opinion_no": "review_opinion", "dunning_no": "dunning"}
    made = {name: latest(session, case.id, kind) for name, kind in papers.items()}
    return {
        **facts.of_case(case, body),
        **facts.remedies(body),
        **_told(made["notice_no"]),
        **_decided(latest_decision(session, case.id)),
        **{name: row.number for name, row in made.items() if row},
        "clue_source": case.source_detail,
        "served_on": cases.last_day_of(session, case.id, Milestone.DECISION_SERVED),
        "notice_received_on": cases.last_day_of(session, case.id, Milestone.PRIOR_NOTICE_SERVED),
        "contact": "，".join(part for part in (body.name, body.phone, body.address) if part),
        "address": case.party.address,
        "phone": case.party.phone,
    }


def _told(notice: DocumentRow | None) -> dict[str, Any]:
    """What the party was told, so that no later paper tells it otherwise."""
    return {name: notice.data[name] for name in OF_NOTICE if notice.data.get(name)} if notice else {}


def _decided(decision: DocumentRow | None) -> dict[str, Any]:
    if decision is None:
        return {}
    told = {name: decision.data.get(name, "") for name in OF_DECISION}
    return {"decision_no": decision.number, "decided_on": decision.issued_on, **told}


def latest_decision(session: Session, case_id: CaseId) -> DocumentRow | None:
    return next((row for kind in DECISIONS if (row := latest(session, case_id, kind))), None)


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every stored file with the digest it was issued under, for whoever checks the store against the record."""
    for pdf_key, pdf, docx_key, docx in session.execute(
        select(Document.pdf_key, Document.pdf_sha256, Document.docx_key, Document.docx_sha256).order_by(Document.id)
    ):
        yield pdf_key, pdf
        yield docx_key, docx
