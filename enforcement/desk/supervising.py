"""What a supervisor sees without a click: what ran out, and where the orders stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.kernel.identity import Actor, CaseId
from enforcement.publication import queries as publication
from enforcement.supervision import queries as supervision
from enforcement.supervision.rules import REPLY, STATE_NAMES, State
from enforcement.workdays import queries as workdays

LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A period that has run out. `standstill`: why a publication is not up, where that is the reason (PUB-C3)."""

    period: cases.DeadlineRow
    case: cases.CaseRow
    left: int
    standstill: str

    @property
    def may_be_ordered(self) -> bool:
        """An order about an order's own reply would answer nothing: that one is closed or sent back."""
        return self.period.key != REPLY


def overdue(session: Session, *, today: date) -> list[Overdue]:
    """What the supervisor asks about, the oldest first."""
    calendar = workdays.calendar(session)
    return [
        Overdue(
            period=row,
            case=cases.get(session, CaseId(row.case_id)),
            left=calendar.workdays_left(today, row.due_on),
            standstill=publication.standstill(session, CaseId(row.case_id)) if row.key in publication.PUBLISH else "",
        )
        for row in cases.open_deadlines(session, due_by=today - timedelta(days=1))
    ]


def orders_in_hand(session: Session, actor: Actor, *, today: date) -> Sequence[tuple[str, str, int]]:
    """Title, state and number of the running orders; nothing where none runs."""
    rows = [row for row in supervision.seen_by(session, actor) if row.state is not State.CLOSED]
    if not rows:
        return ()
    of_state = [(f"督办{STATE_NAMES[one]}", str(one), one) for one in (State.WAITING, State.REPLIED)]
    late = sum(row.is_late(today) for row in rows)
    return [
        *((title, key, sum(row.state is one for row in rows)) for title, key, one in of_state),
        ("督办超期", LATE, late),
    ]
