"""Running and ended periods."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Deadline, DeadlineRecount
from enforcement.cases.queries.rows import DeadlineRow
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId


def deadlines(session: Session, case_id: CaseId) -> Sequence[DeadlineRow]:
    """Open ones first, the nearest on top."""
    found = select(Deadline).where(Deadline.case_id == case_id)
    return [
        deadline_row(row) for row in session.scalars(found.order_by(Deadline.closed_at.is_not(None), Deadline.due_on))
    ]


def deadline_of(session: Session, case_id: CaseId, deadline_id: UUID) -> DeadlineRow:
    row = session.get(Deadline, deadline_id)
    if row is None or row.case_id != case_id:
        raise NotFound
    return deadline_row(row)


def deadline_for(session: Session, subject: UUID, key: str) -> DeadlineRow | None:
    """The latest period of this key that ran for one thing, running or ended."""
    found = select(Deadline).where(Deadline.subject == subject, Deadline.key == key)
    row = session.scalars(found.order_by(Deadline.opened_at.desc(), Deadline.id)).first()
    return deadline_row(row) if row else None


def open_deadline(session: Session, case_id: CaseId, key: str) -> DeadlineRow | None:
    found = select(Deadline).where(Deadline.case_id == case_id, Deadline.key == key, Deadline.closed_at.is_(None))
    row = session.scalars(found).first()
    return deadline_row(row) if row else None


def recounts(session: Session, deadline_id: UUID) -> Sequence[tuple[date, date, datetime, str]]:
    found = select(DeadlineRecount).where(DeadlineRecount.deadline_id == deadline_id)
    rows = session.scalars(found.order_by(DeadlineRecount.recounted_at))
    return [(row.old_due_on, row.new_due_on, row.recounted_at, row.reason) for row in rows]


def open_deadlines(session: Session, *, due_by: date | None = None, limit: int = 200) -> Sequence[DeadlineRow]:
    """Running ones, the earliest first; those that stand still wait for nobody."""
    running = (Deadline.closed_at.is_(None), Deadline.paused_since.is_(None))
    found = select(Deadline).where(*running).order_by(Deadline.due_on, Deadline.id).limit(limit)
    if due_by is not None:
        found = found.where(Deadline.due_on <= due_by)
    return [deadline_row(row) for row in session.scalars(found)]


def deadline_row(row: Deadline) -> DeadlineRow:
    return DeadlineRow(**{name: getattr(row, name) for name in DeadlineRow.__dataclass_fields__})


def kept_in_time(session: Session, *, since: date) -> tuple[int, int]:
    """Of the periods ended since that day: how many by their last day, which is still in time; and all."""
    ended = select(func.count()).select_from(Deadline).where(Deadline.closed_on >= since)
    in_time = session.scalar(ended.where(Deadline.closed_on <= Deadline.due_on)) or 0
    return in_time, session.scalar(ended) or 0
