"""Report, draft, decision. Every row is a version of its own and final; a correction is a new row."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.decisions.approving import Signature
from enforcement.decisions.no_penalty import Ground
from enforcement.decisions.rules import Outcome, PenaltyKind
from enforcement.kernel.db import Base, Identified

# SQLite takes NOT NULL off a column only by building its table anew, under every trigger that reads it.
NOT_REVIEWED = UUID(int=0)  # stands where an agreed review would, if the procedure knows none (第五十八条)
SIGNATURES = ", ".join(repr(str(one)) for one in Signature)
KINDS = ", ".join(repr(str(kind)) for kind in PenaltyKind)
OUTCOMES = ", ".join(repr(str(outcome)) for outcome in Outcome)


class Report(Identified, Base):
    """调查终结报告, in its six parts (《医疗保障行政处罚程序暂行规定》第三十六条)."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    version: Mapped[int]
    party: Mapped[str] = mapped_column(Text)
    course: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    nature: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text)
    discretion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]


class ReportItem(Base):
    """Which pieces of evidence the report rests on."""

    __tablename__ = "report_item"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)


class Draft(Identified, Base):
    """A proposed decision. `penalties` says how many penalty rows belong to it, so none can join later."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("base_fen >= 0 AND recovery_fen >= 0", name="money_not_negative"),
        CheckConstraint("length(digest) = 64 AND length(substance_digest) = 64", name="whole_digests"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    version: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    evidence_text: Mapped[str] = mapped_column(Text)
    violated: Mapped[str] = mapped_column(Text)
    applied: Mapped[str] = mapped_column(Text)
    discretion: Mapped[str] = mapped_column(Text)
    mitigation: Mapped[str] = mapped_column(Text)
    penalties: Mapped[int]
    base_fen: Mapped[int] = mapped_column(BigInteger)
    recovery_fen: Mapped[int] = mapped_column(BigInteger)
    correction: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    substance_digest: Mapped[str] = mapped_column(String(64))
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]


class SparedDraft(Base):
    """A draft that proposes no penalty: on which ground, and how the party is to be taught (《行政处罚法》第三十三条).

    A table of its own: a sealed draft keeps the columns it was sealed with.
    """

    __tablename__ = "spared_draft"
    __table_args__ = (
        CheckConstraint(f"ground IN ({', '.join(repr(str(ground)) for ground in Ground)})", name="known_ground"),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(30))
    education: Mapped[str] = mapped_column(Text)


class Penalty(Base):
    """One penalty of a draft: a single amount in fen, never a range (《行政处罚法》第四十四条)."""

    __tablename__ = "penalty"
    __table_args__ = (
        CheckConstraint(f"kind IN ({KINDS})", name="known_kind"),
        CheckConstraint("amount_fen >= 0", name="amount_not_negative"),
        CheckConstraint("kind NOT IN ('FINE', 'CONFISCATE_GAINS') OR amount_fen > 0", name="money_has_amount"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(30))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)


class Decision(Identified, Base):
    """`review_id` has no foreign key, as the room of review stands above: the trigger asks more than one would."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({OUTCOMES})", name="known_outcome"),
        CheckConstraint("fine_fen >= 0 AND confiscated_fen >= 0 AND recovery_fen >= 0", name="money_not_negative"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), unique=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    review_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    outcome: Mapped[str] = mapped_column(String(20))
    fine_fen: Mapped[int] = mapped_column(BigInteger)
    confiscated_fen: Mapped[int] = mapped_column(BigInteger)
    recovery_fen: Mapped[int] = mapped_column(BigInteger)
    opinion: Mapped[str] = mapped_column(Text)
    late_reason: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date] = mapped_column(index=True)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime]


class ReliedRecord(Base):
    """The hearing record a case is decided by (《行政处罚法》第六十五条), named before the decision asks for it."""

    __tablename__ = "relied_record"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    relied_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    relied_at: Mapped[datetime]


class DraftChoice(Base):
    """How a draft stands to the baseline: the suggestion it was held against, and why it leaves its tier."""

    __tablename__ = "draft_choice"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    leaving: Mapped[str] = mapped_column(Text)


class DiscussionScope(Identified, Base):
    """集体讨论范围, in editions by their first day. The law names no sum: each body sets its own."""

    __tablename__ = "discussion_scope"
    __table_args__ = (
        CheckConstraint(
            "(person_fen IS NULL OR person_fen >= 0) AND (organisation_fen IS NULL OR organisation_fen >= 0)",
            name="sums_not_negative",
        ),
    )

    in_force_from: Mapped[date] = mapped_column(unique=True)
    person_fen: Mapped[int | None] = mapped_column(BigInteger)
    organisation_fen: Mapped[int | None] = mapped_column(BigInteger)
    kinds: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    listed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    listed_at: Mapped[datetime]


class ApprovalAct(Identified, Base):
    """One signature of the 审批流程: who said what of which text. The review and the decision have their own rows."""

    __tablename__ = "approval_act"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        CheckConstraint("seq >= 1", name="counted_from_one"),
        CheckConstraint(f"signature IN ({SIGNATURES})", name="known_signature"),
        CheckConstraint("length(draft_digest) = 64", name="whole_digest"),
        CheckConstraint("opinion <> ''", name="says_something"),
        CheckConstraint(
            "(signature IN ('RETURNED', 'HEAD_RETURNED')) = (reasons <> '[]')", name="returned_with_reasons"
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    seq: Mapped[int]
    signature: Mapped[str] = mapped_column(String(20))
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    draft_digest: Mapped[str] = mapped_column(String(64))
    opinion: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)  # JSON: what is at fault, and how
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]
