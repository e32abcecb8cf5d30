import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries.approving import lacks_endorsement
from enforcement.documents.amounts import figures
from enforcement.evidence import queries as evidence
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.review.models import Review
from enforcement.review.rules import RESULT_NAMES, FieldChange, Finding, Material, Point, ReviewResult, changes

CLOCK = "LEGAL_REVIEW"
ENDORSEMENT = "endorsement"


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


def rounds(session: Session, case_id: CaseId) -> Sequence[ReviewRow]:
    """Newest first."""
    found = select(Review).where(Review.case_id == case_id).order_by(Review.round.desc())
    return [_row(row) for row in session.scalars(found)]


def review(session: Session, review_id: UUID) -> ReviewRow:
    return _row(session.get_one(Review, review_id))


def latest(session: Session, case_id: CaseId) -> ReviewRow | None:
    return next(iter(rounds(session, case_id)), None)


def _row(row: Review) -> ReviewRow:
    special = {"case_id", "result", "points"}
    plain = [name for name in ReviewRow.__dataclass_fields__ if name not in special]
    return ReviewRow(
        case_id=CaseId(row.case_id),
        result=ReviewResult(row.result) if row.result else None,
        points=points_of(row.points),
        **{name: getattr(row, name) for name in plain},
    )


def points_of(text: str) -> tuple[Point, ...]:
    return tuple(_point(point) for point in json.loads(text))


def _point(kept: dict[str, str | int | None]) -> Point:
    item = kept["item"]
    return Point(
        number=int(kept["number"] or 0),
        place=str(kept.get("place") or ""),
        finding=Finding(str(kept["finding"])),
        text=str(kept["text"]),
        item=UUID(str(item)) if item else None,
    )


def materials(session: Session, case_id: CaseId, *, today: date) -> Sequence[Material]:
    """What the procedure asks to be sent, and whether it is there (LR-9)."""
    law = procedure(cases.get(session, case_id).procedure)
    rule = law.approval_on(today)
    signed = rule is not None and rule.office is not None
    lacking = {
        key: lacks_endorsement(session, case_id, today=today) if key == ENDORSEMENT else _lacks(session, case_id, key)
        for key in law.review.materials
        if key != ENDORSEMENT or signed
    }
    return [Material(key=key, present=not lacks, lacks=lacks) for key, lacks in lacking.items()]


def _lacks(session: Session, case_id: CaseId, key: str) -> str:
    draft = decisions.current_draft(session, case_id)
    if key == "final_report":
        return "" if decisions.current_report(session, case_id) else "尚未提交"
    if key == "draft":
        return "" if draft else "尚未拟定"
    if key == "prior_notice":
        if draft is not None and not draft.burdens:
            return ""
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


def asked_longer(session: Session, case_id: CaseId) -> cases.RequestRow | None:
    """An extension asked for the running period of review and not answered yet."""
    running = cases.open_deadline(session, case_id, CLOCK)
    asked = cases.requests(session, case_id)
    return next((row for row in asked if running and row.deadline_id == running.id and row.granted is None), None)


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
        "偏离裁量基准的理由": draft.leaving,
        "减轻或者不予罚款的事由": draft.mitigation,
        "责令退回基金": f"{figures(draft.recovery_fen)}元",
        "责令改正": draft.correction,
        "对当事人的教育": draft.education,
    }
