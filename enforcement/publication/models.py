"""Notices: frozen public texts, one row a version. The public reads a database view of them, never this table."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.publication.detectors import Kind
from enforcement.publication.publiclog import EventKind
from enforcement.publication.rules import DraftOutcome, OverrideState, Policy, State, Withdrawal, Withholding

Kinds = State | Policy | Withdrawal | Withholding | EventKind | DraftOutcome | OverrideState | Kind


def _one_of(column: str, values: type[Kinds]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


PUBLISHED_ONLY = text("state = 'PUBLISHED'")
LISTED_ONLY = text("published_on IS NOT NULL AND state IN ('PUBLISHED', 'WITHDRAWN')")
WITHDRAWN_ONLY = text("state = 'WITHDRAWN'")
OPEN_ONLY = text("state IN ('DRAFT', 'CONFIRMED')")
STANDING_ONLY = text("state <> 'REFUSED'")


class Notice(Identified, Base):
    """`id` is the public address. Content never changes; a correction is a further row. No row ever goes (triggers)."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("case_id", "version"),
        CheckConstraint(_one_of("state", State), name="known_state"),
        CheckConstraint("policy IN ('FULL_TEXT', 'SUMMARY')", name="publishable_policy"),
        CheckConstraint(
            f"withdrawal_kind IS NULL OR {_one_of('withdrawal_kind', Withdrawal)}", name="known_withdrawal"
        ),
        CheckConstraint("length(content_sha256) = 64", name="whole_digest"),
        CheckConstraint("confirmed_by <> drafted_by", name="second_person"),
        CheckConstraint("confirmed_sha256 = content_sha256", name="confirmed_what_is_kept"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (confirmed_sha256 IS NULL)",
            name="confirmation_whole",
        ),
        CheckConstraint("state IN ('DRAFT', 'SUPERSEDED') OR confirmed_at IS NOT NULL", name="confirmed_first"),
        CheckConstraint(
            "(published_at IS NULL) = (published_on IS NULL) AND (published_at IS NULL OR confirmed_at IS NOT NULL)",
            name="published_when_confirmed",
        ),
        CheckConstraint("state NOT IN ('PUBLISHED', 'WITHDRAWN', 'EXPIRED') OR published_at IS NOT NULL", name="dated"),
        CheckConstraint(
            "(state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL AND withdrawn_on IS NOT NULL "
            "AND withdrawal_kind IS NOT NULL AND length(trim(withdrawal_reason)) > 0)",
            name="withdrawn_with_reason",
        ),
        Index("uq_notice_shown", "case_id", unique=True, sqlite_where=PUBLISHED_ONLY, postgresql_where=PUBLISHED_ONLY),
        Index("uq_notice_open", "case_id", unique=True, sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY),
        Index("ix_notice_listed", "published_on", "id", sqlite_where=LISTED_ONLY, postgresql_where=LISTED_ONLY),
        Index("ix_notice_withdrawn", "withdrawn_at", sqlite_where=WITHDRAWN_ONLY, postgresql_where=WITHDRAWN_ONLY),
        Index("ix_notice_ending", "shown_until", sqlite_where=PUBLISHED_ONLY, postgresql_where=PUBLISHED_ONLY),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    policy: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    decision_no: Mapped[str] = mapped_column(String(60), index=True)
    party_name: Mapped[str] = mapped_column(String(200))  # as public: a natural person already masked
    uscc: Mapped[str] = mapped_column(String(18), index=True)
    cause: Mapped[str] = mapped_column(String(100))
    decided_on: Mapped[date]
    redactions: Mapped[str] = mapped_column(Text)  # spans and reasons, names to be kept out; never public
    assessment: Mapped[str] = mapped_column(String(100))
    correction_note: Mapped[str] = mapped_column(Text)
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_sha256: Mapped[str | None] = mapped_column(String(64))
    hold_reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    shown_until: Mapped[date]
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_on: Mapped[date | None]
    withdrawal_kind: Mapped[str | None] = mapped_column(String(20))
    withdrawal_reason: Mapped[str] = mapped_column(Text)
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))


class NoticeSearch(Base):
    """The words of what is up now, one row a notice, newest last; gone with the withdrawal.

    `pairs` is indexed by `notice_words`: an index on an expression in PostgreSQL, a table of its own in SQLite. Only
    the migration knows it.
    """

    __tablename__ = "notice_search"

    seq: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), unique=True)
    shown_until: Mapped[date]
    uscc: Mapped[str] = mapped_column(String(18), index=True)
    words: Mapped[str] = mapped_column(Text)
    pairs: Mapped[str] = mapped_column(Text)


class WithheldDecision(Base):
    """依法不予公示, with ground and approver. The public sees only how many there were in a year."""

    __tablename__ = "withheld_decision"
    __table_args__ = (
        CheckConstraint(_one_of("ground", Withholding), name="known_ground"),
        CheckConstraint("length(trim(reason)) > 0 AND length(trim(basis)) > 0", name="reason_and_basis"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(300))
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime]
    approved_on: Mapped[date] = mapped_column(index=True)


class RuleDraft(Base):
    """What the system put forward on its own, once a decision, in the name of whoever answers for the case.

    谁产生、谁公开、谁负责: `answerable` is who handled it, not who pressed a button. No row changes or goes (triggers).
    """

    __tablename__ = "rule_draft"
    __table_args__ = (
        CheckConstraint(_one_of("outcome", DraftOutcome), name="known_outcome"),
        CheckConstraint("(outcome = 'DRAFTED') = (notice_id IS NOT NULL)", name="drafted_notice"),
        CheckConstraint("outcome = 'DRAFTED' OR (length(reason) > 0 AND length(basis) > 0)", name="told_why"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(30))
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))
    answerable: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]


class FindingOverride(Identified, Base):
    """放行: words a detector stopped at by mistake, let stand in this case's notice by two people (RED-3).

    Asked once, answered once by somebody else who did not handle the case; no row goes (triggers).
    """

    __tablename__ = "finding_override"
    __table_args__ = (
        CheckConstraint(_one_of("kind", Kind), name="known_kind"),
        CheckConstraint(_one_of("state", OverrideState), name="known_state"),
        CheckConstraint("length(trim(words)) > 0 AND length(trim(reason)) > 0", name="words_and_reason"),
        CheckConstraint("answered_by <> requested_by", name="second_person"),
        CheckConstraint(
            "(state = 'REQUESTED') = (answered_by IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL) "
            "AND (state = 'REQUESTED' OR length(trim(note)) > 0)",
            name="answered_whole",
        ),
        Index(
            "uq_finding_override_standing",
            "case_id",
            "words",
            unique=True,
            sqlite_where=STANDING_ONLY,
            postgresql_where=STANDING_ONLY,
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text)


class LogEvent(Base):
    """An entry of the public log. `body` is the leaf as the public gets it; `notice` repeats its salted digest."""

    __tablename__ = "log_event"
    __table_args__ = (
        CheckConstraint(_one_of("kind", EventKind), name="known_kind"),
        CheckConstraint("length(leaf) = 64 AND length(notice) = 64", name="whole_digests"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    notice: Mapped[str] = mapped_column(String(64), index=True)
    body: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str] = mapped_column(String(64))


class LogSize(Base):
    """One row, raised in the same transaction as an entry: the lock that gives entries their places without gaps."""

    __tablename__ = "log_size"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)


class LogHead(Identified, Base):
    __tablename__ = "log_head"
    __table_args__ = (
        CheckConstraint("size >= 0 AND length(root) = 64", name="whole"),
        Index("ix_log_head_newest", "size", "at"),
    )

    at: Mapped[datetime]
    size: Mapped[int] = mapped_column(BigInteger)
    root: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


class NoticeSalt(Base):
    """What ties a notice to its entries. Goes when the notice goes: `content_salt` with the text, the row at expiry."""

    __tablename__ = "notice_salt"
    __table_args__ = (
        CheckConstraint("length(address_salt) = 64", name="whole_address_salt"),
        CheckConstraint("content_salt IS NULL OR length(content_salt) = 64", name="whole_content_salt"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, ForeignKey("log_event.position"))
    address_salt: Mapped[str] = mapped_column(String(64))
    content_salt: Mapped[str | None] = mapped_column(String(64))
