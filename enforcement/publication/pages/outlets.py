"""报送渠道: which are switched on, what they have not yet accepted, and the receipts typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.exchange import queries as exchange_queries
from enforcement.exchange import service as exchange
from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import OUTLET_NAMES, DeliveryState, Outlet
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.publication import queries, schemas, service
from enforcement.publication.pages.case import room
from enforcement.settings import Settings
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action

EXPLAINED = {
    Outlet.PROVINCE: "系统自动推送，平台返回回执编号即为接收；每夜对账。",
    Outlet.CREDIT: "由公示专员导出双公示文件上报，再登记平台回执。",
    Outlet.PORTAL: "系统把静态页面写入门户网站的文件夹，每次变动自动更新。",
}


@dataclass(frozen=True, kw_only=True)
class OutletView:
    outlet: Outlet
    on: bool
    set_up: bool
    waiting: int
    unanswered: int
    refused: int
    accepted: int

    @property
    def name(self) -> str:
        return OUTLET_NAMES[self.outlet]

    @property
    def explained(self) -> str:
        return EXPLAINED[self.outlet]


@dataclass(frozen=True, kw_only=True)
class OpenView:
    """One line of 尚未接收."""

    row: DeliveryRow
    decision_no: str
    late: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


@dataclass(frozen=True, kw_only=True)
class OutletsView:
    outlets: Sequence[OutletView]
    open: Sequence[OpenView]


def _view() -> OutletsView:
    work = door.work()
    counts, on = exchange_queries.delivery_counts(work.session), exchange_queries.outlets_on(work.session)
    outlets = [
        OutletView(
            outlet=outlet,
            on=outlet in on,
            set_up=_set_up(door.runtime().settings, outlet),
            waiting=counts.get((outlet, DeliveryState.QUEUED), 0),
            unanswered=counts.get((outlet, DeliveryState.HANDED_OVER), 0),
            refused=counts.get((outlet, DeliveryState.REFUSED), 0),
            accepted=counts.get((outlet, DeliveryState.ACCEPTED), 0),
        )
        for outlet in Outlet
    ]
    rows = exchange_queries.deliveries_open(work.session)
    return OutletsView(outlets=outlets, open=_named(work, rows, today=work.today))


def _named(work: UnitOfWork, rows: Sequence[DeliveryRow], *, today: date) -> Sequence[OpenView]:
    """Least time left first; what has no last day comes last."""
    notices = queries.by_id(work.session, [row.subject_id for row in rows])
    shown = [
        OpenView(
            row=row,
            decision_no=notices[row.subject_id].text.decision_no,
            late=row.due_on is not None and row.due_on < today,
        )
        for row in rows
    ]
    return sorted(shown, key=lambda view: (view.row.due_on or date.max, view.row.created_at))


def _set_up(settings: Settings, outlet: Outlet) -> bool:
    if outlet is Outlet.PROVINCE:
        return settings.province is not None
    return outlet is Outlet.CREDIT or settings.portal_folder is not None


@room.pages.get("/publication/outlets", endpoint="outlets")
@guard(Permission.PUBLISH)
def show_outlets() -> str:
    return render_template("publication/outlets.html", view=_view())


@room.api.get("/publication/outlets")
@guard(Permission.PUBLISH)
@room.api.response(200, schemas.OutletsShown)
@room.api.doc(summary="报送渠道的开通情况和尚未接收的记录")
def list_outlets() -> OutletsView:
    return _view()


def _asked(work: UnitOfWork) -> dict[str, Any]:
    asked = request.args.get("outlet", "")
    on = exchange_queries.outlets_on(work.session)
    return {"outlet": Outlet(asked), "on": Outlet(asked) not in on} if asked in set(Outlet) else {}


def _answered(work: UnitOfWork, delivery_id: UUID) -> dict[str, Any]:
    return {"accepted": True}


room.offer(
    Action(
        name="switch-outlet",
        title="开通或者停用报送渠道",
        door=service.switch_outlet,
        form=schemas.SwitchOutletForm,
        initial=_asked,
        then="publication.outlets",
        done="已更改。",
        guidance="开通后，目前公示中的决定全部列入报送；停用后不再报送新的公示，但撤下通知仍然送达，直至平台接收。",
    ),
    Action(
        name="record-receipt",
        title="登记平台回执",
        path="<uuid:delivery_id>",
        door=exchange.record_receipt,
        form=schemas.ReceiptForm,
        initial=_answered,
        then="publication.outlets",
        done="回执已登记。",
        guidance="平台已接收的填写回执编号；被退回的填写原因，改正后可以重新报送。",
    ),
    Action(
        name="resend",
        title="重新报送",
        path="<uuid:delivery_id>",
        door=exchange.resend,
        form=schemas.ResendForm,
        then="publication.outlets",
        done="已列入重新报送。",
        guidance="用于被平台退回、已经改正的记录，或者报送后迟迟没有回执的记录。",
    ),
)
