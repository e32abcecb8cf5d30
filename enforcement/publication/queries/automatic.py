"""What the system itself made of a decision, and which decisions it has not looked at yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Deadline
from enforcement.decisions.models import Decision
from enforcement.kernel.identity import CaseId
from enforcement.publication.models import Notice, RuleDraft, WithheldDecision
from enforcement.publication.queries.notices import PUBLISH
from enforcement.publication.rules import DraftOutcome
from enforcement.steps.models import Ruling

AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class RuleDraftRow:
    case_id: CaseId
    outcome: DraftOutcome
    notice_id: UUID | None
    answerable: UUID
    reason: str
    basis: str
    made_at: datetime


def _waiting() -> Select[UUID]:
    """Decided, the period running, and neither a person nor the system has put anything forward so far."""
    decided = (Decision.case_id, Ruling.case_id)
    answered = (RuleDraft.case_id, Notice.case_id, WithheldDecision.case_id)
    return (
        select(Deadline.case_id)
        .where(Deadline.key.in_(PUBLISH), Deadline.closed_at.is_(None))
        .where(or_(*(select(column).where(column == Deadline.case_id).exists() for column in decided)))
        .where(*(~select(column).where(column == Deadline.case_id).exists() for column in answered))
    )


def undrafted(session: Session) -> Sequence[CaseId]:
    """Least time left first."""
    return [CaseId(key) for key in session.scalars(_waiting().order_by(Deadline.due_on, Deadline.id).limit(AT_ONCE))]


def is_undrafted(session: Session, case_id: CaseId) -> bool:
    return session.scalars(_waiting().where(Deadline.case_id == case_id)).first() is not None


def rule_drafts(session: Session, cases: Sequence[CaseId]) -> Mapping[CaseId, RuleDraftRow]:
    found = session.scalars(select(RuleDraft).where(RuleDraft.case_id.in_(cases)))
    return {row.case_id: row for row in map(_row, found)}


def rule_draft(session: Session, case_id: CaseId) -> RuleDraftRow | None:
    return rule_drafts(session, [case_id]).get(case_id)


def _row(row: RuleDraft) -> RuleDraftRow:
    told = {name: getattr(row, name) for name in RuleDraftRow.__dataclass_fields__}
    return RuleDraftRow(**told | {"case_id": CaseId(row.case_id), "outcome": DraftOutcome(row.outcome)})
