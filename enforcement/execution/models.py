"""Money received, by its receipt, and the closing of the case. All rows are final."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.execution.cash import CashGround
from enforcement.kernel.db import Base, Identified


class Payment(Identified, Base):
    """Fines and confiscated gains, paid to the treasury and proved by the unified receipt."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount_positive"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    receipt_no: Mapped[str] = mapped_column(String(60), unique=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class CashCollection(Base):
    """当场收缴: the payment an officer took in cash, and the ground the law gives for it (第六十八条、第六十九条)."""

    __tablename__ = "cash_collection"
    __table_args__ = (
        CheckConstraint(f"ground IN ({', '.join(repr(str(one)) for one in CashGround)})", name="known_ground"),
        CheckConstraint("note <> ''", name="says_why"),
    )

    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    ground: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(300))


class FundRecovery(Identified, Base):
    """责令退回: money back into the special fiscal account. A table of its own, so no sum can mix it with fines."""

    __tablename__ = "fund_recovery"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="amount_positive"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    recovered_on: Mapped[date]
    receipt_no: Mapped[str] = mapped_column(String(60), unique=True)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Closing(Base):
    """结案, once per case, with the document that approves it."""

    __tablename__ = "closing"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"), primary_key=True)
    opinion: Mapped[str] = mapped_column(Text)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime]
