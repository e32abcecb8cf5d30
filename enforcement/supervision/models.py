"""督办: ordered, answered, looked at again. All rows are final."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.supervision.rules import Ground

GROUNDS = ", ".join(repr(str(ground)) for ground in Ground)


class SupervisionOrder(Identified, Base):
    """`addressee` is empty where the whole unit is addressed. `days`: workdays for the reply."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        CheckConstraint(f"ground IN ({GROUNDS})", name="known_ground"),
        CheckConstraint("(ground = 'OVERDUE') = (deadline_id IS NOT NULL)", name="overdue_names_period"),
        CheckConstraint("(ground = 'SCORING') = (check_key <> '')", name="scoring_names_check"),
        CheckConstraint("length(trim(wrong)) > 0 AND length(trim(basis)) > 0", name="with_wrong"),
        CheckConstraint("length(trim(demand)) > 0", name="with_demand"),
        CheckConstraint("days >= 1", name="with_term"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    addressee: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    ground: Mapped[str] = mapped_column(String(20))
    deadline_id: Mapped[UUID | None] = mapped_column(ForeignKey("deadline.id"))
    check_key: Mapped[str] = mapped_column(String(20))
    wrong: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(300))
    demand: Mapped[str] = mapped_column(Text)
    days: Mapped[int]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime]


class SupervisionReply(Identified, Base):
    __tablename__ = "supervision_reply"
    __table_args__ = (CheckConstraint("length(trim(done)) > 0", name="with_text"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_order.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    done: Mapped[str] = mapped_column(Text)
    late: Mapped[bool]
    replied_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    replied_at: Mapped[datetime]


class SupervisionProof(Identified, Base):
    """A paper or a recording of the case that a reply points to."""

    __tablename__ = "supervision_proof"
    __table_args__ = (CheckConstraint("(document_id IS NULL) <> (item_id IS NULL)", name="one_thing"),)

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_reply.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    position: Mapped[int]
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))


class SupervisionRuling(Base):
    """销号 with what was looked at, or sent back with a reason and a new term."""

    __tablename__ = "supervision_ruling"
    __table_args__ = (
        CheckConstraint("closed = (length(trim(evidence)) > 0)", name="closed_on_evidence"),
        CheckConstraint("closed = (days IS NULL)", name="term_of_return"),
        CheckConstraint("length(trim(opinion)) > 0", name="with_reason"),
    )

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_reply.id"), primary_key=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_order.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    closed: Mapped[bool]
    opinion: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    days: Mapped[int | None]
    ruled_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    ruled_at: Mapped[datetime]
