from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.kernel.identity import CaseId
from enforcement.review.disputes import SETTLEMENT_NAMES, Settlement
from enforcement.review.models import ProposedOpinion, Review, ReviewObjection
from enforcement.review.queries.one_case import points_of
from enforcement.review.rules import RESULT_NAMES, Point, ReviewResult


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    id: UUID
    review_id: UUID
    version: int
    result: ReviewResult
    points: tuple[Point, ...]
    opinion: str
    proposed_by: UUID
    proposed_at: datetime
    signed: bool | None
    answer: str
    answered_by: UUID | None
    answered_at: datetime | None

    @property
    def result_name(self) -> str:
        return RESULT_NAMES[self.result]


@dataclass(frozen=True, kw_only=True)
class ObjectionRow:
    id: UUID
    review_id: UUID
    round: int
    draft_digest: str
    reason: str
    objected_by: UUID
    objected_at: datetime
    outcome: Settlement | None
    summary: str
    minutes: str
    settled_by: UUID | None
    settled_at: datetime | None

    @property
    def outcome_name(self) -> str:
        return SETTLEMENT_NAMES[self.outcome] if self.outcome else "协调中"


def proposals(session: Session, case_id: CaseId) -> Sequence[ProposalRow]:
    """Newest first."""
    found = select(ProposedOpinion).where(ProposedOpinion.case_id == case_id)
    plain = [name for name in ProposalRow.__dataclass_fields__ if name not in {"result", "points"}]
    return [
        ProposalRow(
            result=ReviewResult(row.result),
            points=points_of(row.points),
            **{name: getattr(row, name) for name in plain},
        )
        for row in session.scalars(found.order_by(ProposedOpinion.proposed_at.desc(), ProposedOpinion.version.desc()))
    ]


def pending(session: Session, review_id: UUID) -> ProposalRow | None:
    case_id = session.scalar(select(Review.case_id).where(Review.id == review_id))
    found = proposals(session, CaseId(case_id)) if case_id else ()
    return next((row for row in found if row.review_id == review_id and row.signed is None), None)


def objections(session: Session, case_id: CaseId) -> Sequence[ObjectionRow]:
    """Newest first."""
    found = (
        select(ReviewObjection, Review.round, Review.draft_digest)
        .join(Review, Review.id == ReviewObjection.review_id)
        .where(ReviewObjection.case_id == case_id)
        .order_by(Review.round.desc())
    )
    plain = [n for n in ObjectionRow.__dataclass_fields__ if n not in {"round", "draft_digest", "outcome"}]
    return [
        ObjectionRow(
            round=round_,
            draft_digest=digest,
            outcome=Settlement(row.outcome) if row.outcome else None,
            **{name: getattr(row, name) for name in plain},
        )
        for row, round_, digest in session.execute(found)
    ]


def open_objection(session: Session, case_id: CaseId) -> ObjectionRow | None:
    return next((row for row in objections(session, case_id) if row.outcome is None), None)
