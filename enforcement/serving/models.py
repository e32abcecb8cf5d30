"""送达: each act of service and each attempt that failed. Rows are final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.serving.rules import PROOF_NAMES, AttemptOutcome, ServiceMethod

METHODS = ", ".join(repr(str(method)) for method in ServiceMethod)
PROVED = ", ".join(repr(str(method)) for method in PROOF_NAMES)
OUTCOMES = ", ".join(repr(str(outcome)) for outcome in AttemptOutcome)


class Service(Identified, Base):
    """`served_on` is the day of the act, `deemed_on` the day the law counts; they differ for announcements only."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint(f"method IN ({METHODS})", name="lawful_method"),
        CheckConstraint("deemed_on = served_on OR (method = 'ANNOUNCEMENT' AND deemed_on > served_on)", name="deemed"),
        CheckConstraint(
            "method <> 'LEFT' OR (refusal <> '' AND (witness <> '' OR recording_id IS NOT NULL))", name="left_witnessed"
        ),
        CheckConstraint("method <> 'ELECTRONIC' OR confirmation <> ''", name="electronic_confirmed"),
        CheckConstraint(f"method NOT IN ({PROVED}) OR proof <> ''", name="proved"),
        CheckConstraint("method = 'ANNOUNCEMENT' OR receiver <> ''", name="received"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    method: Mapped[str] = mapped_column(String(20))
    served_on: Mapped[date]
    deemed_on: Mapped[date]
    receiver: Mapped[str] = mapped_column(String(100))
    relation: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(300))
    witness: Mapped[str] = mapped_column(String(200))
    refusal: Mapped[str] = mapped_column(Text)
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    confirmation: Mapped[str] = mapped_column(String(300))
    proof: Mapped[str] = mapped_column(String(300))
    told_of_publication: Mapped[bool]
    remarks: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class FailedAttempt(Identified, Base):
    __tablename__ = "failed_attempt"
    __table_args__ = (
        CheckConstraint(f"method IN ({METHODS})", name="lawful_method"),
        CheckConstraint(f"outcome IN ({OUTCOMES})", name="known_outcome"),
        CheckConstraint("course <> ''", name="told"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    attempted_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(300))
    outcome: Mapped[str] = mapped_column(String(20))
    course: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
