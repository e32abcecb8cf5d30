import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Deadline, Party
from enforcement.decisions import queries as decisions
from enforcement.documents.amounts import figures
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.catalogue import procedure
from enforcement.review.models import Review
from enforcement.review.rules import RESULT_NAMES, FieldChange, Finding, Material, Point, ReviewResult, changes
from enforcement.workdays import queries as workdays

CLOCK = "LEGAL_REVIEW"


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    id: UUID
    case_id: CaseId
    round: int
    draft_id: UUID
    draft_digest: str
    note: str
    submitted_by: UUID
    submitted_at: datetime
    reviewer_id: UUID | None
    claimed_at: datetime | None
    result: ReviewResult | None
    points: tuple[Point, ...]
    opinion: str
    document_id: UUID | None
    decided_at: datetime | None

    @property
    def result_name(self) -> str:
        return RESULT_NAMES[self.result] if self.result else "审核中"


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One line of the queue: enough to choose the next case without opening it."""

    case_id: CaseId
    number: str
    party: str
    cause: str
    fine_fen: int
    scope_reason: str
    scope_basis: str
    round: int
    reviewer_id: UUID | None
    submitted_at: datetime
    waited: int
    due_on: date
    left: int


def rounds(session: Session, case_id: CaseId) -> Sequence[ReviewRow]:
    """Newest first."""
    found = select(Review).where(Review.case_id == case_id).order_by(Review.round.desc())
    return [_row(row) for row in session.scalars(found)]


def latest(session: Session, case_id: CaseId) -> ReviewRow | None:
    return next(iter(rounds(session, case_id)), None)


def _row(row: Review) -> ReviewRow:
    special = {"case_id", "result", "points"}
    plain = [name for name in ReviewRow.__dataclass_fields__ if name not in special]
    return ReviewRow(
        case_id=CaseId(row.case_id),
        result=ReviewResult(row.result) if row.result else None,
        points=tuple(_point(point) for point in json.loads(row.points)),
        **{name: getattr(row, name) for name in plain},
    )


def _point(kept: dict[str, str | int | None]) -> Point:
    item = kept["item"]
    return Point(
        number=int(kept["number"] or 0),
        finding=Finding(str(kept["finding"])),
        text=str(kept["text"]),
        item=UUID(str(item)) if item else None,
    )


def queue(session: Session, *, today: date, after: str | None = None, size: int = PAGE_SIZE) -> Page[QueueRow]:
    """Rounds whose clock runs, due soonest first. A round outdated by a new draft has no running clock."""
    found = (
        select(Review, Case, Party.name, Deadline.due_on)
        .join(Case, Case.id == Review.case_id)
        .join(Party, Party.case_id == Case.id)
        .join(Deadline, and_(Deadline.case_id == Case.id, Deadline.key == CLOCK, Deadline.closed_at.is_(None)))
        .where(Review.result.is_(None), Review.submitted_at >= Deadline.opened_at)
        .order_by(Deadline.due_on, Review.id)
        .limit(size + 1)
    )
    if after:
        day, _, key = after.partition("_")
        due, last = date.fromisoformat(day), UUID(key)
        found = found.where(or_(Deadline.due_on > due, and_(Deadline.due_on == due, Review.id > last)))
    lines = session.execute(found).all()
    page = page_of(lines, size=size, mark=lambda line: f"{line[3]}_{line[0].id}")
    fines = decisions.fines(session, [review.draft_id for review, *_rest in page.rows])
    calendar = workdays.calendar(session)
    rows = [
        QueueRow(
            case_id=CaseId(case.id),
            number=case.number or "",
            party=party,
            cause=case.cause_title,
            fine_fen=fines.get(review.draft_id, 0),
            scope_reason=procedure(case.procedure).review.reason,
            scope_basis=procedure(case.procedure).review.basis,
            round=review.round,
            reviewer_id=review.reviewer_id,
            submitted_at=review.submitted_at,
            waited=max(0, calendar.workdays_between(shanghai_day(review.submitted_at), today)),
            due_on=due_on,
            left=calendar.workdays_left(today, due_on),
        )
        for review, case, party, due_on in page.rows
    ]
    return Page(rows, page.next_after)


def neighbours(session: Session, case_id: CaseId, *, today: date) -> tuple[CaseId | None, CaseId | None]:
    """The cases before and after this one in the queue, for the keys K and J."""
    line = [row.case_id for row in queue(session, today=today, size=200).rows]
    if case_id not in line:
        return None, (line[0] if line else None)
    at = line.index(case_id)
    return (line[at - 1] if at else None), (line[at + 1] if at + 1 < len(line) else None)


def materials(session: Session, case_id: CaseId) -> Sequence[Material]:
    """What the procedure asks to be sent, and whether it is there (LR-9)."""
    wanted = procedure(cases.get(session, case_id).procedure).review.materials
    return [Material(key=key, present=not (lacks := _lacks(session, case_id, key)), lacks=lacks) for key in wanted]


def _lacks(session: Session, case_id: CaseId, key: str) -> str:
    draft = decisions.current_draft(session, case_id)
    if key == "final_report":
        return "" if decisions.current_report(session, case_id) else "尚未提交"
    if key == "draft":
        return "" if draft else "尚未拟定"
    if key == "prior_notice":
        told = decisions.told_substance(session, case_id)
        if not told:
            return "尚未送达"
        return "" if draft and told == draft.substance_digest else "告知后文稿有变化，须重新告知"
    return _lacks_evidence(session, case_id)


def _lacks_evidence(session: Session, case_id: CaseId) -> str:
    items = evidence.items(session, case_id)
    unlabelled = [item.title for item in items if not item.counts]
    if not items:
        return "卷内没有证据"
    return f"待补标签：{'、'.join(unlabelled)}" if unlabelled else ""


def changed_since_last_round(session: Session, case_id: CaseId) -> tuple[FieldChange, ...]:
    """D5: a resubmission shows what changed, so that nobody reads the whole again to find it."""
    found = rounds(session, case_id)
    if len(found) < 2:  # noqa: PLR2004 -- a first round has nothing to be compared with
        return ()
    newer, older = (decisions.draft(session, one.draft_id) for one in found[:2])
    return changes(described(older), described(newer))


def described(draft: decisions.DraftRow) -> dict[str, str]:
    """The draft as labelled text, in the order it is read."""
    return {
        "违法事实": draft.facts,
        "证据": draft.evidence_text,
        "违反的规定": draft.violated,
        "处罚依据": draft.applied,
        "拟处罚": draft.penalty_text,
        "计罚基数": f"{figures(draft.base_fen)}元",
        "裁量理由": draft.discretion,
        "减轻或者不予罚款的事由": draft.mitigation,
        "责令退回基金": f"{figures(draft.recovery_fen)}元",
        "责令改正": draft.correction,
    }
