from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enforcement.kernel.errors import InvalidInput
from enforcement.matters.models import Cause
from enforcement.matters.rules import FineRange, RangeKind


@dataclass(frozen=True, kw_only=True)
class CauseRow:
    code: str
    title: str
    violated: str
    applied: str
    range: FineRange


def causes_in_force(session: Session, day: date) -> Sequence[CauseRow]:
    found = select(Cause).where(
        Cause.in_force_from <= day, or_(Cause.in_force_until.is_(None), Cause.in_force_until >= day)
    )
    return [_row(cause) for cause in session.scalars(found.order_by(Cause.code))]


def cause(session: Session, code: str, *, day: date) -> CauseRow:
    """The cause as it stood on the day of the act: the law of that day applies (《行政处罚法》第三十七条)."""
    for row in causes_in_force(session, day):
        if row.code == code:
            return row
    raise InvalidInput({"cause": ["行为发生之日没有这一案由，请从事项清单中选择。"]})


def _row(cause: Cause) -> CauseRow:
    return CauseRow(
        code=cause.code,
        title=cause.title,
        violated=cause.violated,
        applied=cause.applied,
        range=FineRange(
            kind=RangeKind(cause.range_kind), low=cause.range_low, high=cause.range_high, base_name=cause.base_name
        ),
    )
