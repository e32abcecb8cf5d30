from datetime import datetime
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
