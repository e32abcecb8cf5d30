"""A docking station: a recorder's card with films on it, swept as the command and the clock sweep it."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.docking import queries, rules, service
from enforcement.docking.intake import Line, Sweep, files_in
from enforcement.docking.names import Came
from enforcement.docking.rows import RecordingRow, SlateRow
from enforcement.docking.rules import SlateText
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.storage.slate_clips import Take, filmed

DEVICE = "DSJ-009"
KEY = rules.signing_key("x" * 32)


def sweep_of(bureau: Bureau, *, login: str = "officer_a", device: str = DEVICE) -> Sweep:
    actor = bureau.actor(login)
    return Sweep(runtime=bureau.runtime, actor=actor, officer=actor.id, device_no=device, came=Came.COMMAND)


def swept(bureau: Bureau, card: Path, **more: Any) -> list[Line]:
    sweep = sweep_of(bureau, **more)
    lines = [sweep.bring(found) for found in files_in(card)]
    sweep.end()
    return lines


def inbox(bureau: Bureau, login: str = "officer_a", **more: Any) -> list[RecordingRow]:
    return list(bureau.read(queries.inbox, bureau.actor(login), **more).rows)


def slate_for(bureau: Bureau, case: CaseId, *, login: str = "officer_a", **fields: Any) -> SlateRow:
    given: dict[str, Any] = {"step": "scene_inspection", **fields}
    bureau.act(login, service.open_slate, case, **given)
    slate = bureau.read(queries.standing_slate, case, shown_by=bureau.id(login), now=bureau.clock.at)
    assert slate is not None
    return slate


def text_of(
    bureau: Bureau, slate: SlateRow, *, at: datetime | None = None, key: bytes = KEY, uscc: str = "", **changes: Any
) -> str:
    """What the telephone shows at that moment."""
    said: dict[str, Any] = {
        "body": rules.body_mark(uscc or bureau.read(accounts.body).uscc),
        "case_id": slate.case_id,
        "step": slate.step,
        "moment": at or bureau.clock.at,
        "nonce": slate.nonce,
    }
    return SlateText(**said | changes).signed(key)


def film_of(folder: Path, texts: list[str], *, begun: datetime | None = None, name: str = "take", **take: Any) -> Path:
    """`begun` is what the recorder's own clock said when it was switched on."""
    folder.mkdir(parents=True, exist_ok=True)
    written = f"{begun.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000000Z" if begun else ""
    tags = ("-metadata", f"creation_time={written}") if written else ()
    how = Take(**{"offset": 1.0, "size": (480, 270), "height": 0.7} | take)
    made = filmed(folder.parent, texts, how, name=name, tags=tags)
    return made.rename(folder / made.name)


def ago(bureau: Bureau, **step: float) -> datetime:
    return bureau.clock.at - timedelta(**step)


def settle(card: Path, bureau: Bureau) -> None:
    """Written an hour ago, by the clock of the test."""
    moment = ago(bureau, hours=1).timestamp()
    for path in card.rglob("*"):
        os.utime(path, (moment, moment))


def device_of(bureau: Bureau, *, number: str = DEVICE, holder: str | None = "officer_a") -> UUID:
    device: UUID = bureau.act("unit_head", service.register_device, number=number, model="DSJ-9")
    if holder:
        since = bureau.clock.at.date()
        bureau.act("unit_head", service.hand_device, device_id=device, holder=bureau.id(holder), since=since)
    return device
