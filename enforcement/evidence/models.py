"""Uploads on their way in, items that stay, and who had them in hand."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.names import CustodyEvent, DerivativeKind, EvidenceKind, JobState, Medium, UploadState
from enforcement.kernel.db import Base, Identified

SHA256 = "length({}) = 64"


def _one_of(column: str, kind: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(member.value) for member in kind)})"


class UploadSession(Identified, Base):
    """Owned by the server: whoever of the team chooses the same file again, on any device, continues here."""

    __tablename__ = "upload_session"
    __table_args__ = (
        CheckConstraint(_one_of("state", UploadState), name="known_state"),
        CheckConstraint("size > 0 AND received >= 0 AND received <= size", name="within_size"),
        CheckConstraint(f"sha256 IS NULL OR {SHA256.format('sha256')}", name="whole_digest"),
        CheckConstraint(
            "state NOT IN ('RECEIVED', 'SEALED') OR (sha256 IS NOT NULL AND received = size)", name="received_whole"
        ),
        CheckConstraint("state <> 'REFUSED' OR refused_reason <> ''", name="refusal_explained"),
        Index(
            "uq_upload_session_unfinished",
            "case_id",
            "size",
            "fingerprint",
            unique=True,
            sqlite_where=text("state = 'OPEN' AND fingerprint <> ''"),
            postgresql_where=text("state = 'OPEN' AND fingerprint <> ''"),
        ),
        Index("ix_upload_session_state_expires_at", "state", "expires_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str | None] = mapped_column(String(20))
    labels: Mapped[str] = mapped_column(Text)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    medium: Mapped[str | None] = mapped_column(String(20))
    mime: Mapped[str | None] = mapped_column(String(60))
    sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    refused_reason: Mapped[str] = mapped_column(String(300), default="")
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    described_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))  # whose words the labels are
    completed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]


class Item(Identified, Base):
    """One piece of evidence. There is no row before it is sealed, and no column of it changes afterwards."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint(_one_of("kind", EvidenceKind), name="known_kind"),
        CheckConstraint(_one_of("medium", Medium), name="known_medium"),
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


class Custody(Identified, Base):
    """Who, what, how, when, on what, why, with what result."""

    __tablename__ = "custody"
    __table_args__ = (
        UniqueConstraint("item_id", "seq"),
        CheckConstraint(_one_of("event", CustodyEvent), name="known_event"),
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


class Derivative(Identified, Base):
    """A copy to look at, made from the original and pointing at it."""

    __tablename__ = "derivative"
    __table_args__ = (
        UniqueConstraint("item_id", "kind", "version"),
        CheckConstraint(_one_of("kind", DerivativeKind), name="known_kind"),
        CheckConstraint(SHA256.format("sha256"), name="whole_digest"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    object_key: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]


class MediaJob(Identified, Base):
    """Work on bytes, taken under a lease. `attempt` is the fence: a late worker no longer holds its number."""

    __tablename__ = "media_job"
    __table_args__ = (
        CheckConstraint(_one_of("state", JobState), name="known_state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            "(kind = 'SEAL' AND item_id IS NULL) OR (kind = 'DERIVE' AND item_id IS NOT NULL)", name="what_it_works_on"
        ),
        UniqueConstraint("upload_id", "kind"),
        Index("ix_media_job_due", "state", "due_at"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload_session.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    state: Mapped[str] = mapped_column(String(10))
    attempt: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str] = mapped_column(String(60), default="")
    error_sentence: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
