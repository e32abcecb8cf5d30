"""What the outlets are owed, asked shortly."""

from uuid import UUID

from enforcement.exchange import queries as exchange_queries
from enforcement.exchange.rules import Act, DeliveryState, Outlet
from enforcement.publication import service
from tests.bureau import Bureau


def switch(bureau: Bureau, *outlets: Outlet, on: bool = True) -> None:
    for outlet in outlets:
        bureau.act("clerk", service.switch_outlet, outlet=outlet, on=on)


def told(bureau: Bureau, *notices: UUID) -> list[tuple[Outlet, Act, DeliveryState]]:
    rows = bureau.read(exchange_queries.deliveries_of, list(notices))
    return [(row.outlet, row.act, row.state) for row in sorted(rows, key=lambda row: (row.outlet, row.act))]


def only(bureau: Bureau, notice: UUID, act: Act = Act.SHOW) -> exchange_queries.DeliveryRow:
    (row,) = [row for row in bureau.read(exchange_queries.deliveries_of, [notice]) if row.act is act]
    return row
