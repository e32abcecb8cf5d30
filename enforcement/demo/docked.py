"""A recorder in the ledger, and what it handed in this morning: a photograph nobody has linked to a case yet."""

from datetime import timedelta

from enforcement.demo import media
from enforcement.demo.tale import Tale
from enforcement.docking import service
from enforcement.docking.intake import Sweep, files_in
from enforcement.docking.names import Came

DEVICE = "DSJ-9-0012"


def hand_in(tale: Tale) -> None:
    cast = tale.cast
    device = cast.act("unit_head", service.register_device, number=DEVICE, model="DSJ-9 执法记录仪")
    since = cast.clock.at.date()
    cast.act("unit_head", service.hand_device, device_id=device, holder=cast.id("officer_a"), since=since)
    card = tale.media / DEVICE
    card.mkdir()
    media.photograph(card, taken=cast.clock.at - timedelta(hours=2))
    sweep = Sweep(
        runtime=cast.runtime,
        actor=cast.actor("officer_a"),
        officer=cast.id("officer_a"),
        device_no=DEVICE,
        came=Came.COMMAND,
    )
    for found in files_in(card):
        sweep.bring(found)
    sweep.end()
