import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.evidence.looking import TimeMarkRow
from enforcement.evidence.models import TechnicalFacts, TimeMark
from enforcement.kernel.errors import NotFound


def marks_of(session: Session, item_id: UUID) -> Sequence[TimeMarkRow]:
    """Each mark in its latest version with the earlier ones, in the order of the recording; ended ones last."""
    found = select(TimeMark).where(TimeMark.item_id == item_id).order_by(TimeMark.version)
    versions: dict[UUID, list[TimeMarkRow]] = {}
    for row in session.scalars(found):
        versions.setdefault(row.mark_id, []).append(_row(row, earlier=tuple(versions.get(row.mark_id, ()))))
    latest = [rows[-1] for rows in versions.values()]
    return sorted(latest, key=lambda row: (row.ended, row.at_ms is not None, row.at_ms or 0, row.marked_at, row.id))


def mark(session: Session, item_id: UUID, mark_id: UUID) -> TimeMarkRow:
    found = select(TimeMark).where(TimeMark.item_id == item_id, TimeMark.mark_id == mark_id)
    row = session.scalars(found.order_by(TimeMark.version.desc())).first()
    if row is None:
        raise NotFound
    return _row(row)


def technical_facts(session: Session, item_id: UUID) -> Mapping[str, str]:
    row = session.get(TechnicalFacts, item_id)
    return dict(json.loads(row.facts)) if row else {}


def _row(row: TimeMark, *, earlier: Sequence[TimeMarkRow] = ()) -> TimeMarkRow:
    plain = ("item_id", "version", "at_ms", "until_ms", "remark", "ended", "marked_by", "marked_at")
    return TimeMarkRow(id=row.mark_id, earlier=earlier, **{name: getattr(row, name) for name in plain})
