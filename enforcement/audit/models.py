"""The journal: one chain per case, and every entry a leaf of one log over all. Append-only by trigger and by right."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base

HOUSE_CHAIN = uuid.UUID(int=0)  # entries that concern no case


class JournalEntry(Base):
    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        UniqueConstraint("chain", "prev"),  # a fork cannot be stored
        CheckConstraint("length(hash) = 64", name="hash_length"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chain: Mapped[uuid.UUID] = mapped_column(index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID] = mapped_column(index=True)
    verb: Mapped[str] = mapped_column(String(80), index=True)
    body: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[str] = mapped_column(String(64))


class JournalSize(Base):
    """One row. Updating it takes the lock that gives entries their place in the log, without gaps."""

    __tablename__ = "journal_size"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)


class JournalHead(Base):
    """A signed statement: at this time the log had this size and this root. Given away, it pins history."""

    __tablename__ = "journal_head"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
