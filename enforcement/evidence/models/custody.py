from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import one_of
from enforcement.evidence.names import CustodyEvent
from enforcement.kernel.db import Base, Identified


class Custody(Identified, Base):
    """Who, what, how, when, on what, why, with what result."""

    __tablename__ = "custody"
    __table_args__ = (
        UniqueConstraint("item_id", "seq"),
        CheckConstraint(one_of("event", CustodyEvent), name="known_event"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    seq: Mapped[int]
    event: Mapped[str] = mapped_column(String(20))
    by: Mapped[UUID]
    at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(300))


class Viewing(Identified, Base):
    """A stated purpose, good for one person and one item for a while."""

    __tablename__ = "viewing"
    __table_args__ = (
        CheckConstraint("purpose <> ''", name="purpose_stated"),
        CheckConstraint("opened_at < expires_at", name="order"),
        Index("ix_viewing_standing", "item_id", "viewer_id", "expires_at"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
