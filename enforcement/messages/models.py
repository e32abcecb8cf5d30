from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified


class Message(Identified, Base):
    """One notice to one person. `natural_key` makes a repeated job harmless: the second insert finds the first."""

    __tablename__ = "message"

    natural_key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticePreference(Base):
    """By which ways beside the inbox somebody wants to be told. Without a row: by none."""

    __tablename__ = "notice_preference"
    __table_args__ = (CheckConstraint("mail_address <> '' OR NOT by_mail", name="mail_has_address"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    mail_address: Mapped[str] = mapped_column(String(200))
    by_mail: Mapped[bool]
    by_webhook: Mapped[bool]
    urgent_only: Mapped[bool]
    changed_at: Mapped[datetime]
