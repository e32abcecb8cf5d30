from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.docking.models.columns import one_of
from enforcement.docking.names import Verdict
from enforcement.kernel.db import Base, Identified


class Slate(Identified, Base):
    """电子场记板: shown on a telephone for some hours, for one step of one case."""

    __tablename__ = "slate"
    __table_args__ = (
        CheckConstraint("shown_at < expires_at", name="order"),
        CheckConstraint("length(nonce) = 16", name="whole_nonce"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(16), unique=True)
    step: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(String(300))
    fact_to_prove: Mapped[str] = mapped_column(Text)
    shown_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    shown_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SlateFinding(Identified, Base):
    """What was seen in the first minute of one recording: said once, with the reason where nothing was linked."""

    __tablename__ = "slate_finding"
    __table_args__ = (
        CheckConstraint(one_of("verdict", Verdict), name="known_verdict"),
        CheckConstraint("(recording_id IS NULL) <> (item_id IS NULL)", name="of_one_thing"),
        CheckConstraint("verdict <> 'BELIEVED' OR slate_id IS NOT NULL", name="believed_is_known"),
    )

    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"), unique=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"), unique=True)
    verdict: Mapped[str] = mapped_column(String(12))
    slate_id: Mapped[UUID | None] = mapped_column(ForeignKey("slate.id"), index=True)
    slate_at: Mapped[datetime | None]
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    drift_seconds: Mapped[int | None]
    found_at: Mapped[datetime]
