"""Baselines in editions, and what was suggested for a case. Every row is final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Baseline(Identified, Base):
    """One edition of the baseline of one cause. `tiers` says how many belong to it, so none can join later."""

    __tablename__ = "baseline"
    __table_args__ = (
        UniqueConstraint("cause_code", "edition"),
        UniqueConstraint("cause_code", "in_force_from"),
        CheckConstraint("edition >= 1 AND tiers >= 1", name="counted_from_one"),
    )

    cause_code: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    tiers: Mapped[int]
    in_force_from: Mapped[date]
    listed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    listed_at: Mapped[datetime]


class BaselineTier(Base):
    """阶次: the circumstances, and the part of the range of the law they stand for."""

    __tablename__ = "baseline_tier"
    __table_args__ = (
        CheckConstraint("low >= 0 AND low <= high", name="range_order"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    baseline_id: Mapped[UUID] = mapped_column(ForeignKey("baseline.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(20))
    circumstances: Mapped[str] = mapped_column(Text)
    low: Mapped[int] = mapped_column(BigInteger)  # hundredths of the base sum, or fen, as the cause has it
    high: Mapped[int] = mapped_column(BigInteger)


class Assessment(Identified, Base):
    """裁量测算: what was suggested to the handlers and how it was reckoned. The choice stands in the draft."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        ForeignKeyConstraint(["baseline_id", "tier"], ["baseline_tier.baseline_id", "baseline_tier.position"]),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("base_fen >= 0 AND low_fen <= suggested_fen AND suggested_fen <= high_fen", name="within_tier"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    version: Mapped[int]
    baseline_id: Mapped[UUID]
    tier: Mapped[int]
    base_fen: Mapped[int] = mapped_column(BigInteger)
    grounds: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    low_fen: Mapped[int] = mapped_column(BigInteger)
    high_fen: Mapped[int] = mapped_column(BigInteger)
    suggested_fen: Mapped[int] = mapped_column(BigInteger)
    arithmetic: Mapped[str] = mapped_column(Text)
    assessed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    assessed_at: Mapped[datetime]
