from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.docking.models import Device, DeviceClock, DeviceHolding
from enforcement.docking.rows import ClockRow, DeviceRow, HoldingRow
from enforcement.kernel.errors import NotFound

CLOCKS_SHOWN = 20


def devices(session: Session) -> Sequence[DeviceRow]:
    return [_row(session, row) for row in session.scalars(select(Device).order_by(Device.number))]


def device(session: Session, device_id: UUID) -> DeviceRow:
    row = session.get(Device, device_id)
    if row is None:
        raise NotFound
    return _row(session, row)


def device_numbered(session: Session, number: str) -> DeviceRow | None:
    row = session.scalar(select(Device).where(Device.number == number))
    return _row(session, row) if row else None


def _row(session: Session, row: Device) -> DeviceRow:
    held = select(DeviceHolding).where(DeviceHolding.device_id == row.id)
    held = held.order_by(DeviceHolding.since.desc(), DeviceHolding.handed_at.desc())
    measured = select(DeviceClock).where(DeviceClock.device_no == row.number)
    measured = measured.order_by(DeviceClock.measured_at.desc(), DeviceClock.id).limit(CLOCKS_SHOWN)
    plain = ("id", "number", "model", "note", "unit_id", "registered_at")
    return DeviceRow(
        holdings=tuple(
            HoldingRow(holder_id=one.holder_id, since=one.since, until=one.until) for one in session.scalars(held)
        ),
        clocks=tuple(
            ClockRow(**{name: getattr(one, name) for name in ClockRow.__dataclass_fields__})
            for one in session.scalars(measured)
        ),
        **{name: getattr(row, name) for name in plain},
    )
