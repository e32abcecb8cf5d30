from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.docking import queries, schemas, service
from enforcement.docking.pages.place import room
from enforcement.docking.rows import DeviceRow
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices

LEDGER = "docking.ledger"


def _holders(work: UnitOfWork, **_place: UUID) -> Choices:
    """Officers of the unit: the device does not leave it."""
    found = accounts.people(work.session, role=Role.OFFICER)
    return {"holder": [(str(p.id), p.name) for p in found if p.active and p.unit_id == work.actor.unit_id]}


def _today(work: UnitOfWork, **_place: UUID) -> dict[str, Any]:
    return {"since": work.today, "until": work.today}


room.offer(
    Action(
        name="register-device",
        title="登记设备",
        door=service.register_device,
        form=schemas.DeviceForm,
        then=LEDGER,
        done="设备已登记，请登记领用。",
        guidance="执法记录仪应当建立台账，一机一档；只能用登记在册的设备记录执法过程。",
    ),
    Action(
        name="hand-device",
        title="登记领用",
        door=service.hand_device,
        form=schemas.HandForm,
        path="<uuid:device_id>",
        then=LEDGER,
        initial=_today,
        choices=_holders,
        done="领用已登记，原领用记录保留。",
        guidance="从领用之日起，采集站自动收取的文件以领用人名义交存。",
    ),
    Action(
        name="take-back-device",
        title="登记交回",
        door=service.take_back_device,
        form=schemas.TakeBackForm,
        path="<uuid:device_id>",
        then=LEDGER,
        initial=_today,
        done="交回已登记。",
        guidance="交回后，采集站不再自动收取该设备的文件，直至再次领用。",
    ),
)


@room.pages.get("/docking/devices")
@guard(Permission.READ_INBOX)
def ledger() -> str:
    work = door.work()
    return render_template(
        "docking/devices.html",
        devices=queries.devices(work.session),
        names=accounts.names(work.session),
        units=dict(accounts.units(work.session)),
    )


@room.pages.get("/docking/devices/<uuid:device_id>")
@guard(Permission.READ_INBOX)
def device(device_id: UUID) -> str:
    work = door.work()
    return render_template(
        "docking/device.html",
        device=queries.device(work.session, device_id),
        names=accounts.names(work.session),
        units=dict(accounts.units(work.session)),
    )


@room.api.get("/docking/devices")
@guard(Permission.READ_INBOX)
@room.api.response(200, schemas.DeviceSchema(many=True))
@room.api.doc(summary="设备台账：编号、领用人、历次时钟偏差")
def list_devices() -> list[DeviceRow]:
    return list(queries.devices(door.work().session))


@room.api.get("/docking/devices/<uuid:device_id>")
@guard(Permission.READ_INBOX)
@room.api.response(200, schemas.DeviceSchema)
@room.api.doc(summary="一台设备的领用记录和时钟偏差")
def show_device(device_id: UUID) -> DeviceRow:
    return queries.device(door.work().session, device_id)
