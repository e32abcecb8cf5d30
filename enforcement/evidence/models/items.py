from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import SHA256, one_of
from enforcement.evidence.names import EvidenceKind, Medium
from enforcement.kernel.db import Base, Identified


class Item(Identified, Base):
    """One piece of evidence. There is no row before it is sealed, and no column of it changes afterwards."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint(one_of("kind", EvidenceKind), name="known_kind"),
        CheckConstraint(one_of("medium", Medium), name="known_medium"),
        CheckConstraint(SHA256.format("sha256"), name="whole_digest"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint(
            "(medium = 'text' AND upload_id IS NULL AND object_key IS NULL)"
            " OR (medium <> 'text' AND upload_id IS NOT NULL AND object_key IS NOT NULL)",
            name="text_or_object",
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    seq: Mapped[int]
    upload_id: Mapped[UUID | None] = mapped_column(ForeignKey("upload_session.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    medium: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    object_key: Mapped[str | None] = mapped_column(String(200))
    locked_until: Mapped[datetime | None]
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    codecs: Mapped[str] = mapped_column(String(60), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    device_time: Mapped[str] = mapped_column(String(60), default="")  # as the device wrote it
    device_at: Mapped[datetime | None]  # the same as a moment, where the device stated a zone
    device_place: Mapped[str] = mapped_column(String(120), default="")
    damaged: Mapped[str] = mapped_column(String(300), default="")  # the warning shown; empty when the file is whole
    received_at: Mapped[datetime]
    sealed_at: Mapped[datetime]
    provided_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class TextRecord(Base):
    """笔录. The words as they were read out and signed; the item holds their digest."""

    __tablename__ = "text_record"
    __table_args__ = (CheckConstraint("begun_at <= ended_at", name="order"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    text_kind: Mapped[str] = mapped_column(String(20))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    persons: Mapped[str] = mapped_column(Text)
    officers: Mapped[str] = mapped_column(Text)  # names and certificate numbers as they stood that day, one a line
    body: Mapped[str] = mapped_column(Text)


class Label(Identified, Base):
    """The five labels, one row for each version. A correction is a new row beside the old one (AV-6)."""

    __tablename__ = "label"
    __table_args__ = (
        UniqueConstraint("item_id", "version"),
        CheckConstraint("version >= 1", name="counted"),
        CheckConstraint("captured_place <> '' AND fact_to_prove <> '' AND step <> ''", name="complete"),
        CheckConstraint("version = 1 OR reason <> ''", name="correction_explained"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    version: Mapped[int]
    captured_at: Mapped[datetime]
    captured_place: Mapped[str] = mapped_column(String(300))
    captured_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    certificate_no: Mapped[str] = mapped_column(String(40))
    fact_to_prove: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(String(40))
    device_no: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    labelled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    labelled_at: Mapped[datetime]
