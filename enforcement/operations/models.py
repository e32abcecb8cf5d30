"""Bookkeeping of the machinery: who leads, what ran, what the store was seen to keep, what waits in the queue."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.kernel.leasing import Asked


class Lease(Base):
    """Held until `expires_at`. It saves work; correctness rests on the natural keys of the effects."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    expires_at: Mapped[datetime]


class JobHeartbeat(Base):
    """The last run of each job."""

    __tablename__ = "job_heartbeat"
    __table_args__ = (
        CheckConstraint("outcome IN ('RUNNING', 'DONE', 'PARTLY', 'FAILED')", name="known_outcome"),
        CheckConstraint("done >= 0 AND failed >= 0", name="not_negative"),
    )

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(12))
    done: Mapped[int]
    failed: Mapped[int]
    note: Mapped[str] = mapped_column(String(500))


class StoreReport(Identified, Base):
    """What the store promised and what it kept when its locks were attacked."""

    __tablename__ = "store_report"

    at: Mapped[datetime] = mapped_column(index=True)
    write_once_read_many: Mapped[bool]
    as_promised: Mapped[bool]
    sentence: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)


class RestoreDrill(Asked, Base):
    """A backup restored beside the house and held against the journal. Once it ended, nothing of it changes."""

    __tablename__ = "restore_drill"
    __table_args__ = (
        CheckConstraint("state IN ('REQUESTED', 'RUNNING', 'READY', 'FAILED')", name="known_state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="percent"),
        CheckConstraint("state <> 'FAILED' OR failure <> ''", name="failure_explained"),
        CheckConstraint(
            "state <> 'READY' OR (backup <> '' AND sentence <> '' AND passed IS NOT NULL AND ended_at IS NOT NULL)",
            name="ready_whole",
        ),
        Index("ix_restore_drill_requested_at", "requested_at"),
    )

    stage: Mapped[str] = mapped_column(String(60))
    backup: Mapped[str] = mapped_column(String(80))
    backup_made_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int]
    records: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int] = mapped_column(BigInteger)
    objects: Mapped[int]
    later: Mapped[int] = mapped_column(BigInteger)
    passed: Mapped[bool | None]
    sentence: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)


# Huey's own tables for a queue in PostgreSQL, made by migration because the service's role may not create tables.
# With SQLite the queue is a file of its own beside the database, so that it never waits for the database's one writer.
QUEUE = "job_queue"
KEY = BigInteger().with_variant(Integer, "sqlite")

Table(
    f"{QUEUE}_kv",
    Base.metadata,
    Column("queue", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
Table(
    f"{QUEUE}_schedule",
    Base.metadata,
    Column("id", KEY, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("timestamp", Float(53), nullable=False),
    Index(f"ix_{QUEUE}_schedule_queue_timestamp", "queue", "timestamp"),
)
Table(
    f"{QUEUE}_task",
    Base.metadata,
    Column("id", KEY, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("priority", Float(53), nullable=False, server_default=text("0")),
    Index(f"ix_{QUEUE}_task_queue_priority_id", "queue", text("priority DESC"), "id"),
)
