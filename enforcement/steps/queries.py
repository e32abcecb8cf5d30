import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.kernel.identity import CaseId
from enforcement.steps.models import StepRecord


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
