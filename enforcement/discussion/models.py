"""集体讨论: the call, its members, each opinion, their showing and the conclusion. Five rows in turn, all final."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from enforcement.discussion.rules import Stance
from enforcement.kernel.db import Base, Identified

STANCES = ", ".join(repr(str(stance)) for stance in Stance)


class Discussion(Identified, Base):
    """提请. `members` says how many were called, so that none joins or vanishes afterwards."""

    __tablename__ = "discussion"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        CheckConstraint("round >= 1 AND members >= 2", name="several_heads"),
        CheckConstraint("length(draft_digest) = 64", name="whole_digest"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    round: Mapped[int]
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    draft_digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    members: Mapped[int]
    chief_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    called_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    called_at: Mapped[datetime]


class DiscussionMember(Base):
    __tablename__ = "discussion_member"
    __table_args__ = (
        UniqueConstraint("discussion_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    position: Mapped[int]


class DiscussionOpinion(Base):
    """One member's own words. Nobody else reads them before they are shown together."""

    __tablename__ = "discussion_opinion"
    __table_args__ = (
        ForeignKeyConstraint(
            ["discussion_id", "account_id"], ["discussion_member.discussion_id", "discussion_member.account_id"]
        ),
        CheckConstraint(f"stance IN ({STANCES})", name="known_stance"),
        CheckConstraint("words <> ''", name="has_words"),
    )

    discussion_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    stance: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    spoken_at: Mapped[datetime]


class DiscussionReveal(Base):
    __tablename__ = "discussion_reveal"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), primary_key=True)
    revealed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    revealed_at: Mapped[datetime]


class DiscussionConclusion(Base):
    __tablename__ = "discussion_conclusion"

    discussion_id: Mapped[UUID] = mapped_column(ForeignKey("discussion.id"), primary_key=True)
    agreed: Mapped[bool]
    place: Mapped[str] = mapped_column(Text)
    recorder: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    concluded_at: Mapped[datetime]
