"""A step recorded by declaration. Final: what was recorded stays, with who did it and what it rests on."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class StepRecord(Identified, Base):
    """`facts`: what the folder of the procedure asked for on that day, as one JSON object of label and answer."""

    __tablename__ = "step_record"
    __table_args__ = (CheckConstraint("length(facts) > 2", name="states_something"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(60))
    day: Mapped[date]
    facts: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(String(200))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    basis: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Ruling(Base):
    """What a case without draft and penalty ended in: a result of inspection, a licence, another decision. Final."""

    __tablename__ = "ruling"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("step_record.id"), unique=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    action_type: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    decided_on: Mapped[date] = mapped_column(index=True)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]
