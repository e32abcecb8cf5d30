from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.evidence.models.columns import SHA256, one_of
from enforcement.evidence.names import DerivativeKind, JobState
from enforcement.kernel.db import Base, Identified


class Derivative(Identified, Base):
    """A copy to look at, made from the original and pointing at it."""

    __tablename__ = "derivative"
    __table_args__ = (
        UniqueConstraint("item_id", "kind", "version"),
        CheckConstraint(one_of("kind", DerivativeKind), name="known_kind"),
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


UNASKED = text("request_id IS NULL")


class MediaJob(Identified, Base):
    """Work on bytes, taken under a lease. `attempt` is the fence: a late worker no longer holds its number."""

    __tablename__ = "media_job"
    __table_args__ = (
        CheckConstraint(one_of("state", JobState), name="known_state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            "(kind = 'SEAL' AND item_id IS NULL AND request_id IS NULL)"
            " OR (kind = 'DERIVE' AND item_id IS NOT NULL AND request_id IS NULL)"
            " OR (kind IN ('CLIP', 'MARK') AND item_id IS NOT NULL AND request_id IS NOT NULL)",
            name="what_it_works_on",
        ),
        UniqueConstraint("request_id"),
        Index("uq_media_job_once", "upload_id", "kind", unique=True, sqlite_where=UNASKED, postgresql_where=UNASKED),
        Index("ix_media_job_due", "state", "due_at"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload_session.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("copy_request.id"))
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
