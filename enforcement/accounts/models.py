from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.accounts.rules import Role
from enforcement.kernel.db import Base, Identified


class Body(Base):
    """The enforcement body (执法主体) this installation serves: name as on the seal, code, words for numbers."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    uscc: Mapped[str] = mapped_column(String(18))
    place: Mapped[str] = mapped_column(String(20))  # the place-and-agency code that begins every document number
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    reconsideration_body: Mapped[str] = mapped_column(String(200))
    court: Mapped[str] = mapped_column(String(200))
    bank: Mapped[str] = mapped_column(String(200))
    bank_account: Mapped[str] = mapped_column(String(60))


class Unit(Identified, Base):
    __tablename__ = "unit"

    name: Mapped[str] = mapped_column(String(100), unique=True)


class Account(Identified, Base):
    __tablename__ = "account"

    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    legal_qualification_no: Mapped[str | None] = mapped_column(String(40))
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class RoleGrant(Identified, Base):
    """Ended, never deleted: who could do what on a past day stays answerable."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(str(role)) for role in Role)})", name="known_role"),
        Index(
            "uq_role_grant_standing",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    granted_by: Mapped[UUID]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Certificate(Identified, Base):
    """行政执法证. Periods of one officer do not overlap (trigger)."""

    __tablename__ = "certificate"
    __table_args__ = (CheckConstraint("valid_from <= valid_to", name="period"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class LoginSession(Base):
    """Server-side: revocable at once. Only the hash of the token is kept."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
