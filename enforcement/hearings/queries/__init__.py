import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Deadline
from enforcement.cases.rules import PartyCategory
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.documents.queries import DocumentRow
from enforcement.hearings.entitlement import Threshold, right_to_a_hearing
from enforcement.hearings.models import Defence, DefenceAnswer, HearingThreshold, Waiver
from enforcement.hearings.rules import (
    DEFENCE_FORM_NAMES,
    WAIVER_FORM_NAMES,
    Adoption,
    AnsweredPoint,
    DefenceForm,
    WaiverForm,
)
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone

PRIOR_NOTICE, DEFENCE_REVIEW, DEFENCE_TERM = "prior_notice", "defence_review", "DEFENCE"


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A prior notice, the draft it told of, and when it reached the party."""

    document: DocumentRow
    substance: str
    served_on: date | None

    @property
    def hearing_told(self) -> bool:
        return bool(self.document.data.get("hearing_period"))


@dataclass(frozen=True, kw_only=True)
class DefenceRow:
    id: UUID
    case_id: CaseId
    notice_id: UUID
    received_on: date
    form: DefenceForm
    speaker: str
    text: str
    recorded_by: UUID
    recorded_at: datetime

    @property
    def form_name(self) -> str:
        return DEFENCE_FORM_NAMES[self.form]


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    id: UUID
    case_id: CaseId
    defence_id: UUID
    points: tuple[AnsweredPoint, ...]
    conclusion: str
    nothing_further: bool
    answered_by: UUID
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class WaiverRow:
    id: UUID
    case_id: CaseId
    notice_id: UUID
    waived_on: date
    form: WaiverForm
    proof: str
    covers_hearing: bool
    recorded_by: UUID
    recorded_at: datetime

    @property
    def form_name(self) -> str:
        return WAIVER_FORM_NAMES[self.form]


def notices(session: Session, case_id: CaseId) -> Sequence[NoticeRow]:
    """Newest first."""
    line = cases.timeline(session, case_id)
    told = {fact.because: fact.note for fact in line if fact.kind is Milestone.PRIOR_NOTICE_ISSUED}
    served = {fact.because: fact.day for fact in line if fact.kind is Milestone.PRIOR_NOTICE_SERVED}
    made = [document for document in documents.of_case(session, case_id) if document.kind == PRIOR_NOTICE]
    made.sort(key=lambda document: document.version, reverse=True)
    return [NoticeRow(document=d, substance=told.get(d.id, ""), served_on=served.get(d.id)) for d in made]


def current_notice(session: Session, case_id: CaseId) -> NoticeRow | None:
    """The newest one; those before it tell of nothing any more."""
    return next(iter(notices(session, case_id)), None)


def is_outdated(session: Session, case_id: CaseId) -> bool:
    """CASE-21: the draft has changed in substance since the party was told."""
    notice, draft = current_notice(session, case_id), decisions.current_draft(session, case_id)
    if notice is None or draft is None or not draft.burdens:
        return False
    return notice.substance != draft.substance_digest


def term(session: Session, case_id: CaseId) -> cases.DeadlineRow | None:
    """The latest term for a defence, running or ended."""
    found = select(Deadline).where(Deadline.case_id == case_id, Deadline.key == DEFENCE_TERM)
    row = session.scalars(found.order_by(Deadline.opened_at.desc(), Deadline.id).limit(1)).first()
    return cases.deadline_row(row) if row else None


def terms_over(session: Session, *, today: date, limit: int = 200) -> Sequence[CaseId]:
    """Cases whose term ended before today without a word from the party."""
    found = (
        select(Deadline.case_id)
        .where(
            Deadline.key == DEFENCE_TERM,
            Deadline.closed_at.is_(None),
            Deadline.due_on < today,
            Deadline.provisional.is_(False),
        )
        .order_by(Deadline.due_on, Deadline.id)
        .limit(limit)
    )
    return [CaseId(case_id) for case_id in session.scalars(found)]


def defences(session: Session, case_id: CaseId) -> Sequence[DefenceRow]:
    found = select(Defence).where(Defence.case_id == case_id).order_by(Defence.recorded_at, Defence.id)
    names = [name for name in DefenceRow.__dataclass_fields__ if name != "form"]
    return [
        DefenceRow(form=DefenceForm(row.form), **{name: getattr(row, name) for name in names})
        for row in session.scalars(found)
    ]


def answers(session: Session, case_id: CaseId) -> Sequence[AnswerRow]:
    found = select(DefenceAnswer).where(DefenceAnswer.case_id == case_id)
    rows = session.scalars(found.order_by(DefenceAnswer.answered_at, DefenceAnswer.id))
    names = [name for name in AnswerRow.__dataclass_fields__ if name != "points"]
    return [AnswerRow(points=points_of(row.points), **{name: getattr(row, name) for name in names}) for row in rows]


def is_answered(session: Session, defence_id: UUID) -> bool:
    return session.scalars(select(DefenceAnswer.id).where(DefenceAnswer.defence_id == defence_id)).first() is not None


def waivers(session: Session, case_id: CaseId) -> Sequence[WaiverRow]:
    found = select(Waiver).where(Waiver.case_id == case_id).order_by(Waiver.recorded_at, Waiver.id)
    names = [name for name in WaiverRow.__dataclass_fields__ if name != "form"]
    return [
        WaiverRow(form=WaiverForm(row.form), **{name: getattr(row, name) for name in names})
        for row in session.scalars(found)
    ]


def unendorsed_answer(session: Session, case_id: CaseId) -> AnswerRow | None:
    """The last answer, until the head's opinion on it is on file as 陈述申辩复核意见."""
    given = answers(session, case_id)
    review = documents.latest(session, case_id, DEFENCE_REVIEW)
    if not given or (review is not None and review.issued_at >= given[-1].answered_at):
        return None
    return given[-1]


def points_of(text: str) -> tuple[AnsweredPoint, ...]:
    return tuple(
        AnsweredPoint(point=row["point"], adoption=Adoption(row["adoption"]), reason=row["reason"])
        for row in json.loads(text)
    )


def thresholds(session: Session) -> Sequence[Threshold]:
    """Every amount the body ever set, the newest first."""
    found = select(HearingThreshold).order_by(HearingThreshold.in_force_from.desc(), HearingThreshold.set_at.desc())
    plain = [name for name in Threshold.__dataclass_fields__ if name != "category"]
    return [
        Threshold(category=PartyCategory(row.category), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def threshold(session: Session, category: PartyCategory, *, day: date) -> Threshold | None:
    """The amounts in force that day for this kind of party."""
    found = (row for row in thresholds(session) if row.category is category and row.in_force_from <= day)
    return next(found, None)


def hearing_reasons(session: Session, case: cases.CaseRow, *, day: date) -> tuple[str, ...]:
    """Why a hearing must be offered upon the current draft."""
    draft = decisions.current_draft(session, case.id)
    if draft is None:
        return ()
    return right_to_a_hearing(draft.penalties, threshold(session, case.party.category, day=day))
