"""Hatches: whatever goes up or comes down here is owed to every outlet, in the same transaction."""

from datetime import date

from enforcement.cases import queries as case_queries
from enforcement.exchange import queries as exchange_queries
from enforcement.exchange import service as exchange
from enforcement.exchange.rules import Act, Outlet
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.publication.models import Notice
from enforcement.publication.outlets import payloads
from enforcement.publication.outlets.payloads import Ending
from enforcement.publication.rules import State
from enforcement.workdays import queries as workdays

WITHDRAW, WORKDAYS_TO_WITHDRAW = "WITHDRAW", 3  # 《行政处罚法》第四十八条、第八十五条
ENDINGS = {
    State.WITHDRAWN: Ending.WITHDRAWN,
    State.SUPERSEDED: Ending.REPLACED,
    State.EXPIRED: Ending.EXPIRED,
}


def announce(work: UnitOfWork, row: Notice) -> None:
    for outlet in sorted(exchange_queries.outlets_on(work.session)):
        announce_to(work, row, outlet)


def announce_to(work: UnitOfWork, row: Notice, outlet: Outlet) -> None:
    payload = payloads.shown(
        row.id,
        content=row.content,
        sha256=row.content_sha256,
        published_on=row.published_on or work.today,
        replaces=row.replaces,
    )
    exchange.queue_delivery(
        work,
        outlet=outlet,
        act=Act.SHOW,
        subject_id=row.id,
        case_id=CaseId(row.case_id),
        payload=payload,
        due_on=row.due_on,
    )


def retract(work: UnitOfWork, row: Notice, *, due_on: date | None = None) -> None:
    """Every outlet that may show it, whether still switched on or not, is told that it no longer stands."""
    for outlet in Outlet:
        if exchange.cancel_unsent(work, outlet=outlet, subject_id=row.id):
            retract_from(work, row, outlet, due_on=due_on)


def retract_from(work: UnitOfWork, row: Notice, outlet: Outlet, *, due_on: date | None = None) -> None:
    payload = payloads.taken_down(
        row.id,
        ending=ENDINGS[State(row.state)],
        day=row.withdrawn_on or work.today,
        reason=row.withdrawal_reason,
        replaced_by=row.superseded_by,
    )
    exchange.queue_delivery(
        work,
        outlet=outlet,
        act=Act.TAKE_DOWN,
        subject_id=row.id,
        case_id=CaseId(row.case_id),
        payload=payload,
        due_on=due_on or last_day_of_withdrawal(work),
    )


def last_day_of_withdrawal(work: UnitOfWork, case_id: CaseId | None = None) -> date:
    """The ordered one, else three workdays from today."""
    ordered = case_queries.open_deadline(work.session, case_id, WITHDRAW) if case_id else None
    if ordered:
        return ordered.due_on
    return workdays.calendar(work.session).workday_after(work.today, WORKDAYS_TO_WITHDRAW)
