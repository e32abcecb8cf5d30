"""The spine: a case and its append-only line of milestones; what follows from it is kept only as a cache."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Case(Identified, Base):
    __tablename__ = "enforcement_case"
    __table_args__ = (
        UniqueConstraint("number_year", "number_seq"),
        CheckConstraint("(number IS NULL) = (number_seq IS NULL)", name="number_whole"),
        Index("ix_enforcement_case_listing", "stage", "created_at", "id"),
    )

    procedure: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    number_year: Mapped[int | None]
    number_seq: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(30))
    source_detail: Mapped[str] = mapped_column(Text)
    cause_code: Mapped[str] = mapped_column(String(20), index=True)
    cause_title: Mapped[str] = mapped_column(String(100))
    act_date: Mapped[date]
    discovered_on: Mapped[date]
    harmful: Mapped[bool]  # life, health or financial safety with harmful consequences: five years instead of two
    summary: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    filed_on: Mapped[date | None]
    stage: Mapped[str] = mapped_column(String(30))
    milestones: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class NumberCounter(Base):
    """The last number given, per kind and year. Raised in the same transaction as the use: no gaps."""

    __tablename__ = "number_counter"
    __table_args__ = (CheckConstraint("last >= 0", name="not_negative"),)

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Party(Base):
    """行政相对人 of one case. Identity numbers are personal data: shown to the case's people only."""

    __tablename__ = "party"
    __table_args__ = (
        CheckConstraint("category IN ('ORGANISATION', 'SOLE_TRADER', 'NATURAL_PERSON')", name="known_category"),
        CheckConstraint("category <> 'NATURAL_PERSON' OR uscc IS NULL", name="person_has_no_uscc"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    id_no: Mapped[str | None] = mapped_column(String(18))
    legal_rep: Mapped[str] = mapped_column(String(50))
    address: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40))


class CaseOfficer(Identified, Base):
    """Membership is ended, never deleted: whoever once handled the case may not review or decide it."""

    __tablename__ = "case_officer"
    __table_args__ = (UniqueConstraint("case_id", "account_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    certificate_no: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MilestoneRow(Base):
    __tablename__ = "milestone"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    at: Mapped[datetime]
    day: Mapped[date] = mapped_column(index=True)  # the legal date of the fact, not of its recording
    by: Mapped[UUID]
    because: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(Text)


class Deadline(Identified, Base):
    """A running or ended period of a case, with the calendar it was counted by."""

    __tablename__ = "deadline"
    __table_args__ = (
        Index(
            "ix_deadline_open",
            "due_on",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_deadline_next",
            "next_on",
            "id",
            sqlite_where=text("next_on IS NOT NULL"),
            postgresql_where=text("next_on IS NOT NULL"),
        ),
        Index(
            "uq_deadline_running",
            "case_id",
            "key",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND subject IS NULL"),
            postgresql_where=text("closed_at IS NULL AND subject IS NULL"),
        ),
        Index(
            "uq_deadline_running_each",
            "subject",
            "key",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND subject IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND subject IS NOT NULL"),
        ),
        CheckConstraint("started_on <= due_on", name="order"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    subject: Mapped[UUID | None]  # the one thing it runs for, where several run side by side
    title: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(200))
    length: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    started_on: Mapped[date]
    due_on: Mapped[date]
    unrolled_on: Mapped[date]
    provisional: Mapped[bool]
    reminders: Mapped[str] = mapped_column(String(40))
    escalation: Mapped[str] = mapped_column(String(80), server_default="")
    own_rule: Mapped[UUID | None]  # the body's rule it was opened by, if one stood that day
    extended: Mapped[int] = mapped_column(server_default="0")  # granted beyond `length`, in the same unit
    paused_since: Mapped[date | None]  # while days do not count; `due_on` then stands as it was before
    next_on: Mapped[date | None]  # when somebody is to be told next; the sweep reads this index and nothing else
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]


class DeadlineRecount(Identified, Base):
    """The old value stays when a new calendar moves a due date (E3)."""

    __tablename__ = "deadline_recount"

    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"), index=True)
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    recounted_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))


class DeadlineReminder(Base):
    """Natural key of a reminder's effect: the same step of the same deadline is told once, whoever runs the sweep."""

    __tablename__ = "deadline_reminder"

    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # workdays left; -1 = overdue
    due_on: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
    batch: Mapped[UUID | None]  # told together under one journal entry, which keeps the digest of the list


class ClockStop(Identified, Base):
    """Days that do not count, from the first up to the day the clock runs again. Ended once, never changed."""

    __tablename__ = "clock_stop"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="order"),
        CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="end_whole"),
        CheckConstraint("length(trim(basis)) > 0 AND length(trim(paper)) > 0", name="with_paper"),
        Index(
            "uq_clock_stop_running",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(60))
    periods: Mapped[str] = mapped_column(
        String(200)
    )  # keys, as the law named them when the stop began; `key:id` of one thing alone
    basis: Mapped[str] = mapped_column(String(200))
    paper: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    started_on: Mapped[date]
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, server_default="")
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


class ClockRequest(Identified, Base):
    """What a handler asks of the clock: to suspend, to resume, to extend. Answered by another hand, once."""

    __tablename__ = "clock_request"
    __table_args__ = (
        CheckConstraint("act IN ('SUSPEND', 'RESUME', 'EXTEND')", name="known_act"),
        CheckConstraint("(act = 'EXTEND') = (days IS NOT NULL)", name="days_of_extension"),
        CheckConstraint("(act = 'EXTEND') = (deadline_id IS NOT NULL)", name="extends_a_deadline"),
        CheckConstraint("days IS NULL OR days >= 1", name="some_days"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(30))  # of the stoppage or extension in the procedure's clock
    title: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(200))
    approver: Mapped[str] = mapped_column(String(30))
    ground: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    paper: Mapped[str] = mapped_column(String(200))
    deadline_id: Mapped[UUID | None] = mapped_column(ForeignKey("deadline.id"))
    days: Mapped[int | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]


class ClockRuling(Base):
    """The answer. Never by whoever asked or handles the case."""

    __tablename__ = "clock_ruling"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("clock_request.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    granted: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    ruled_by: Mapped[UUID]
    ruled_at: Mapped[datetime]


class DeadlineRule(Identified, Base):
    """A body's own terms for one period of one procedure, from a day on. Ended by its successor, never changed."""

    __tablename__ = "deadline_rule"
    __table_args__ = (
        UniqueConstraint("procedure", "key", "in_force_from"),
        CheckConstraint("in_force_until IS NULL OR in_force_until >= in_force_from", name="order"),
        CheckConstraint("length IS NULL OR length >= 1", name="some_length"),
        CheckConstraint("length(trim(basis)) > 0", name="with_basis"),
    )

    procedure: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40))
    in_force_from: Mapped[date]
    in_force_until: Mapped[date | None]
    length: Mapped[int | None]  # in the unit of the law's period; None leaves the law's length
    reminders: Mapped[str] = mapped_column(String(40))
    escalation: Mapped[str] = mapped_column(String(80))
    basis: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[UUID]
    set_at: Mapped[datetime]


class CalendarFeed(Identified, Base):
    """A secret address under which one person's calendar program reads their due days, until it is ended."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_standing",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    read_on: Mapped[date | None]  # the last Shanghai day on which it was read, noted once a day
