from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import one_of
from enforcement.evidence.names import CustodyEvent, Soundness
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


class FixityCheck(Identified, Base):
    """One object read back from the store and held against the digest it was sealed with."""

    __tablename__ = "fixity_check"
    __table_args__ = (
        CheckConstraint(one_of("result", Soundness), name="known_result"),
        CheckConstraint("result <> 'OK' OR length(sha256_seen) = 64", name="seen_whole"),
        CheckConstraint("size >= 0 AND milliseconds >= 0", name="not_negative"),
        Index("ix_fixity_check_newest", "object_key", "checked_at"),
    )

    object_key: Mapped[str] = mapped_column(String(200))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"), index=True)  # none: still in an inbox
    checked_at: Mapped[datetime] = mapped_column(index=True)
    result: Mapped[str] = mapped_column(String(12))
    sha256_seen: Mapped[str] = mapped_column(String(64))  # empty when nothing could be read
    size: Mapped[int] = mapped_column(BigInteger)  # bytes read
    milliseconds: Mapped[int] = mapped_column(BigInteger)


class DisposedItem(Base):
    """From here on the content is ended: it answers with the certificate's number. The item's row stays (AV-7)."""

    __tablename__ = "disposed_item"
    __table_args__ = (CheckConstraint("certificate_no <> ''", name="certified"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    certificate_no: Mapped[str] = mapped_column(String(80), index=True)
    disposed_at: Mapped[datetime]
    disposed_by: Mapped[UUID]
