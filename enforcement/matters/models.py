"""What this body may punish: causes with the articles broken and applied, and the range of the fine. Dated rows."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Cause(Identified, Base):
    """案由. The fine is bounded either by multiples of a base sum (loss, defrauded sum) or by fixed amounts."""

    __tablename__ = "cause"
    __table_args__ = (
        UniqueConstraint("code", "in_force_from"),
        CheckConstraint("range_kind IN ('MULTIPLE', 'AMOUNT', 'NONE')", name="known_range"),
        CheckConstraint("range_low <= range_high", name="range_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(100))
    violated: Mapped[str] = mapped_column(Text)
    applied: Mapped[str] = mapped_column(Text)
    range_kind: Mapped[str] = mapped_column(String(10))
    range_low: Mapped[int]  # hundredths of a multiple, or fen
    range_high: Mapped[int]
    base_name: Mapped[str] = mapped_column(String(40))
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
