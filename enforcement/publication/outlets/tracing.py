"""What became of one decision at each outlet: shown there, taken down there, or owed and since when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import OPEN_STATES, OUTLET_NAMES, Act, DeliveryState, Outlet


@dataclass(frozen=True, kw_only=True)
class Trace:
    """`last` is the newest word the outlet accepted, `waiting` the oldest it has not."""

    outlet: Outlet
    on: bool
    last: DeliveryRow | None
    waiting: DeliveryRow | None
    shown_at: datetime | None
    taken_down_at: datetime | None

    @property
    def name(self) -> str:
        return OUTLET_NAMES[self.outlet]

    @property
    def standing(self) -> str:
        if self.last is None:
            return "尚未接收" if self.waiting else "未报送"
        return "公示中" if self.last.act is Act.SHOW else "已撤下"

    @property
    def receipt(self) -> str:
        return self.last.receipt if self.last else ""

    @property
    def waiting_since(self) -> datetime | None:
        return self.waiting.created_at if self.waiting else None

    @property
    def attempts(self) -> int:
        return self.waiting.attempts if self.waiting else 0

    @property
    def troubled(self) -> bool:
        """Sent back, or tried and not taken. A file handed over by people only awaits its receipt."""
        row = self.waiting
        return row is not None and (
            row.state is DeliveryState.REFUSED or (row.state is DeliveryState.QUEUED and row.attempts > 0)
        )


def traces(rows: Sequence[DeliveryRow], *, on: Collection[Outlet]) -> Sequence[Trace]:
    """Outlets switched on, and those that were once told of this decision."""
    return [_trace(outlet, rows, on=outlet in on) for outlet in Outlet if outlet in on or _of(rows, outlet)]


def _of(rows: Iterable[DeliveryRow], outlet: Outlet) -> list[DeliveryRow]:
    return [row for row in rows if row.outlet is outlet]


def _trace(outlet: Outlet, rows: Sequence[DeliveryRow], *, on: bool) -> Trace:
    told = sorted(_of(rows, outlet), key=lambda row: row.created_at)
    taken = sorted((row for row in told if row.state is DeliveryState.ACCEPTED), key=_settled)
    return Trace(
        outlet=outlet,
        on=on,
        last=taken[-1] if taken else None,
        waiting=next((row for row in told if row.state in OPEN_STATES), None),
        shown_at=_last_day(taken, Act.SHOW),
        taken_down_at=_last_day(taken, Act.TAKE_DOWN),
    )


def _settled(row: DeliveryRow) -> datetime:
    return row.settled_at or row.created_at


def _last_day(taken: Sequence[DeliveryRow], act: Act) -> datetime | None:
    return next((_settled(row) for row in reversed(taken) if row.act is act), None)
