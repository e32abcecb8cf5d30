from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases.models import Case
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.review.models import Review, ReviewSample, SampledReview
from enforcement.review.rules import ReviewResult


@dataclass(frozen=True, kw_only=True)
class SampleRow:
    id: UUID
    first_day: date
    last_day: date
    percent: int
    seed: str
    passed: int
    drawn_by: UUID
    drawn_at: datetime
    drawn: int
    checked: int
    defective: int


@dataclass(frozen=True, kw_only=True)
class SampledRow:
    id: UUID
    review_id: UUID
    case_id: CaseId
    number: str
    title: str
    round: int
    reviewer_id: UUID | None
    decided_at: datetime | None
    sound: bool | None
    remark: str
    checked_by: UUID | None
    checked_at: datetime | None


def passed(session: Session, *, first_day: date, last_day: date) -> Sequence[UUID]:
    """Rounds agreed to in these days, by the clock of the bureau."""
    start = datetime.combine(first_day, time.min, SHANGHAI).astimezone(UTC)
    end = datetime.combine(last_day + timedelta(days=1), time.min, SHANGHAI).astimezone(UTC)
    found = select(Review.id).where(
        Review.result == ReviewResult.APPROVE, Review.decided_at >= start, Review.decided_at < end
    )
    return session.scalars(found.order_by(Review.decided_at, Review.id)).all()


def samples(session: Session) -> Sequence[SampleRow]:
    """Newest first."""
    rows = session.scalars(select(ReviewSample).order_by(ReviewSample.drawn_at.desc(), ReviewSample.id)).all()
    plain = [n for n in SampleRow.__dataclass_fields__ if n not in {"drawn", "checked", "defective"}]
    shown = []
    for row in rows:
        lines = sampled(session, row.id)
        shown.append(
            SampleRow(
                drawn=len(lines),
                checked=sum(line.sound is not None for line in lines),
                defective=sum(line.sound is False for line in lines),
                **{name: getattr(row, name) for name in plain},
            )
        )
    return shown


def sample(session: Session, sample_id: UUID) -> SampleRow:
    found = next((row for row in samples(session) if row.id == sample_id), None)
    if found is None:
        raise NotFound
    return found


def sampled(session: Session, sample_id: UUID) -> Sequence[SampledRow]:
    found = (
        select(SampledReview, Review, Case)
        .join(Review, Review.id == SampledReview.review_id)
        .join(Case, Case.id == Review.case_id)
        .where(SampledReview.sample_id == sample_id)
        .order_by(SampledReview.position)
    )
    return [
        SampledRow(
            id=row.id,
            review_id=review.id,
            case_id=CaseId(case.id),
            number=case.number or "",
            title=case.title,
            round=review.round,
            reviewer_id=review.reviewer_id,
            decided_at=review.decided_at,
            sound=row.sound,
            remark=row.remark,
            checked_by=row.checked_by,
            checked_at=row.checked_at,
        )
        for row, review, case in session.execute(found)
    ]
