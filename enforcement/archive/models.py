from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.archive.rules import BundlePurpose, Retention
from enforcement.kernel.asking import RequestState
from enforcement.kernel.db import Base
from enforcement.kernel.leasing import Asked


def _one_of(column: str, kind: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(member.value) for member in kind)})"


class ArchivedFile(Base):
    """The file as it was put away: its catalogue with every digest, frozen."""

    __tablename__ = "archived_file"
    __table_args__ = (
        CheckConstraint(_one_of("retention", Retention), name="known_retention"),
        CheckConstraint("length(digest) = 64", name="whole_digest"),
        CheckConstraint("entries > 0", name="not_empty"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    retention: Mapped[str] = mapped_column(String(20))
    endnote: Mapped[str] = mapped_column(Text)
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    archived_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    archived_at: Mapped[datetime]


class Archiving(Asked, Base):
    """归档 asked for: carried out by itself once every byte was read back. What was asked for never changes."""

    __tablename__ = "archiving"
    __table_args__ = (
        CheckConstraint(_one_of("state", RequestState), name="known_state"),
        CheckConstraint(_one_of("retention", Retention), name="known_retention"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state <> 'FAILED' OR failure <> ''", name="failure_explained"),
        Index(
            "uq_archiving_moving",
            "case_id",
            unique=True,
            sqlite_where=text("state IN ('REQUESTED', 'RUNNING')"),
            postgresql_where=text("state IN ('REQUESTED', 'RUNNING')"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    retention: Mapped[str] = mapped_column(String(20))
    endnote: Mapped[str] = mapped_column(Text)


class Bundle(Asked, Base):
    """A copy of the file for somebody outside. Its request never changes; once ready, nothing of it does."""

    __tablename__ = "bundle"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint(_one_of("state", RequestState), name="known_state"),
        CheckConstraint(_one_of("purpose", BundlePurpose), name="known_purpose"),
        CheckConstraint("recipient <> ''", name="recipient_named"),
        CheckConstraint("purpose <> 'OTHER' OR reason <> ''", name="purpose_stated"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state <> 'FAILED' OR failure <> ''", name="failure_explained"),
        CheckConstraint(
            "state <> 'READY' OR (folder <> '' AND parts > 0 AND size > 0 AND head_size > 0"
            " AND length(manifest_sha256) = 64 AND made_at IS NOT NULL)",
            name="ready_whole",
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    seq: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    folder: Mapped[str] = mapped_column(String(120), default="")
    parts: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    head_size: Mapped[int] = mapped_column(BigInteger, default=0)
    manifest_sha256: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime | None]


class BundlePart(Base):
    """One file of a bundle: where its bytes lie in the store, and what they are."""

    __tablename__ = "bundle_part"
    __table_args__ = (
        UniqueConstraint("bundle_id", "path"),
        CheckConstraint("length(sha256) = 64", name="whole_digest"),
        CheckConstraint("size >= 0", name="counted"),
    )

    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundle.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(String(300))
    object_key: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    crc32: Mapped[int] = mapped_column(BigInteger)
