"""移送与撤销立案: asked for, ruled on, sent, and what came of it. All rows are final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.transfers.rules import Course, Exit

EXITS = ", ".join(repr(str(kind)) for kind in Exit)
COURSES = ", ".join(repr(str(course)) for course in Course)


class ExitRequest(Identified, Base):
    """What the handlers ask the head for. `receiver` is empty where nothing is sent (撤销立案)."""

    __tablename__ = "exit_request"
    __table_args__ = (
        CheckConstraint(f"kind IN ({EXITS})", name="known_kind"),
        CheckConstraint("(kind = 'CANCEL') = (receiver = '')", name="receiver_of_transfer"),
        CheckConstraint("length(trim(reason)) > 0", name="with_reason"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    receiver: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    items: Mapped[str] = mapped_column(Text)
    appraisal: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]


class ExitRuling(Base):
    """The head's word. Its document is issued with the approval."""

    __tablename__ = "exit_ruling"
    __table_args__ = (
        CheckConstraint("approved = (document_id IS NOT NULL)", name="approval_has_paper"),
        CheckConstraint("length(trim(opinion)) > 0", name="with_reason"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("exit_request.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    approved: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ruled_at: Mapped[datetime]


class ExitSending(Base):
    __tablename__ = "exit_sending"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("exit_request.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    sent_at: Mapped[datetime]
    received_by: Mapped[str] = mapped_column(String(200))
    late_reason: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class ExitCourse(Identified, Base):
    """回执、立案通知、不予立案通知、退回, and what was done upon them, each with its paper."""

    __tablename__ = "exit_course"
    __table_args__ = (
        CheckConstraint(f"kind IN ({COURSES})", name="known_kind"),
        CheckConstraint("length(trim(paper)) > 0", name="with_paper"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("exit_request.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
