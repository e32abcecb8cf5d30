"""The official calendar as rows: what the State Council announced, and when it was loaded."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class CalendarYearRow(Base):
    __tablename__ = "calendar_year"
    __table_args__ = (CheckConstraint("status IN ('OFFICIAL', 'PROVISIONAL', 'MISSING')", name="known_status"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    notice: Mapped[str] = mapped_column(String(200))
    loaded_at: Mapped[datetime]


class CalendarDayRow(Base):
    """Only days that differ from Monday-to-Friday: off days with their holiday, and shift workdays (调休)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    is_off: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
    notice: Mapped[str] = mapped_column(String(200))  # a later notice may rule on single days of a year


class OwnDayRow(Identified, Base):
    """A body's own closure or extra working day. Ended, never deleted: past dates stay explainable."""

    __tablename__ = "own_day"
    __table_args__ = (
        CheckConstraint("length(trim(name)) > 0 AND length(trim(basis)) > 0", name="reason_and_basis"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="end_whole"),
        Index(
            "uq_own_day_standing",
            "day",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    day: Mapped[date]
    is_off: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
