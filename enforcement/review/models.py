"""Rounds of legal review. A round's opinion is final; the next round is a new row (LR-11)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.review.disputes import Settlement
from enforcement.review.listing import Duty
from enforcement.review.rules import ReviewResult

RESULTS = ", ".join(repr(str(result)) for result in ReviewResult)
DUTIES = ", ".join(repr(str(duty)) for duty in Duty)
SETTLEMENTS = ", ".join(repr(str(outcome)) for outcome in Settlement)


class Review(Identified, Base):
    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        CheckConstraint("round >= 1", name="round_from_one"),
        CheckConstraint(f"result IN ({RESULTS})", name="known_result"),
        CheckConstraint("length(draft_digest) = 64", name="whole_digest"),
        CheckConstraint(
            "(result IS NULL) = (decided_at IS NULL) "
            "AND (result IS NULL OR (reviewer_id IS NOT NULL AND opinion <> ''))",
            name="opinion_whole",
        ),
        Index(
            "ix_review_waiting",
            "case_id",
            sqlite_where=text("result IS NULL"),
            postgresql_where=text("result IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    round: Mapped[int]
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    draft_digest: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    claimed_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(30))
    points: Mapped[str] = mapped_column(Text)  # JSON: number, finding, text, item of each head examined
    opinion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    decided_at: Mapped[datetime | None]


class ProposedOpinion(Identified, Base):
    """An opinion that waits for the head of the legal unit (法制机构负责人). Signed or given back once."""

    __tablename__ = "proposed_opinion"
    __table_args__ = (
        UniqueConstraint("review_id", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint(f"result IN ({RESULTS})", name="known_result"),
        CheckConstraint("opinion <> ''", name="says_something"),
        CheckConstraint(
            "(signed IS NULL) = (answered_at IS NULL) AND (signed IS NULL) = (answered_by IS NULL) "
            "AND (signed IS NULL OR signed OR answer <> '')",
            name="answer_whole",
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    version: Mapped[int]
    result: Mapped[str] = mapped_column(String(30))
    points: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    signed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]


class ListedReviewer(Identified, Base):
    """One line of the register of reviewers (法制审核人员名册). Ended, never deleted."""

    __tablename__ = "listed_reviewer"
    __table_args__ = (
        CheckConstraint(f"duty IN ({DUTIES})", name="known_duty"),
        CheckConstraint("duty = 'COUNSEL' OR qualification_no <> ''", name="qualified"),
        CheckConstraint(
            "(ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL OR ended_on >= started_on)", name="end_whole"
        ),
        Index(
            "uq_listed_reviewer_standing",
            "account_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    duty: Mapped[str] = mapped_column(String(20))
    qualification_no: Mapped[str] = mapped_column(String(40))
    filing_no: Mapped[str] = mapped_column(String(60))
    started_on: Mapped[date]
    listed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    listed_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    end_reason: Mapped[str] = mapped_column(String(300))


class ReviewObjection(Identified, Base):
    """The undertaking unit does not share an opinion (LR-12). Settled once; the opinion itself is never touched."""

    __tablename__ = "review_objection"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint(f"outcome IN ({SETTLEMENTS})", name="known_outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (settled_by IS NULL) "
            "AND (outcome IS NULL OR summary <> '') AND (outcome IS NULL OR outcome <> 'DISCUSSED' OR minutes <> '')",
            name="settlement_whole",
        ),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    objected_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    objected_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(20))
    summary: Mapped[str] = mapped_column(Text)
    minutes: Mapped[str] = mapped_column(String(300))
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]


class ReviewSample(Identified, Base):
    """A draw from the rounds that passed in a period. Whoever has seed and list can draw it again."""

    __tablename__ = "review_sample"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
        CheckConstraint("first_day <= last_day", name="period"),
        CheckConstraint("passed >= 1", name="something_to_draw"),
    )

    first_day: Mapped[date]
    last_day: Mapped[date]
    percent: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    passed: Mapped[int]
    drawn_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[datetime]


class SampledReview(Identified, Base):
    """One round drawn, and once: what looking at it again found."""

    __tablename__ = "sampled_review"
    __table_args__ = (
        UniqueConstraint("sample_id", "review_id"),
        CheckConstraint(
            "(sound IS NULL) = (checked_at IS NULL) AND (sound IS NULL) = (checked_by IS NULL) "
            "AND (sound IS NULL OR sound OR remark <> '')",
            name="check_whole",
        ),
    )

    sample_id: Mapped[UUID] = mapped_column(ForeignKey("review_sample.id"), index=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    position: Mapped[int]
    sound: Mapped[bool | None]
    remark: Mapped[str] = mapped_column(Text)
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[datetime | None]
