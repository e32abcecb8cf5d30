"""Deliveries: a notice or its withdrawal to another platform, owed until that platform says it has it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import update

from enforcement.exchange import queries
from enforcement.exchange.models import Delivery, OutletSwitch
from enforcement.exchange.rules import AT_WORK, OPEN_STATES, Act, DeliveryState, Outlet, pause_before_next
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

LONGEST_RECEIPT = 300
BASIS = "《行政处罚法》第四十八条；发改办财金〔2018〕424号"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How one attempt ended: DeliveryState.QUEUED means it is to be tried again."""

    state: DeliveryState
    receipt: str


def switch(work: UnitOfWork, outlet: Outlet, *, on: bool) -> None:
    """Hatch: the caller says in the journal what follows from it."""
    row = work.session.get(OutletSwitch, outlet, with_for_update=True)
    if row is None:
        row = OutletSwitch(outlet=outlet)
        work.session.add(row)
    row.on, row.changed_by, row.changed_at = on, work.actor.id, work.now
    work.session.flush()


def queue_delivery(
    work: UnitOfWork,
    *,
    outlet: Outlet,
    act: Act,
    subject_id: UUID,
    case_id: CaseId,
    payload: str,
    due_on: date | None = None,
) -> UUID:
    """Hatch: in the caller's transaction. The caller knows whether it is owed."""
    row = Delivery(
        id=uuid4(),
        outlet=outlet,
        act=act,
        subject_id=subject_id,
        case_id=case_id,
        payload=payload,
        payload_sha256=hashlib.sha256(payload.encode()).hexdigest(),
        created_at=work.now,
        due_on=due_on,
        state=DeliveryState.QUEUED,
        attempts=0,
        next_at=work.now,
        receipt="",
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def cancel_unsent(work: UnitOfWork, *, outlet: Outlet, subject_id: UUID) -> bool:
    """Hatch: what is still on its way to be shown there is called back. True where it may have arrived already."""
    unsettled = (
        Delivery.outlet == outlet,
        Delivery.subject_id == subject_id,
        Delivery.act == Act.SHOW,
        Delivery.state.in_(OPEN_STATES),
    )
    ended = {"state": DeliveryState.CANCELLED, "settled_at": work.now}
    work.session.execute(update(Delivery).where(*unsettled).values(**ended))
    work.session.expire_all()
    return queries.may_be_there(work.session, outlet=outlet, subject_id=subject_id)


def take_delivery(work: UnitOfWork, delivery_id: UUID) -> queries.DeliveryRow:
    """Hatch: one sender at a time. Bookkeeping of machines, so no journal entry; the answer gets one."""
    taken = (
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.QUEUED, Delivery.next_at <= work.now)
        .values(next_at=work.now + AT_WORK, attempts=Delivery.attempts + 1)
    )
    if not work.session.execute(taken).rowcount:  # type: ignore[attr-defined]
        raise Stale
    return queries.delivery_row(work.session.get_one(Delivery, delivery_id, populate_existing=True))


@use_case(Permission.RUN_JOBS, verb="exchange.delivery_answered")
def record_answer(work: UnitOfWork, *, delivery_id: UUID, answer: Answer) -> None:
    row = _locked(work, delivery_id)
    work.about(CaseId(row.case_id), delivery=row.id, outlet=row.outlet, act=row.act, attempt=row.attempts)
    work.about(state=answer.state, receipt=answer.receipt[:LONGEST_RECEIPT])
    if row.state == DeliveryState.QUEUED:
        _set(work, row, answer)


def hand_over(work: UnitOfWork, delivery_id: UUID, *, receipt: str) -> None:
    """Hatch: it stands in a file somebody carries to the platform; the platform has not answered yet."""
    row = _locked(work, delivery_id)
    if row.state == DeliveryState.QUEUED:
        row.attempts += 1
        _set(work, row, Answer(state=DeliveryState.HANDED_OVER, receipt=receipt))


def settle(work: UnitOfWork, delivery_id: UUID, *, receipt: str) -> None:
    """Hatch: seen on the other side."""
    row = _locked(work, delivery_id)
    if row.state in OPEN_STATES:
        _set(work, row, Answer(state=DeliveryState.ACCEPTED, receipt=receipt))


def give_up(work: UnitOfWork, delivery_id: UUID, *, receipt: str) -> None:
    """Hatch: it never arrived; a new one takes its place. What was once accepted stays recorded as accepted."""
    row = _locked(work, delivery_id)
    if row.state in OPEN_STATES:
        row.state, row.settled_at, row.receipt = DeliveryState.CANCELLED, work.now, receipt[:LONGEST_RECEIPT]
        work.session.flush()


@use_case(Permission.PUBLISH, verb="exchange.receipt_recorded")
def record_receipt(work: UnitOfWork, *, delivery_id: UUID, accepted: bool, receipt: str) -> None:
    """What the platform answered on paper or on its own pages, typed in: its receipt number, or why it refused."""
    row = _locked(work, delivery_id)
    if row.state != DeliveryState.HANDED_OVER:
        raise RuleBroken("NOT_HANDED_OVER", "只有已经报送、尚未回执的记录可以登记回执。", basis=BASIS)
    if not receipt.strip():
        raise InvalidInput({"receipt": ["请填写回执编号；被退回的，填写退回原因。"]})
    state = DeliveryState.ACCEPTED if accepted else DeliveryState.REFUSED
    _set(work, row, Answer(state=state, receipt=receipt))
    work.about(CaseId(row.case_id), delivery=row.id, outlet=row.outlet, act=row.act, state=state, receipt=row.receipt)


@use_case(Permission.PUBLISH, verb="exchange.delivery_resent")
def resend(work: UnitOfWork, *, delivery_id: UUID) -> None:
    """A refused one is tried once more, after whatever was wrong has been put right."""
    row = _locked(work, delivery_id)
    if row.state not in (DeliveryState.REFUSED, DeliveryState.HANDED_OVER):
        raise RuleBroken("NOT_REFUSED", "只有被退回或者迟迟没有回执的记录可以重新报送。", basis=BASIS)
    row.state, row.next_at = DeliveryState.QUEUED, work.now
    work.about(CaseId(row.case_id), delivery=row.id, outlet=row.outlet, act=row.act)


def _locked(work: UnitOfWork, delivery_id: UUID) -> Delivery:
    row = work.session.get(Delivery, delivery_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def _set(work: UnitOfWork, row: Delivery, answer: Answer) -> None:
    row.receipt, row.state = answer.receipt[:LONGEST_RECEIPT], answer.state
    if answer.state is DeliveryState.QUEUED:
        row.next_at = work.now + pause_before_next(row.attempts)
    elif answer.state is DeliveryState.HANDED_OVER:
        row.handed_at = work.now
    elif answer.state is DeliveryState.ACCEPTED:
        row.handed_at, row.settled_at = row.handed_at or work.now, work.now
    work.session.flush()
