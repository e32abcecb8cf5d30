from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.discussion.models import (
    Discussion,
    DiscussionConclusion,
    DiscussionMember,
    DiscussionOpinion,
    DiscussionReveal,
)
from enforcement.discussion.rules import Spoken, Stance
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class ConclusionRow:
    agreed: bool
    place: str
    recorder: str
    begun_at: datetime
    document_id: UUID
    concluded_at: datetime


@dataclass(frozen=True, kw_only=True)
class DiscussionRow:
    """`spoken` says who has spoken; what they said is asked for by `opinions_for`."""

    id: UUID
    case_id: CaseId
    round: int
    draft_id: UUID
    draft_digest: str
    reason: str
    members: tuple[UUID, ...]
    chief_id: UUID
    called_by: UUID
    called_at: datetime
    spoken: tuple[UUID, ...]
    revealed_at: datetime | None
    conclusion: ConclusionRow | None

    @property
    def state_name(self) -> str:
        if self.conclusion:
            return "同意" if self.conclusion.agreed else "未形成同意的结论"
        return "意见已公开，待主持人表态" if self.revealed_at else f"成员发表意见中（{len(self.spoken)}人已发表）"


def rounds(session: Session, case_id: CaseId) -> Sequence[DiscussionRow]:
    """Newest first."""
    found = select(Discussion).where(Discussion.case_id == case_id).order_by(Discussion.round.desc())
    return [_row(session, row) for row in session.scalars(found)]


def current(session: Session, case_id: CaseId) -> DiscussionRow | None:
    return next(iter(rounds(session, case_id)), None)


def opinions_for(session: Session, row: DiscussionRow, reader: UUID) -> Sequence[Spoken]:
    """All of them once they are shown; before that each member reads their own and nobody reads another's."""
    found = select(DiscussionOpinion).where(DiscussionOpinion.discussion_id == row.id)
    spoken = [
        Spoken(account_id=one.account_id, stance=Stance(one.stance), words=one.words, at=one.spoken_at)
        for one in session.scalars(found.order_by(DiscussionOpinion.spoken_at))
    ]
    return [one for one in spoken if row.revealed_at or one.account_id == reader]


def _row(session: Session, row: Discussion) -> DiscussionRow:
    members = select(DiscussionMember.account_id).where(DiscussionMember.discussion_id == row.id)
    spoken = select(DiscussionOpinion.account_id).where(DiscussionOpinion.discussion_id == row.id)
    shown = session.get(DiscussionReveal, row.id)
    ended = session.get(DiscussionConclusion, row.id)
    special = {"case_id", "members", "spoken", "revealed_at", "conclusion"}
    return DiscussionRow(
        case_id=CaseId(row.case_id),
        members=tuple(session.scalars(members.order_by(DiscussionMember.position))),
        spoken=tuple(session.scalars(spoken.order_by(DiscussionOpinion.spoken_at))),
        revealed_at=shown.revealed_at if shown else None,
        conclusion=_conclusion(ended) if ended else None,
        **{name: getattr(row, name) for name in DiscussionRow.__dataclass_fields__ if name not in special},
    )


def _conclusion(row: DiscussionConclusion) -> ConclusionRow:
    return ConclusionRow(**{name: getattr(row, name) for name in ConclusionRow.__dataclass_fields__})
