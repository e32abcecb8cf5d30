from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Party
from enforcement.decisions.models import (
    NOT_REVIEWED,
    Decision,
    Draft,
    DraftChoice,
    Penalty,
    Report,
    ReportItem,
    SparedDraft,
)
from enforcement.decisions.rules import ELSEWHERE, OUTCOME_NAMES, DraftText, Outcome, PenaltyItem, PenaltyKind
from enforcement.documents import queries as documents
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone

HEARING_RECORD = "hearing_record"


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    id: UUID
    version: int
    party: str
    course: str
    facts: str
    nature: str
    proposal: str
    discretion: str
    document_id: UUID
    submitted_by: UUID
    submitted_at: datetime
    items: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class DraftRow(DraftText):
    """A stored version of the proposed decision; sums, digests and wording come from the text itself."""

    id: UUID
    case_id: CaseId
    version: int
    drafted_by: UUID
    drafted_at: datetime

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome]


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    id: UUID
    case_id: CaseId
    draft_id: UUID
    review_id: UUID | None
    digest: str
    number: str
    document_id: UUID
    outcome: Outcome
    penalties: tuple[PenaltyItem, ...]
    penalty_text: str
    fine_fen: int
    confiscated_fen: int
    recovery_fen: int
    facts: str
    evidence_text: str
    violated: str
    applied: str
    discretion: str
    correction: str
    ground: str
    education: str
    opinion: str
    late_reason: str
    decided_on: date
    decided_by: UUID
    decided_at: datetime

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome]

    @property
    def asks_for_nothing(self) -> bool:
        """No penalty, nothing to correct, nothing to give back: served, it is carried out."""
        return self.outcome is Outcome.NO_PENALTY and not self.recovery_fen and not self.correction

    @property
    def late(self) -> bool:
        """LATE_DECISION: made after the case time ran out, with its reason (G5)."""
        return bool(self.late_reason)


@dataclass(frozen=True, kw_only=True)
class EarlierFine:
    case_id: CaseId
    title: str
    number: str
    fine_fen: int
    decided_on: date


def reports(session: Session, case_id: CaseId) -> Sequence[ReportRow]:
    """Newest first."""
    found = select(Report).where(Report.case_id == case_id).order_by(Report.version.desc())
    return [_report(session, row) for row in session.scalars(found)]


def current_report(session: Session, case_id: CaseId) -> ReportRow | None:
    return next(iter(reports(session, case_id)), None)


def _report(session: Session, row: Report) -> ReportRow:
    items = session.scalars(select(ReportItem.item_id).where(ReportItem.report_id == row.id))
    plain = [name for name in ReportRow.__dataclass_fields__ if name != "items"]
    return ReportRow(items=tuple(items), **{name: getattr(row, name) for name in plain})


def drafts(session: Session, case_id: CaseId) -> Sequence[DraftRow]:
    """Newest first."""
    found = select(Draft).where(Draft.case_id == case_id).order_by(Draft.version.desc())
    return [_draft(session, row) for row in session.scalars(found)]


def current_draft(session: Session, case_id: CaseId) -> DraftRow | None:
    found = select(Draft).where(Draft.case_id == case_id).order_by(Draft.version.desc()).limit(1)
    row = session.scalars(found).first()
    return _draft(session, row) if row else None


def draft(session: Session, draft_id: UUID) -> DraftRow:
    row = session.get(Draft, draft_id)
    if row is None:
        raise NotFound
    return _draft(session, row)


def _draft(session: Session, row: Draft) -> DraftRow:
    plain = [name for name in DraftText.__dataclass_fields__ if name not in ELSEWHERE]
    choice, spared = session.get(DraftChoice, row.id), session.get(SparedDraft, row.id)
    return DraftRow(
        ground=spared.ground if spared else "",
        education=spared.education if spared else "",
        leaving=choice.leaving if choice else "",
        assessment=str(choice.assessment_id) if choice else "",
        id=row.id,
        case_id=CaseId(row.case_id),
        version=row.version,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        penalties=_penalties(session, row.id),
        **{name: getattr(row, name) for name in plain},
    )


def _penalties(session: Session, draft_id: UUID) -> tuple[PenaltyItem, ...]:
    found = select(Penalty).where(Penalty.draft_id == draft_id).order_by(Penalty.position)
    return tuple(
        PenaltyItem(kind=PenaltyKind(row.kind), amount_fen=row.amount_fen, text=row.text)
        for row in session.scalars(found)
    )


def decision(session: Session, case_id: CaseId) -> DecisionRow | None:
    row = session.scalars(select(Decision).where(Decision.case_id == case_id)).first()
    if row is None:
        return None
    said = draft(session, row.draft_id)
    of_row = ("id", "draft_id", "digest", "number", "document_id", "fine_fen", "confiscated_fen")
    more = ("recovery_fen", "opinion", "late_reason", "decided_on", "decided_by", "decided_at")
    of_draft = (
        "facts",
        "evidence_text",
        "violated",
        "applied",
        "discretion",
        "correction",
        "ground",
        "education",
        "penalties",
        "penalty_text",
    )
    return DecisionRow(
        case_id=CaseId(row.case_id),
        review_id=None if row.review_id == NOT_REVIEWED else row.review_id,
        outcome=Outcome(row.outcome),
        **{name: getattr(row, name) for name in of_row + more},
        **{name: getattr(said, name) for name in of_draft},
    )


def told_substance(session: Session, case_id: CaseId) -> str:
    """What the last served prior notice told the party, as the digest its milestone carries."""
    served = _last(session, case_id, Milestone.PRIOR_NOTICE_SERVED)
    return served.note if served else ""


def agreement(session: Session, case_id: CaseId) -> cases.MilestoneFact | None:
    """The last agreement of legal review: its row is the review, its note the digest agreed to."""
    return _last(session, case_id, Milestone.REVIEW_AGREED)


def _last(session: Session, case_id: CaseId, kind: Milestone) -> cases.MilestoneFact | None:
    return next((fact for fact in reversed(cases.timeline(session, case_id)) if fact.kind is kind), None)


def discussed_digest(session: Session, case_id: CaseId) -> str:
    """The digest of the text the heads last agreed to. Read from the line: discussion stands above this room."""
    discussed = _last(session, case_id, Milestone.DISCUSSED)
    return discussed.note if discussed and Milestone.DISCUSSED in cases.stands(session, case_id) else ""


def hearing_record(session: Session, case_id: CaseId) -> DocumentRow | None:
    """CASE-24: the record of the hearing that ended, if one was held or broken off. Read from the line, as above."""
    ended = _last(session, case_id, Milestone.HEARING_ENDED)
    if ended is None or Milestone.HEARING_ENDED not in cases.stands(session, case_id):
        return None
    issued = documents.of_case(session, case_id)
    return next((row for row in issued if row.id == ended.because and row.kind == HEARING_RECORD), None)


def reviewers_ever(session: Session, case_id: CaseId) -> frozenset[UUID]:
    """Whoever gave an opinion in any round. Read from the line: the room of review stands above this one."""
    opinions = {Milestone.REVIEW_AGREED, Milestone.REVIEW_RETURNED}
    return frozenset(fact.by for fact in cases.timeline(session, case_id) if fact.kind in opinions)


def earlier_fines(session: Session, case: cases.CaseRow) -> Sequence[EarlierFine]:
    """CASE-28: fines already imposed on the same party for the same cause, so that no act is fined twice."""
    same = Party.uscc == case.party.uscc if case.party.uscc else Party.id_no == case.party.id_no
    found = (
        select(Case.id, Case.title, Decision.number, Decision.fine_fen, Decision.decided_on)
        .join(Decision, Decision.case_id == Case.id)
        .join(Party, Party.case_id == Case.id)
        .where(same, Case.cause_code == case.cause_code, Case.id != case.id, Decision.fine_fen > 0)
        .order_by(Decision.decided_on.desc())
        .limit(10)
    )
    return [
        EarlierFine(case_id=CaseId(key), title=title, number=number, fine_fen=fine, decided_on=day)
        for key, title, number, fine, day in session.execute(found)
    ]


def fines(session: Session, draft_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The proposed fine of each draft, for lists."""
    found = (
        select(Penalty.draft_id, func.sum(Penalty.amount_fen))
        .where(Penalty.draft_id.in_(draft_ids), Penalty.kind == PenaltyKind.FINE)
        .group_by(Penalty.draft_id)
    )
    return {key: int(total) for key, total in session.execute(found)}
