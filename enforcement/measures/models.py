"""先行登记保存、封存、查封、扣押: every row says one thing that was done, and none is changed afterwards."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.measures.names import MeasureKind, Signing, Way

KINDS = ", ".join(repr(str(kind)) for kind in MeasureKind)
WAYS = ", ".join(repr(str(way)) for way in Way)
SIGNINGS = ", ".join(repr(str(signing)) for signing in Signing)


class Measure(Identified, Base):
    """What was asked for, or taken on the spot: `taken_at` stands only where approval is made up afterwards."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint(f"kind IN ({KINDS})", name="known_kind"),
        CheckConstraint("kind <> 'PRESERVATION' OR taken_at IS NULL", name="preservation_approved_first"),
        CheckConstraint("seq >= 1 AND items >= 1 AND days BETWEEN 1 AND 30", name="counted"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    items: Mapped[int]
    taken_at: Mapped[datetime | None]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]


class MeasureItem(Base):
    __tablename__ = "measure_item"
    __table_args__ = (CheckConstraint("position >= 1", name="position_from_one"),)

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    quantity: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    manner: Mapped[str] = mapped_column(Text)


class MeasureRuling(Base):
    """负责人审批, before the act or made up after it; `late` where the twenty-four hours were over."""

    __tablename__ = "measure_ruling"

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    approved: Mapped[bool]
    late: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ruled_at: Mapped[datetime]


class MeasureStart(Base):
    """The notice or decision with its list, and the day from which the term runs."""

    __tablename__ = "measure_start"

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    started_on: Mapped[date] = mapped_column(index=True)
    started_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime]


class MeasureScene(Base):
    __tablename__ = "measure_scene"
    __table_args__ = (
        CheckConstraint(f"signing IN ({SIGNINGS})", name="known_signing"),
        CheckConstraint("signing <> 'ABSENT' OR witness <> ''", name="witness_for_the_absent"),
        CheckConstraint("signing <> 'REFUSED' OR refusal <> ''", name="refusal_noted"),
    )

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text)
    ids_shown: Mapped[bool]
    rights_told: Mapped[bool]
    party_present: Mapped[bool]
    defence: Mapped[str] = mapped_column(Text)
    signing: Mapped[str] = mapped_column(String(20))
    signed_by: Mapped[str] = mapped_column(Text)
    witness: Mapped[str] = mapped_column(Text)
    refusal: Mapped[str] = mapped_column(Text)
    others: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    act_id: Mapped[UUID | None] = mapped_column(ForeignKey("declared_act.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class MeasureExtension(Identified, Base):
    __tablename__ = "measure_extension"
    __table_args__ = (CheckConstraint("days BETWEEN 1 AND 30", name="within_thirty_days"),)

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]


class MeasureExtensionRuling(Base):
    __tablename__ = "measure_extension_ruling"
    __table_args__ = (CheckConstraint("granted = (document_id IS NOT NULL)", name="told_in_writing"),)

    extension_id: Mapped[UUID] = mapped_column(ForeignKey("measure_extension.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    granted: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ruled_at: Mapped[datetime]


class MeasureDisposal(Identified, Base):
    """One act of disposal, of all items or of some. Late ones say why."""

    __tablename__ = "measure_disposal"

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    disposed_on: Mapped[date]
    late_reason: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    disposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    disposed_at: Mapped[datetime]


class MeasureDisposalLine(Base):
    """An item leaves its measure once."""

    __tablename__ = "measure_disposal_line"
    __table_args__ = (
        ForeignKeyConstraint(["measure_id", "position"], ["measure_item.measure_id", "measure_item.position"]),
        CheckConstraint(f"way IN ({WAYS})", name="known_way"),
    )

    measure_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("measure_disposal.id"), index=True)
    way: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(Text)
