"""音像记录事项: the body's own list, declared acts, exemptions, explained interruptions. Every row is final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.duties.rules import ExemptionReason, GapCause, Outcome
from enforcement.kernel.db import Base, Identified
from enforcement.procedures.demands import RecordingLevel


def _one_of(column: str, members: type[RecordingLevel | ExemptionReason | GapCause | Outcome]) -> str:
    return f"{column} IN ({', '.join(repr(str(member)) for member in members)})"


def _rank(column: str) -> str:
    return " ".join((f"CASE {column}", *(f"WHEN '{level}' THEN {level.rank}" for level in RecordingLevel), "END"))


class ListedDuty(Identified, Base):
    """One version of a step on this body's list. A change is a new dated row; acts keep the level of their day."""

    __tablename__ = "listed_duty"
    __table_args__ = (
        UniqueConstraint("procedure", "step", "in_force_from"),
        CheckConstraint(_one_of("level", RecordingLevel), name="known_level"),
        CheckConstraint(_one_of("law_level", RecordingLevel), name="known_law_level"),
        CheckConstraint(f"{_rank('level')} >= {_rank('law_level')}", name="never_milder"),
        CheckConstraint("in_force_until IS NULL OR in_force_until >= in_force_from", name="order"),
        CheckConstraint("gap_seconds IS NULL OR gap_seconds BETWEEN 1 AND 600", name="sensible_gap"),
        CheckConstraint("basis <> ''", name="has_basis"),
    )

    procedure: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(20))
    law_level: Mapped[str] = mapped_column(String(20))
    keep: Mapped[str] = mapped_column(String(100))
    gap_seconds: Mapped[int | None]
    basis: Mapped[str] = mapped_column(String(300))
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
    listed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    listed_at: Mapped[datetime]


class DeclaredAct(Identified, Base):
    """执法行为: one occurrence of a step in a case, with the level that was in force on its day."""

    __tablename__ = "declared_act"
    __table_args__ = (
        CheckConstraint(_one_of("level", RecordingLevel), name="known_level"),
        CheckConstraint("step <> '' AND place <> ''", name="complete"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="order"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(700))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(300))
    lesser_reason: Mapped[str] = mapped_column(Text)
    declared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]


class ActRecording(Base):
    """The file linked to the act (AV-1). Linked by hand, or found by step and time when the act was closed."""

    __tablename__ = "act_recording"

    act_id: Mapped[UUID] = mapped_column(ForeignKey("declared_act.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    why: Mapped[str] = mapped_column(String(300))
    linked_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    linked_at: Mapped[datetime]


class ActClosing(Base):
    __tablename__ = "act_closing"
    __table_args__ = (CheckConstraint(_one_of("outcome", Outcome), name="known_outcome"),)

    act_id: Mapped[UUID] = mapped_column(ForeignKey("declared_act.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    ended_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime]


class RecordingExemption(Identified, Base):
    """免录申请. `late`: asked for after the act was over (AV-3)."""

    __tablename__ = "recording_exemption"
    __table_args__ = (
        CheckConstraint(_one_of("reason", ExemptionReason), name="known_reason"),
        CheckConstraint("text <> ''", name="told"),
        CheckConstraint("(reason = 'EMERGENCY') = (returned_at IS NOT NULL)", name="emergency_explained"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    act_id: Mapped[UUID] = mapped_column(ForeignKey("declared_act.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    returned_at: Mapped[datetime | None]
    late: Mapped[bool]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]


class ExemptionVerdict(Base):
    """By a head who did not handle the case. `overdue`: an emergency decided later than a day after the return."""

    __tablename__ = "exemption_verdict"
    __table_args__ = (CheckConstraint("opinion <> ''", name="told"),)

    exemption_id: Mapped[UUID] = mapped_column(ForeignKey("recording_exemption.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    approved: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    overdue: Mapped[bool]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class GapExplanation(Base):
    """Why a recording of the full course breaks off. The key is computed from what the gap is (`coverage.gaps`)."""

    __tablename__ = "gap_explanation"
    __table_args__ = (
        CheckConstraint(_one_of("cause", GapCause), name="known_cause"),
        CheckConstraint("reason <> ''", name="told"),
        CheckConstraint("from_at < to_at", name="order"),
    )

    gap_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    track: Mapped[str] = mapped_column(String(60))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    cause: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    explained_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    explained_at: Mapped[datetime]
