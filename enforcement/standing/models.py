"""Versions of the public standing lists, and the cards that lead to the public check of a certificate."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.kernel.db import Base, Identified
from enforcement.standing.kinds import ListKind
from enforcement.standing.rules import State

DRAFT_ONLY = text("state = 'DRAFT'")
STANDING_ONLY = text("revoked_at IS NULL")


def _one_of(column: str, values: type[ListKind | State]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class StandingList(Identified, Base):
    """One version. Content never changes; a draft becomes the next version or is discarded (triggers).

    `source` is what the house's own data proposed when the draft was written: later changes are told against it.
    """

    __tablename__ = "standing_list"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint(_one_of("kind", ListKind), name="known_kind"),
        CheckConstraint(_one_of("state", State), name="known_state"),
        CheckConstraint("length(content_sha256) = 64", name="whole_digest"),
        CheckConstraint("confirmed_by <> drafted_by", name="second_person"),
        CheckConstraint("confirmed_sha256 = content_sha256", name="confirmed_what_is_kept"),
        CheckConstraint(
            "(state = 'CONFIRMED') = (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL "
            "AND confirmed_on IS NOT NULL AND confirmed_sha256 IS NOT NULL AND version IS NOT NULL "
            "AND in_force_from IS NOT NULL)",
            name="confirmation_whole",
        ),
        CheckConstraint("in_force_from >= confirmed_on", name="never_backdated"),
        Index("uq_standing_list_draft", "kind", unique=True, sqlite_where=DRAFT_ONLY, postgresql_where=DRAFT_ONLY),
    )

    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int | None]
    content: Mapped[str] = mapped_column(Text)
    content_sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    drafted_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None]
    confirmed_sha256: Mapped[str | None] = mapped_column(String(64))
    in_force_from: Mapped[date | None]


class CertificateCard(Identified, Base):
    """`token` is the unguessable part of the card's public address; taken back once, never deleted."""

    __tablename__ = "certificate_card"
    __table_args__ = (
        CheckConstraint("length(token) >= 32", name="unguessable"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoke_reason = '')",
            name="revoked_with_reason",
        ),
        Index(
            "uq_certificate_card_standing",
            "certificate_no",
            unique=True,
            sqlite_where=STANDING_ONLY,
            postgresql_where=STANDING_ONLY,
        ),
    )

    token: Mapped[str] = mapped_column(String(64), unique=True)
    certificate_no: Mapped[str] = mapped_column(ForeignKey("certificate.number"))
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(String(300))
