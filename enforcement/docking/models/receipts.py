from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.docking.models.columns import one_of
from enforcement.docking.names import Came, Result
from enforcement.kernel.db import Base, Identified


class DockingReceipt(Identified, Base):
    """收据: what one device handed in. Open while files come in; an interrupted one is continued by the next sweep."""

    __tablename__ = "docking_receipt"
    __table_args__ = (
        CheckConstraint(one_of("came", Came), name="known_way"),
        CheckConstraint(
            "(closed_at IS NULL AND sha256 IS NULL) OR (closed_at IS NOT NULL AND length(sha256) = 64)",
            name="closed_whole",
        ),
        Index(
            "uq_docking_receipt_open",
            "device_no",
            "officer_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    device_no: Mapped[str] = mapped_column(String(60))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    came: Mapped[str] = mapped_column(String(10))
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))  # of the text as printed


class DockingLine(Identified, Base):
    """One file of a receipt, as it lay on the device."""

    __tablename__ = "docking_line"
    __table_args__ = (
        UniqueConstraint("receipt_id", "seq"),
        CheckConstraint(one_of("result", Result), name="known_result"),
        CheckConstraint("result NOT IN ('REFUSED', 'DAMAGED') OR sentence <> ''", name="explained"),
        CheckConstraint("result NOT IN ('TAKEN', 'DAMAGED') OR recording_id IS NOT NULL", name="taken_is_there"),
        CheckConstraint("length(sha256) = 64", name="whole_digest"),
        Index("ix_docking_line_seen", "path", "size", "modified_ns"),
    )

    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("docking_receipt.id"), index=True)
    seq: Mapped[int]
    path: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(String(300))
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"))
