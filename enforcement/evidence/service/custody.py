"""Hatch: one line in an item's custody record, in the caller's transaction."""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from enforcement.evidence.models import Custody
from enforcement.evidence.names import CustodyEvent
from enforcement.kernel.work import UnitOfWork


def remember(
    work: UnitOfWork,
    item_id: UUID,
    event: CustodyEvent,
    *,
    how: str,
    result: str,
    why: str = "",
    by: UUID | None = None,
) -> None:
    """The caller holds the case row, so numbers cannot collide."""
    last = work.session.scalar(select(func.max(Custody.seq)).where(Custody.item_id == item_id)) or 0
    work.session.add(
        Custody(
            id=uuid4(),
            item_id=item_id,
            seq=last + 1,
            event=event,
            by=by or work.actor.id,
            at=work.now,
            how=how,
            why=why,
            result=result,
        )
    )
    work.session.flush()
