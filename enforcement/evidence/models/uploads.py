from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import SHA256, one_of
from enforcement.evidence.names import PlaceSource, UploadState
from enforcement.kernel.db import Base, Identified


class UploadSession(Identified, Base):
    """Owned by the server: whoever of the team chooses the same file again, on any device, continues here."""

    __tablename__ = "upload_session"
    __table_args__ = (
        CheckConstraint(one_of("state", UploadState), name="known_state"),
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
        Index("ix_upload_session_created_by_state", "created_by", "state"),
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


class UploadPlace(Identified, Base):
    """Where the sending device was when somebody began or continued an upload; or that it was not told, and why."""

    __tablename__ = "upload_place"
    __table_args__ = (
        CheckConstraint(one_of("source", PlaceSource), name="known_source"),
        CheckConstraint("(source = 'BROWSER') = (coordinates <> '')", name="located_or_not"),
        CheckConstraint("accuracy_m IS NULL OR (accuracy_m >= 0 AND source = 'BROWSER')", name="error_of_a_place"),
    )

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload_session.id"), index=True)
    source: Mapped[str] = mapped_column(String(12))
    coordinates: Mapped[str] = mapped_column(String(40))
    accuracy_m: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
