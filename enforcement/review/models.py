"""Rounds of legal review. A round's opinion is final; the next round is a new row (LR-11)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.review.rules import ReviewResult

RESULTS = ", ".join(repr(str(result)) for result in ReviewResult)


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
