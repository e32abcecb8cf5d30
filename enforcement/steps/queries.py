import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.documents import queries as documents
from enforcement.kernel.identity import CaseId
from enforcement.steps.models import Ruling, StepRecord

# Of a decision's document, what is published beside its text.
PARTICULARS = (
    "category",
    "measures_taken",
    "task_source",
    "inspected_on",
    "licence_category",
    "certificate_name",
    "certificate_no",
    "valid_from",
    "valid_until",
)


@dataclass(frozen=True, kw_only=True)
class StepRow:
    id: UUID
    step: str
    title: str
    day: date
    facts: Mapping[str, str]
    paper: str
    item_id: UUID | None
    basis: str
    recorded_by: UUID
    recorded_at: datetime


def of_case(session: Session, case_id: CaseId) -> Sequence[StepRow]:
    """In the order in which they were recorded."""
    found = select(StepRecord).where(StepRecord.case_id == case_id).order_by(StepRecord.recorded_at, StepRecord.id)
    plain = [name for name in StepRow.__dataclass_fields__ if name != "facts"]
    return [
        StepRow(facts=json.loads(row.facts), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    """A decision without penalty, told in the words of its own document."""

    case_id: CaseId
    document_id: UUID
    action_type: str
    outcome: str
    number: str
    decided_on: date
    decided_by: UUID
    facts: str
    content: str
    basis: str
    particulars: Mapping[str, str]
    digest: str


def ruling(session: Session, case_id: CaseId) -> RulingRow | None:
    row = session.get(Ruling, case_id)
    if row is None:
        return None
    document = documents.get(session, row.document_id)
    plain = ("document_id", "action_type", "outcome", "number", "decided_on", "decided_by")
    return RulingRow(
        case_id=case_id,
        digest=document.data_sha256,
        particulars={name: document.data[name] for name in PARTICULARS if document.data.get(name)},
        **{name: document.data.get(name, "") for name in ("facts", "content", "basis")},
        **{name: getattr(row, name) for name in plain},
    )
