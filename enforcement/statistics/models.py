from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class ReportRun(Identified, Base):
    """A frozen report (ST-9): never edited. What changes later becomes the next version, with its reason."""

    __tablename__ = "report_run"
    __table_args__ = (
        UniqueConstraint("report", "period", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("version = 1 OR reason <> ''", name="restatement_explained"),
        CheckConstraint("length(digest) = 64", name="whole_digest"),
    )

    report: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(6))
    version: Mapped[int]
    figures: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    frozen_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime]
