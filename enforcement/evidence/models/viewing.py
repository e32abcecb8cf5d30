from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import SHA256, one_of
from enforcement.evidence.names import CopyKind
from enforcement.kernel.db import Base, Identified


class TechnicalFacts(Base):
    """What the file says of itself beyond the item's own columns, as the worker read it. The device's word."""

    __tablename__ = "technical_facts"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    facts: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime]


class TimeMark(Identified, Base):
    """A remark at a place in a recording. Amending and ending are further rows; `mark_id` is the first one's id."""

    __tablename__ = "time_mark"
    __table_args__ = (
        UniqueConstraint("mark_id", "version"),
        CheckConstraint("remark <> ''", name="says_something"),
        CheckConstraint("at_ms IS NULL OR at_ms >= 0", name="within"),
        CheckConstraint("until_ms IS NULL OR (at_ms IS NOT NULL AND until_ms > at_ms)", name="order"),
        CheckConstraint("NOT ended OR version > 1", name="ended_later"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    mark_id: Mapped[UUID]
    version: Mapped[int]
    at_ms: Mapped[int | None] = mapped_column(BigInteger)  # None: on the item as a whole
    until_ms: Mapped[int | None] = mapped_column(BigInteger)
    remark: Mapped[str] = mapped_column(Text)
    ended: Mapped[bool]
    marked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[datetime]


class CopyRequest(Identified, Base):
    """Somebody asked for a further copy: a stretch (AV-6), or a playing copy marked with their name."""

    __tablename__ = "copy_request"
    __table_args__ = (
        CheckConstraint(one_of("kind", CopyKind), name="known_kind"),
        CheckConstraint("purpose <> ''", name="purpose_stated"),
        CheckConstraint(
            "(kind = 'MARK' AND from_ms IS NULL AND until_ms IS NULL)"
            " OR (kind = 'CLIP' AND from_ms >= 0 AND until_ms > from_ms AND title <> '')",
            name="stretch",
        ),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)  # derived_from
    kind: Mapped[str] = mapped_column(String(10))
    from_ms: Mapped[int | None] = mapped_column(BigInteger)
    until_ms: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]


class FurtherCopy(Base):
    """The object a request brought about. One with `expires_at` is removed then; its row stays."""

    __tablename__ = "further_copy"
    __table_args__ = (
        CheckConstraint(SHA256.format("sha256"), name="whole_digest"),
        CheckConstraint("expires_at IS NULL OR expires_at > made_at", name="order"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("copy_request.id"), primary_key=True)
    object_key: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
