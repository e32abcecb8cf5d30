"""The clock's part: hands over what waits, outside any unit of work, and compares both sides every night."""

import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from enforcement.exchange import queries as exchange_queries
from enforcement.exchange import service as exchange
from enforcement.exchange.channels import province
from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import OUTLET_NAMES, DeliveryState, Outlet
from enforcement.exchange.service import Answer
from enforcement.kernel.clock import Clock, shanghai_day
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM, Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.publication import service
from enforcement.publication.outlets import portal, shelving
from enforcement.publication.service import Held
from enforcement.settings import Settings

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
NOT_SET_UP = Answer(state=DeliveryState.QUEUED, receipt="本系统没有配置这一渠道的地址，请联系系统管理员。")


class Runtime(Protocol):
    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def board(self) -> sessionmaker[Session]: ...

    def work(self, actor: Actor, *, reading: bool = False) -> AbstractContextManager[UnitOfWork]: ...


def deliver_waiting(runtime: Runtime) -> str:
    """One round. The credit platform's file is carried by people, so nothing of it is sent here."""
    sent = _to_province(runtime) + _to_portal(runtime)
    return f"报送 {sent} 条。" if sent else ""


def _waiting(runtime: Runtime, outlet: Outlet) -> list[UUID]:
    with runtime.work(SYSTEM, reading=True) as work:
        return list(exchange_queries.deliveries_waiting(work.session, work.now, outlet=outlet, limit=MOST_AT_ONCE))


def _to_province(runtime: Runtime) -> int:
    """In the order they were queued. A platform that does not answer is left alone until the next round."""
    sent = 0
    for delivery_id in _waiting(runtime, Outlet.PROVINCE):
        taken = _take(runtime, delivery_id)
        if taken is None:
            continue
        answer, silent = _posted(runtime.settings, *taken)
        _record(runtime, delivery_id, answer)
        sent += answer.state in (DeliveryState.ACCEPTED, DeliveryState.HANDED_OVER)
        if silent:
            break
    return sent


def _take(runtime: Runtime, delivery_id: UUID) -> tuple[DeliveryRow, datetime] | None:
    try:
        with runtime.work(SYSTEM) as work:
            return exchange.take_delivery(work, delivery_id), work.now
    except Stale:
        return None


def _posted(settings: Settings, row: DeliveryRow, now: datetime) -> tuple[Answer, bool]:
    if settings.province is None:
        return NOT_SET_UP, False
    try:
        return province.send(settings.province, row, now=now), False
    except OSError as trouble:
        log.warning("delivery %s could not be handed over: %s", row.id, type(trouble).__name__)
        return Answer(state=DeliveryState.QUEUED, receipt=f"平台没有应答（{type(trouble).__name__}），稍后重试。"), True


def _record(runtime: Runtime, delivery_id: UUID, answer: Answer) -> None:
    with runtime.work(SYSTEM) as work:
        exchange.record_answer(work, delivery_id=delivery_id, answer=answer)


def _to_portal(runtime: Runtime) -> int:
    """The package is whole each time: whatever waits is in it, or gone from it, once it is written."""
    taken = [key for key in _waiting(runtime, Outlet.PORTAL) if _take(runtime, key)]
    if not taken:
        return 0
    answer = _shelved(runtime)
    for delivery_id in taken:
        _record(runtime, delivery_id, answer)
    return len(taken) if answer.state is DeliveryState.ACCEPTED else 0


def _shelved(runtime: Runtime) -> Answer:
    folder = runtime.settings.portal_folder
    if folder is None:
        return NOT_SET_UP
    try:
        made = standing_package(runtime)
        shelving.put(folder, made)
    except OSError as trouble:
        log.warning("the portal package could not be written: %s", trouble)
        return Answer(state=DeliveryState.QUEUED, receipt=f"无法写入门户文件夹（{type(trouble).__name__}）。")
    except RuleBroken as refused:
        return Answer(state=DeliveryState.QUEUED, receipt=refused.sentence)
    return Answer(state=DeliveryState.ACCEPTED, receipt=f"静态包 SHA-256 {portal.digest(made)}")


def standing_package(runtime: Runtime) -> portal.Package:
    """As the board shows it today, through the board's own role."""
    with runtime.board() as session:
        today = shanghai_day(runtime.clock.now())
        return portal.package(session, today=today, public_url=runtime.settings.public_url)


def reconcile_outlets(runtime: Runtime) -> str:
    """Nightly. The folder is written anew, which also undoes whatever was changed in it by hand."""
    with runtime.work(SYSTEM, reading=True) as work:
        on = sorted(exchange_queries.outlets_on(work.session))
    return "；".join(_reconciled(runtime, outlet) for outlet in on)


def _reconciled(runtime: Runtime, outlet: Outlet) -> str:
    held: Mapping[UUID, Held] | None = None
    note = ""
    if outlet is Outlet.PROVINCE:
        held, note = _held(runtime)
    elif outlet is Outlet.PORTAL:
        note = _shelved(runtime).receipt
    with runtime.work(SYSTEM) as work:
        service.reconcile(work, outlet=outlet, held=held)
    return f"{OUTLET_NAMES[outlet]}：{note or '已核对'}"


def _held(runtime: Runtime) -> tuple[Mapping[UUID, Held] | None, str]:
    if runtime.settings.province is None:
        return None, NOT_SET_UP.receipt
    try:
        told = province.holdings(runtime.settings.province, now=runtime.clock.now())
    except OSError as trouble:
        log.warning("the province's list could not be read: %s", trouble)
        return None, f"未能取得对账清单（{type(trouble).__name__}）"
    return {key: Held(sha256=one.sha256, shown=one.shown) for key, one in told.items()}, ""
