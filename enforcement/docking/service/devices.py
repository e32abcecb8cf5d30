"""设备台账: which recorder, whose, from when. A handover is a new line, the old one stays."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.docking import queries, rules
from enforcement.docking.models import Device, DeviceHolding
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.MANAGE_DEVICES, verb="docking.device_registered")
def register_device(work: UnitOfWork, *, number: str, model: str, note: str = "") -> UUID:
    """It belongs to the unit of whoever keeps the ledger."""
    if queries.device_numbered(work.session, number) is not None:
        raise InvalidInput({"number": ["这个编号已经登记。"]})
    if work.actor.unit_id is None:
        raise RuleBroken("NO_UNIT", "设备须由所属机构登记，您没有所属机构。", basis=rules.KEPT)
    row = Device(
        id=uuid4(),
        number=number,
        model=model,
        note=note,
        unit_id=work.actor.unit_id,
        registered_by=work.actor.id,
        registered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.about(device=row.id, number=number)
    return row.id


@use_case(Permission.MANAGE_DEVICES, verb="docking.device_handed")
def hand_device(work: UnitOfWork, *, device_id: UUID, holder: UUID, since: date) -> None:
    """领用: ends the holding before it on the same day."""
    device = _of_own_unit(work, device_id)
    person = accounts.person(work.session, holder)
    if person is None or not person.active:
        raise InvalidInput({"holder": ["请从列表中选择在岗人员。"]})
    standing = _standing(work, device_id)
    rules.held_from(since, before=standing.since if standing else None, today=work.today)
    if standing is not None:
        standing.until = since
        work.session.flush()
    row = DeviceHolding(
        id=uuid4(), device_id=device_id, holder_id=holder, since=since, handed_by=work.actor.id, handed_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    work.about(device=device_id, number=device.number, holder=holder, since=since)


@use_case(Permission.MANAGE_DEVICES, verb="docking.device_returned")
def take_back_device(work: UnitOfWork, *, device_id: UUID, until: date) -> None:
    """交回: the device lies in the cabinet and its folder is not swept."""
    device = _of_own_unit(work, device_id)
    standing = _standing(work, device_id)
    if standing is None:
        raise RuleBroken("NOT_HELD", "这台设备现在没有人领用。", basis=rules.KEPT)
    if not standing.since <= until <= work.today:
        raise InvalidInput({"until": ["交回日期不能早于领用日期，也不能晚于今天。"]})
    standing.until = until
    work.about(device=device_id, number=device.number, holder=standing.holder_id, until=until)


def _of_own_unit(work: UnitOfWork, device_id: UUID) -> Device:
    row = work.session.get(Device, device_id, with_for_update=True, populate_existing=True)
    if row is None or row.unit_id != work.actor.unit_id:
        raise NotFound
    return row


def _standing(work: UnitOfWork, device_id: UUID) -> DeviceHolding | None:
    found = select(DeviceHolding).where(DeviceHolding.device_id == device_id, DeviceHolding.until.is_(None))
    return work.session.scalar(found)
