from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.docking.models import DockingLine, DockingReceipt
from enforcement.docking.names import Came, Result
from enforcement.docking.rows import LineRow, ReceiptRow
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, Permission

RECEIPTS_SHOWN = 50


def receipts(session: Session, actor: Actor) -> Sequence[ReceiptRow]:
    """The newest first, as far as this person may see them."""
    found = select(DockingReceipt).order_by(DockingReceipt.opened_at.desc(), DockingReceipt.id).limit(RECEIPTS_SHOWN)
    if not actor.may(Permission.SUPERVISE):
        found = found.where(DockingReceipt.officer_id.in_(_officers(session, actor)))
    return [_row(row) for row in session.scalars(found)]


def _officers(session: Session, actor: Actor) -> list[UUID]:
    if Role.UNIT_HEAD not in actor.roles:
        return [actor.id]
    return [person.id for person in accounts.people(session) if person.unit_id == actor.unit_id]


def receipt(session: Session, receipt_id: UUID) -> ReceiptRow:
    row = session.get(DockingReceipt, receipt_id)
    if row is None:
        raise NotFound
    return _row(row)


def receipt_for(session: Session, actor: Actor, receipt_id: UUID) -> ReceiptRow:
    row = receipt(session, receipt_id)
    if not actor.may(Permission.SUPERVISE) and row.officer_id not in _officers(session, actor):
        raise NotFound
    return row


def open_receipt(session: Session, *, device_no: str, officer_id: UUID) -> ReceiptRow | None:
    """Left open by a sweep that was interrupted, or being written now."""
    found = select(DockingReceipt).where(
        DockingReceipt.device_no == device_no,
        DockingReceipt.officer_id == officer_id,
        DockingReceipt.closed_at.is_(None),
    )
    row = session.scalar(found)
    return _row(row) if row else None


def lines_of(session: Session, receipt_id: UUID) -> Sequence[LineRow]:
    found = select(DockingLine).where(DockingLine.receipt_id == receipt_id).order_by(DockingLine.seq)
    return [_line(row) for row in session.scalars(found)]


def line_seen(session: Session, *, device_no: str, path: str, size: int, modified_ns: int) -> LineRow | None:
    """The newest line about this very file of this device: name, size and time of change are as they were."""
    found = (
        select(DockingLine)
        .join(DockingReceipt)
        .where(
            DockingReceipt.device_no == device_no,
            DockingLine.path == path,
            DockingLine.size == size,
            DockingLine.modified_ns == modified_ns,
        )
        .order_by(DockingReceipt.opened_at.desc(), DockingLine.seq.desc())
    )
    row = session.scalars(found.limit(1)).first()
    return _line(row) if row else None


def _row(row: DockingReceipt) -> ReceiptRow:
    own = {name: getattr(row, name) for name in ReceiptRow.__dataclass_fields__}
    return ReceiptRow(**own | {"came": Came(row.came)})


def _line(row: DockingLine) -> LineRow:
    own = {name: getattr(row, name) for name in LineRow.__dataclass_fields__}
    return LineRow(**own | {"result": Result(row.result)})
