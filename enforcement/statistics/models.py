from datetime import date, datetime
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


class AnnualRelease(Identified, Base):
    """Where and when the report of a year was made public, and from which draft. Final; a later row corrects."""

    __tablename__ = "annual_release"
    __table_args__ = (CheckConstraint("length(trim(place)) > 0", name="with_place"),)

    year: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    published_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(300))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
