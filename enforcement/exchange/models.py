from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Letter(Identified, Base):
    """One letter to one address by one channel. Written with the fact it tells, sent later, kept with its receipt."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("channel IN ('MAIL', 'WEBHOOK')", name="known_channel"),
        CheckConstraint("state IN ('QUEUED', 'SENT', 'FAILED')", name="known_state"),
        CheckConstraint("(state = 'QUEUED') = (settled_at IS NULL)", name="settled"),
        Index(
            "ix_letter_waiting",
            "next_at",
            "id",
            sqlite_where=text("state = 'QUEUED'"),
            postgresql_where=text("state = 'QUEUED'"),
        ),
    )

    natural_key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient_id: Mapped[UUID] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(String(300))


class OutletSwitch(Base):
    """Which outlets the body uses. One that was never switched on is off."""

    __tablename__ = "outlet_switch"
    __table_args__ = (CheckConstraint("outlet IN ('PROVINCE', 'CREDIT', 'PORTAL')", name="known_outlet"),)

    outlet: Mapped[str] = mapped_column(String(20), primary_key=True)
    on: Mapped[bool] = mapped_column("is_on")
    changed_by: Mapped[UUID]
    changed_at: Mapped[datetime]


class Delivery(Identified, Base):
    """One word to one outlet about one notice, queued in the transaction of the act it tells; kept with its receipt.

    `subject_id` names the notice, `payload` is what the public may read of it. No row ever goes (triggers).
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("outlet IN ('PROVINCE', 'CREDIT', 'PORTAL')", name="known_outlet"),
        CheckConstraint("act IN ('SHOW', 'TAKE_DOWN')", name="known_act"),
        CheckConstraint("state IN ('QUEUED', 'HANDED_OVER', 'ACCEPTED', 'REFUSED', 'CANCELLED')", name="known_state"),
        CheckConstraint("(state IN ('ACCEPTED', 'CANCELLED')) = (settled_at IS NOT NULL)", name="settled"),
        CheckConstraint("state <> 'ACCEPTED' OR length(trim(receipt)) > 0", name="accepted_with_receipt"),
        CheckConstraint("length(payload_sha256) = 64", name="whole_digest"),
        Index("ix_delivery_subject", "subject_id", "outlet", "created_at"),
        Index(
            "ix_delivery_open",
            "outlet",
            "next_at",
            "id",
            sqlite_where=text("state IN ('QUEUED', 'HANDED_OVER', 'REFUSED')"),
            postgresql_where=text("state IN ('QUEUED', 'HANDED_OVER', 'REFUSED')"),
        ),
    )

    outlet: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[UUID]
    case_id: Mapped[UUID]
    payload: Mapped[str] = mapped_column(Text)
    payload_sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(String(300))
