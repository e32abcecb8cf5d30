from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.exchange.models import Delivery, Letter, OutletSwitch
from enforcement.exchange.rules import (
    ACT_NAMES,
    CHANNEL_NAMES,
    DELIVERY_STATE_NAMES,
    OPEN_STATES,
    OUTLET_NAMES,
    STATE_NAMES,
    Act,
    Channel,
    DeliveryState,
    LetterState,
    Outlet,
)
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    id: UUID
    channel: Channel
    address: str
    subject: str
    text: str
    created_at: datetime
    state: LetterState
    attempts: int
    settled_at: datetime | None
    receipt: str

    @property
    def channel_name(self) -> str:
        return CHANNEL_NAMES[self.channel]

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


def of_recipient(session: Session, recipient_id: UUID, *, limit: int = 50) -> Sequence[LetterRow]:
    found = select(Letter).where(Letter.recipient_id == recipient_id).order_by(Letter.created_at.desc(), Letter.id)
    return [letter_row(row) for row in session.scalars(found.limit(limit))]


def waiting(session: Session, now: datetime, *, limit: int) -> Sequence[UUID]:
    found = select(Letter.id).where(Letter.state == LetterState.QUEUED, Letter.next_at <= now)
    return session.scalars(found.order_by(Letter.next_at, Letter.id).limit(limit)).all()


def counts(session: Session, *, since: datetime) -> Mapping[LetterState, int]:
    """Letters by state: all that wait, and what was settled after `since`."""
    recent = (Letter.settled_at > since) | (Letter.state == LetterState.QUEUED)
    found = select(Letter.state, func.count()).where(recent).group_by(Letter.state)
    told = {LetterState(state): count for state, count in session.execute(found)}
    return {state: told.get(state, 0) for state in LetterState}


def letter_row(row: Letter) -> LetterRow:
    told = {name: getattr(row, name) for name in LetterRow.__dataclass_fields__}
    return LetterRow(**told | {"channel": Channel(row.channel), "state": LetterState(row.state)})


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    id: UUID
    outlet: Outlet
    act: Act
    subject_id: UUID
    case_id: CaseId
    payload: str
    payload_sha256: str
    created_at: datetime
    due_on: date | None
    state: DeliveryState
    attempts: int
    handed_at: datetime | None
    settled_at: datetime | None
    receipt: str

    @property
    def outlet_name(self) -> str:
        return OUTLET_NAMES[self.outlet]

    @property
    def act_name(self) -> str:
        return ACT_NAMES[self.act]

    @property
    def state_name(self) -> str:
        return DELIVERY_STATE_NAMES[self.state]


def outlets_on(session: Session) -> frozenset[Outlet]:
    found = session.scalars(select(OutletSwitch.outlet).where(OutletSwitch.on))
    return frozenset(Outlet(name) for name in found)


def deliveries_waiting(session: Session, now: datetime, *, outlet: Outlet, limit: int) -> Sequence[UUID]:
    found = select(Delivery.id).where(
        Delivery.outlet == outlet, Delivery.state == DeliveryState.QUEUED, Delivery.next_at <= now
    )
    return session.scalars(found.order_by(Delivery.next_at, Delivery.created_at, Delivery.id).limit(limit)).all()


def deliveries_open(session: Session, *, outlet: Outlet | None = None, limit: int = 500) -> Sequence[DeliveryRow]:
    """尚未接收: oldest first."""
    found = select(Delivery).where(Delivery.state.in_(OPEN_STATES))
    if outlet is not None:
        found = found.where(Delivery.outlet == outlet)
    return [delivery_row(row) for row in session.scalars(found.order_by(Delivery.created_at, Delivery.id).limit(limit))]


def deliveries_of(session: Session, subject_ids: Sequence[UUID]) -> Sequence[DeliveryRow]:
    """Newest first."""
    found = select(Delivery).where(Delivery.subject_id.in_(subject_ids))
    return [delivery_row(row) for row in session.scalars(found.order_by(Delivery.created_at.desc(), Delivery.id))]


def delivery_counts(session: Session) -> Mapping[tuple[Outlet, DeliveryState], int]:
    found = select(Delivery.outlet, Delivery.state, func.count()).group_by(Delivery.outlet, Delivery.state)
    return {(Outlet(outlet), DeliveryState(state)): count for outlet, state, count in session.execute(found)}


def faulty_deliveries(session: Session, *, today: date) -> int:
    """上报回执异常: refused by the other side, or not accepted though its last day is over."""
    late = Delivery.state.in_(OPEN_STATES) & (Delivery.due_on < today)
    found = select(func.count()).select_from(Delivery).where((Delivery.state == DeliveryState.REFUSED) | late)
    return session.scalar(found) or 0


def may_be_there(session: Session, *, outlet: Outlet, subject_id: UUID) -> bool:
    """Whether that outlet was ever given this notice to show: accepted, or at least tried."""
    given = (Delivery.state == DeliveryState.ACCEPTED) | (Delivery.attempts > 0)
    found = select(Delivery.id).where(
        Delivery.outlet == outlet, Delivery.subject_id == subject_id, Delivery.act == Act.SHOW, given
    )
    return session.scalars(found.limit(1)).first() is not None


def last_deliveries(session: Session, outlet: Outlet) -> Mapping[UUID, DeliveryRow]:
    """By notice: the newest word on it to this outlet that still counts."""
    found = select(Delivery).where(Delivery.outlet == outlet, Delivery.state != DeliveryState.CANCELLED)
    rows = session.scalars(found.order_by(Delivery.created_at, Delivery.act, Delivery.id))
    return {row.subject_id: delivery_row(row) for row in rows}


def delivery_row(row: Delivery) -> DeliveryRow:
    told = {name: getattr(row, name) for name in DeliveryRow.__dataclass_fields__}
    kinds = {"outlet": Outlet(row.outlet), "act": Act(row.act), "state": DeliveryState(row.state)}
    return DeliveryRow(**told | kinds)
