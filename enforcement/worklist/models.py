"""How a person looks at the list. None of it is part of a case file, and no act upon a case rests on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class CaseView(Identified, Base):
    """A named set of filters. `shared`: colleagues of the owner's unit may use it and find their own cases by it."""

    __tablename__ = "case_view"
    __table_args__ = (
        UniqueConstraint("account_id", "name"),
        Index(
            "uq_case_view_default",
            "account_id",
            unique=True,
            sqlite_where=text("opens_first"),
            postgresql_where=text("opens_first"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    asked: Mapped[str] = mapped_column(Text)  # JSON: filter to value, both as the address of the list holds them
    shared: Mapped[bool]
    opens_first: Mapped[bool]
    saved_at: Mapped[datetime]


class CaseMark(Base):
    """A case somebody keeps an eye on, under a word of their own. Seen by nobody else."""

    __tablename__ = "case_mark"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    label: Mapped[str] = mapped_column(String(20))
    marked_at: Mapped[datetime]
