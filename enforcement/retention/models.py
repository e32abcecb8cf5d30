"""How long recordings are kept, what stops their disposal, and the papers of each disposal. Every row is final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified

HOLD_KINDS = "'APPEAL', 'LAWSUIT', 'AUDIT', 'OTHER'"


class RetentionSetting(Identified, Base):
    """The body's own period for a class of the shipped table, from a day on. No months means permanent."""

    __tablename__ = "retention_setting"
    __table_args__ = (
        CheckConstraint("months IS NULL OR months > 0", name="some_time"),
        CheckConstraint("reason <> ''", name="explained"),
        Index("ix_retention_setting_in_force", "key", "in_force_from", "set_at"),
    )

    key: Mapped[str] = mapped_column(String(40))
    months: Mapped[int | None]
    in_force_from: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]


class RetentionHold(Identified, Base):
    """Nothing of the case (or of the one item) may be disposed of while this stands."""

    __tablename__ = "retention_hold"
    __table_args__ = (
        CheckConstraint(f"kind IN ({HOLD_KINDS})", name="known_kind"),
        CheckConstraint("reason <> '' AND document_no <> ''", name="explained"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(100))
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    placed_at: Mapped[datetime]


class HoldRelease(Base):
    """By somebody else than who placed it."""

    __tablename__ = "hold_release"
    __table_args__ = (CheckConstraint("reason <> ''", name="explained"),)

    hold_id: Mapped[UUID] = mapped_column(ForeignKey("retention_hold.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    document_no: Mapped[str] = mapped_column(String(100))
    released_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime]


class LockExtension(Identified, Base):
    """The store's lock was moved to a later day, because the period that counts ends later than the first lock."""

    __tablename__ = "lock_extension"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    object_key: Mapped[str] = mapped_column(String(200), index=True)
    until: Mapped[datetime]
    rule: Mapped[str] = mapped_column(String(300))
    extended_at: Mapped[datetime]


class RetentionMark(Identified, Base):
    """What the nightly look found of an item whose period is over. A new row only when the finding changed."""

    __tablename__ = "retention_mark"
    __table_args__ = (
        CheckConstraint("verdict IN ('DUE', 'SKIPPED')", name="known_verdict"),
        CheckConstraint("verdict = 'DUE' OR reason <> ''", name="skip_explained"),
        Index("ix_retention_mark_newest", "item_id", "marked_at"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    keep_until: Mapped[date]
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    marked_at: Mapped[datetime]


class Disposal(Identified, Base):
    """鉴定清单. The digest binds every approval to exactly these lines."""

    __tablename__ = "disposal"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="whole_digest"),
        CheckConstraint("opinion <> ''", name="appraised"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    number: Mapped[str] = mapped_column(String(80), unique=True)
    opinion: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[datetime]


class DisposalLine(Base):
    """One recording on the list, with what is said of it on the certificate."""

    __tablename__ = "disposal_line"
    __table_args__ = (UniqueConstraint("disposal_id", "seq"),)

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(260))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    keep_until: Mapped[date]
    rule: Mapped[str] = mapped_column(String(300))


class DisposalApproval(Identified, Base):
    __tablename__ = "disposal_approval"
    __table_args__ = (
        UniqueConstraint("disposal_id", "approver_id"),
        CheckConstraint("agreed OR opinion <> ''", name="refusal_explained"),
    )

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"))
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    agreed: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime]


class DisposalWithdrawal(Base):
    """Taken back before anything was destroyed."""

    __tablename__ = "disposal_withdrawal"
    __table_args__ = (CheckConstraint("reason <> ''", name="explained"),)

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[datetime]


class DisposalExecution(Base):
    """Begun: from here on the content answers nobody, and the bytes go."""

    __tablename__ = "disposal_execution"

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    certificate_no: Mapped[str] = mapped_column(String(80), unique=True)
    begun_at: Mapped[datetime]


class DisposalCertificate(Base):
    """销毁证书, issued when the store no longer has the bytes."""

    __tablename__ = "disposal_certificate"

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    issued_at: Mapped[datetime]
