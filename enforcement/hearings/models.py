"""What the party said to the prior notice, and what was answered. All rows are final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.hearings.rules import DefenceForm, WaiverForm
from enforcement.kernel.db import Base, Identified


class Defence(Identified, Base):
    __tablename__ = "defence"
    __table_args__ = (
        CheckConstraint(f"form IN ({', '.join(repr(str(form)) for form in DefenceForm)})", name="known_form"),
        CheckConstraint("text <> ''", name="says_something"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    received_on: Mapped[date]
    form: Mapped[str] = mapped_column(String(20))
    speaker: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class DefenceAnswer(Identified, Base):
    """复核意见. `points` is a JSON list: each point of the defence, adopted or not, with its reason."""

    __tablename__ = "defence_answer"
    __table_args__ = (CheckConstraint("points <> '' AND points <> '[]'", name="has_points"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    defence_id: Mapped[UUID] = mapped_column(ForeignKey("defence.id"), unique=True)
    points: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    nothing_further: Mapped[bool]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime]


class Waiver(Identified, Base):
    """明确放弃陈述申辩 (《行政处罚法》第六十二条). Once per notice."""

    __tablename__ = "waiver"
    __table_args__ = (
        CheckConstraint(f"form IN ({', '.join(repr(str(form)) for form in WaiverForm)})", name="known_form"),
        CheckConstraint("proof <> ''", name="has_proof"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    waived_on: Mapped[date]
    form: Mapped[str] = mapped_column(String(20))
    proof: Mapped[str] = mapped_column(String(300))
    covers_hearing: Mapped[bool]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class HearingThreshold(Identified, Base):
    """From which amounts this body offers a hearing to which parties (《行政处罚法》第六十三条)."""

    __tablename__ = "hearing_threshold"
    __table_args__ = (
        CheckConstraint("category IN ('ORGANISATION', 'SOLE_TRADER', 'NATURAL_PERSON')", name="known_category"),
        CheckConstraint("fine_fen > 0 AND confiscation_fen > 0", name="amounts"),
        CheckConstraint("basis <> ''", name="has_basis"),
    )

    category: Mapped[str] = mapped_column(String(20), index=True)
    fine_fen: Mapped[int] = mapped_column(BigInteger)
    confiscation_fen: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[str] = mapped_column(String(300))
    in_force_from: Mapped[date]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]
