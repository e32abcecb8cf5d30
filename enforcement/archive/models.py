from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.archive.rules import Retention
from enforcement.kernel.db import Base


class ArchivedFile(Base):
    """The file as it was put away: its catalogue with every digest, frozen."""

    __tablename__ = "archived_file"
    __table_args__ = (
        CheckConstraint(f"retention IN ({', '.join(repr(str(kind)) for kind in Retention)})", name="known_retention"),
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
