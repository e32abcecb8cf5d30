from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.identity import CaseId
from enforcement.serving.models import FailedAttempt, Service
from enforcement.serving.rules import METHOD_NAMES, OUTCOME_NAMES, SERVED_KINDS, AttemptOutcome, ServiceMethod

ANNOUNCEMENT = "service_announce"


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    id: UUID
    case_id: CaseId
    document_id: UUID
    receipt_id: UUID
    method: ServiceMethod
    served_on: date
    deemed_on: date
    receiver: str
    relation: str
    place: str
    witness: str
    refusal: str
    recording_id: UUID | None
    confirmation: str
    proof: str
    told_of_publication: bool
    remarks: str
    recorded_by: UUID
    recorded_at: datetime

    @property
    def method_name(self) -> str:
        return METHOD_NAMES[self.method]


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    id: UUID
    document_id: UUID
    method: ServiceMethod
    attempted_on: date
    place: str
    outcome: AttemptOutcome
    course: str
    recorded_by: UUID
    recorded_at: datetime

    @property
    def method_name(self) -> str:
        return METHOD_NAMES[self.method]

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome]


def of_case(session: Session, case_id: CaseId) -> Sequence[ServiceRow]:
    """In the order they were recorded."""
    found = select(Service).where(Service.case_id == case_id).order_by(Service.recorded_at, Service.id)
    names = [name for name in ServiceRow.__dataclass_fields__ if name != "method"]
    return [
        ServiceRow(method=ServiceMethod(row.method), **{name: getattr(row, name) for name in names})
        for row in session.scalars(found)
    ]


def of_document(session: Session, case_id: CaseId, document_id: UUID) -> ServiceRow | None:
    return next((row for row in of_case(session, case_id) if row.document_id == document_id), None)


def attempts(session: Session, case_id: CaseId) -> Sequence[AttemptRow]:
    found = select(FailedAttempt).where(FailedAttempt.case_id == case_id)
    names = [name for name in AttemptRow.__dataclass_fields__ if name not in {"method", "outcome"}]
    return [
        AttemptRow(
            method=ServiceMethod(row.method),
            outcome=AttemptOutcome(row.outcome),
            **{name: getattr(row, name) for name in names},
        )
        for row in session.scalars(found.order_by(FailedAttempt.attempted_on, FailedAttempt.recorded_at))
    ]


def attempts_at(session: Session, case_id: CaseId, document_id: UUID) -> Sequence[AttemptRow]:
    return [row for row in attempts(session, case_id) if row.document_id == document_id]


def announcement_of(session: Session, document: DocumentRow) -> DocumentRow | None:
    """The standing announcement by which this document is being served."""
    made = [row for row in documents.of_case(session, document.case_id) if row.kind == ANNOUNCEMENT]
    return next((row for row in reversed(made) if row.data["served_document_no"] == document.number), None)


def to_be_served(session: Session, case_id: CaseId) -> Sequence[DocumentRow]:
    """Of each kind the standing version, or every one where they stand side by side, that has not reached the party."""
    served = {row.document_id for row in of_case(session, case_id)}
    papers = [row for row in documents.of_case(session, case_id) if row.kind in SERVED_KINDS]
    standing = {row.id if SERVED_KINDS[row.kind].each else row.kind: row for row in papers}
    stands = cases.stands(session, case_id)
    return [row for row in standing.values() if row.id not in served and not SERVED_KINDS[row.kind].is_moot(stands)]
