"""What the party said to the prior notice, what was answered, and the hearing it asked for. All rows are final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.hearings.holding import HearingEnd, RequestForm, Ruling
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


class HearingRequest(Identified, Base):
    """当事人要求听证. Once per notice; `late_reason` where it came after the five working days."""

    __tablename__ = "hearing_request"
    __table_args__ = (
        CheckConstraint(f"form IN ({', '.join(repr(str(form)) for form in RequestForm)})", name="known_form"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    sent_on: Mapped[date]
    form: Mapped[str] = mapped_column(String(20))
    requester: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    late_reason: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class HearingConvening(Identified, Base):
    """听证通知: when, where, before whom. A later version takes the place of an earlier one."""

    __tablename__ = "hearing_convening"
    __table_args__ = (
        UniqueConstraint("request_id", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("version = 1 OR change_reason <> ''", name="changed_for_a_reason"),
        CheckConstraint("host_id <> recorder_id", name="two_people"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("hearing_request.id"))
    version: Mapped[int]
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    host_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorder_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    private_reason: Mapped[str] = mapped_column(String(300))
    change_reason: Mapped[str] = mapped_column(Text)
    consent: Mapped[str] = mapped_column(String(300))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    convened_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    convened_at: Mapped[datetime]


class HostChallenge(Identified, Base):
    """当事人申请主持人回避, and the answer (《行政处罚法》第六十四条第四项)."""

    __tablename__ = "host_challenge"
    __table_args__ = (
        CheckConstraint(f"ruling IN ({', '.join(repr(str(ruling)) for ruling in Ruling)})", name="known_ruling"),
        CheckConstraint("ground <> '' AND opinion <> ''", name="says_why"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    convening_id: Mapped[UUID] = mapped_column(ForeignKey("hearing_convening.id"))
    challenged_on: Mapped[date]
    ground: Mapped[str] = mapped_column(Text)
    ruling: Mapped[str] = mapped_column(String(20))
    opinion: Mapped[str] = mapped_column(Text)
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ruled_at: Mapped[datetime]


class HearingEnding(Identified, Base):
    """How it ended: with its record, or because the party took the request back. Decided by it (第六十五条)."""

    __tablename__ = "hearing_ending"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(repr(str(end)) for end in HearingEnd)})", name="known_outcome"),
        CheckConstraint(
            "outcome = 'WITHDRAWN' OR (convening_id IS NOT NULL AND record_id IS NOT NULL AND report_id IS NOT NULL)",
            name="held_with_papers",
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("hearing_request.id"), unique=True)
    convening_id: Mapped[UUID | None] = mapped_column(ForeignKey("hearing_convening.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    ended_on: Mapped[date]
    course: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
