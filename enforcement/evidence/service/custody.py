"""Hatches: one line in an item's custody record, in the caller's transaction; and the line that is the last."""

from uuid import UUID, uuid4

from sqlalchemy import func, select

from enforcement.evidence.models import Custody, DisposedItem
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


def dispose(work: UnitOfWork, item_id: UUID, *, certificate_no: str, why: str) -> None:
    """From here on the content answers nobody; row, labels and this record stay (AV-7). Trigger: only as approved."""
    row = DisposedItem(item_id=item_id, certificate_no=certificate_no, disposed_at=work.now, disposed_by=work.actor.id)
    work.session.add(row)
    work.seal(row)
    remember(
        work,
        item_id,
        CustodyEvent.DISPOSED,
        how="经鉴定和两人审批",
        why=why,
        result=f"停止提供内容并销毁，《音像记录销毁证书》{certificate_no}",
    )
