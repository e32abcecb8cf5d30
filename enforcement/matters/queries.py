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
    """Of each code the row that last came into force: a changed law replaces the older row from its day on."""
    found = select(Cause).where(
        Cause.in_force_from <= day, or_(Cause.in_force_until.is_(None), Cause.in_force_until >= day)
    )
    newest_last = session.scalars(found.order_by(Cause.code, Cause.in_force_from))
    return [_row(cause) for cause in {cause.code: cause for cause in newest_last}.values()]


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
