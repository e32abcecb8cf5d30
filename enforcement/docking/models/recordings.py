from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.docking.models.columns import one_of
from enforcement.docking.names import LinkedBy
from enforcement.evidence.names import Medium
from enforcement.kernel.db import Base, Identified


class Recording(Identified, Base):
    """A file of a device, safe in the store before anybody said which case it belongs to. No column ever changes."""

    __tablename__ = "recording"
    __table_args__ = (
        CheckConstraint(one_of("medium", Medium), name="known_medium"),
        CheckConstraint("length(sha256) = 64", name="whole_digest"),
        CheckConstraint("size > 0", name="not_empty"),
        Index("ix_recording_inbox", "holder_id", "received_at"),
    )

    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("docking_receipt.id"), index=True)
    device_no: Mapped[str] = mapped_column(String(60))
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    medium: Mapped[str] = mapped_column(String(20))
    mime: Mapped[str] = mapped_column(String(60))
    object_key: Mapped[str] = mapped_column(String(200))
    locked_until: Mapped[datetime]
    duration_ms: Mapped[int | None] = mapped_column(BigInteger)
    width: Mapped[int | None]
    height: Mapped[int | None]
    codecs: Mapped[str] = mapped_column(String(60))
    device: Mapped[str] = mapped_column(String(200))
    device_time: Mapped[str] = mapped_column(String(60))
    device_at: Mapped[datetime | None]
    device_place: Mapped[str] = mapped_column(String(120))
    damaged: Mapped[str] = mapped_column(String(300))
    received_at: Mapped[datetime]


class RecordingPoster(Base):
    """A small picture to know the recording by."""

    __tablename__ = "recording_poster"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="whole_digest"),)

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    object_key: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class RecordingLink(Base):
    """Out of the inbox into one case, once: the item refers to the same object."""

    __tablename__ = "recording_link"
    __table_args__ = (CheckConstraint(one_of("how", LinkedBy), name="known_way"),)

    recording_id: Mapped[UUID] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    linked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    linked_at: Mapped[datetime]
