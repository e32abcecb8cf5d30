"""Letters of citizens. The board's role adds to the first table and reads none; the office answers in the others."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.letterbox.rules import Outcome


class ErrorReport(Identified, Base):
    """As it was dropped in. `notice_id` has no foreign key: a refusal would tell the board which ids exist."""

    __tablename__ = "error_report"
    __table_args__ = (
        CheckConstraint("length(code_sha256) = 64", name="whole_digest"),
        CheckConstraint("length(words) BETWEEN 1 AND 1000", name="some_words"),
        CheckConstraint("length(subject) BETWEEN 1 AND 30 AND length(contact) <= 100", name="bounded"),
    )

    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    notice_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(String(30))
    words: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(100))  # the only column that may change: it is forgotten
    received_at: Mapped[datetime] = mapped_column(index=True)


class ReportReceipt(Base):
    """Seen by the office, with the day the answer is due."""

    __tablename__ = "report_receipt"
    __table_args__ = (CheckConstraint("due_on >= received_on", name="order"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("error_report.id"), primary_key=True)
    received_on: Mapped[date]
    due_on: Mapped[date]
    at: Mapped[datetime]


class ReportAnswer(Base):
    """What the citizen reads under the code."""

    __tablename__ = "report_answer"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(repr(str(one)) for one in Outcome)})", name="known_outcome"),
        CheckConstraint("length(trim(answer)) > 0", name="some_answer"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report_receipt.report_id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]
