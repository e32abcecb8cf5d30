"""What the nightly look through the open files found. Worked out anew each night, so nothing here is final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base


class ScoringNight(Base):
    """One row: the last night, and how many open files were looked through."""

    __tablename__ = "scoring_night"

    day: Mapped[date] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime]
    files: Mapped[int]


class KnockOut(Base):
    """A check that fails a whole file, as it stood that night."""

    __tablename__ = "knock_out"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    check_key: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    sentence: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(300))
