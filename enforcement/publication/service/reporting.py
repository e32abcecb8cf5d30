"""报送: the outlets switched on and off, the 双公示 files taken, and every night the two sides compared."""

import csv
import io
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.exchange import queries as exchange_queries
from enforcement.exchange import service as exchange
from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import OUTLET_NAMES, Act, DeliveryState, Outlet
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.publication.models import Notice
from enforcement.publication.outlets import files, tables
from enforcement.publication.outlets.payloads import ENDING_NAMES, Ending
from enforcement.publication.outlets.records import Record, penalty_records
from enforcement.publication.outlets.validating import Fault, faults
from enforcement.publication.rules import State
from enforcement.publication.service.spreading import announce_to, retract_from

STILL_UNANSWERED = timedelta(hours=24)  # a word just handed over need not be on the other side's list yet
WITHDRAWAL_HEADING = ("行政处罚决定书文号", "处罚机关统一社会信用代码", "撤下日期", "撤下情形", "理由")


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """A file for the credit platform, what went into it, and what had to be left out for its faults."""

    content: bytes
    written: Sequence[Record]
    left_out: Sequence[Record]


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an outlet says it shows of one notice."""

    sha256: str
    shown: bool


@use_case(Permission.PUBLISH, verb="publication.outlet_switched")
def switch_outlet(work: UnitOfWork, *, outlet: Outlet, on: bool) -> None:
    """Switched on, everything now up is owed to it. Switched off, nothing new goes there; take-downs still do."""
    exchange.switch(work, outlet, on=on)
    owed = _queue_missing(work, outlet) if on else 0
    work.about(outlet=outlet, on=on, queued=owed)


@use_case(Permission.PUBLISH, verb="publication.disclosure_taken")
def take_disclosure(work: UnitOfWork, *, first: date, last: date, form: Format = Format.XLSX) -> Disclosure:
    """The file carries whole identity numbers, as the standard wants them, so who took it is kept."""
    records = penalty_records(work.session, first=first, last=last)
    clean = [record for record in records if not record.faults]
    rows, table = [record.row for record in clean], tables.penalty()
    _written_in_file(work, {record.notice_id for record in clean}, Act.SHOW)
    work.about(first=first, last=last, rows=len(clean), left_out=len(records) - len(clean), form=form)
    return Disclosure(
        content=files.written_csv(table, rows) if form is Format.CSV else files.workbook(table, rows, made_at=work.now),
        written=clean,
        left_out=[record for record in records if record.faults],
    )


@use_case(Permission.PUBLISH, verb="publication.withdrawal_list_taken")
def take_withdrawal_list(work: UnitOfWork) -> bytes:
    """What the credit platform is still to take down, with the day and the public reason."""
    waiting = [
        row
        for row in exchange_queries.deliveries_open(work.session, outlet=Outlet.CREDIT)
        if row.act is Act.TAKE_DOWN and row.state is not DeliveryState.REFUSED
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(WITHDRAWAL_HEADING)
    for row in waiting:
        notice, told = work.session.get_one(Notice, row.subject_id), json.loads(row.payload)
        agency = json.loads(notice.content)["agency_uscc"]
        ending = ENDING_NAMES[Ending(told["ending"])]
        writer.writerow([_plain(cell) for cell in (notice.decision_no, agency, told["day"], ending, told["reason"])])
    _written_in_file(work, {row.subject_id for row in waiting}, Act.TAKE_DOWN)
    work.about(rows=len(waiting))
    return (files.BYTE_ORDER_MARK + out.getvalue()).encode()


def _plain(cell: str) -> str:
    """The reason is typed by people: table software must not take it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _written_in_file(work: UnitOfWork, notices: Collection[UUID], act: Act) -> None:
    receipt = f"写入文件，{work.today:%Y-%m-%d}"
    waiting = exchange_queries.deliveries_open(work.session, outlet=Outlet.CREDIT)
    for row in waiting:
        if row.subject_id in notices and row.act is act and row.state is DeliveryState.QUEUED:
            exchange.hand_over(work, row.id, receipt=receipt)


@use_case(Permission.PUBLISH, verb="publication.licences_checked")
def check_licences(work: UnitOfWork, *, text: str, form: Format | None = None) -> tuple[Sequence[Fault], bytes]:
    """A 行政许可 list from wherever the licences are kept: faults by row and column, else the file itself."""
    table = tables.licence()
    rows = files.read_csv(table, text)
    found = faults(table, rows)
    work.about(rows=len(rows), faults=len(found))
    if found or form is None:
        return found, b""
    content = files.written_csv(table, rows) if form is Format.CSV else files.workbook(table, rows, made_at=work.now)
    return found, content


@use_case(Permission.RUN_JOBS, verb="publication.outlet_reconciled")
def reconcile(work: UnitOfWork, *, outlet: Outlet, held: Mapping[UUID, Held] | None = None) -> None:
    """对账: what should be shown there, against what was sent, and against what the outlet itself says it shows."""
    missing = _queue_missing(work, outlet)
    lingering = _queue_lingering(work, outlet)
    found = Counter[str]() if held is None else Counter(_compare(work, row, held) for row in _latest(work, outlet))
    unknown = 0 if held is None else _unknown(work, outlet, held)
    work.about(outlet=outlet, missing=missing, lingering=lingering, compared=held is not None)
    work.about(settled=found["settled"], absent=found["absent"], still_shown=found["still_shown"] + unknown)
    wrong = found["absent"] + found["still_shown"] + unknown
    if wrong:
        _tell_clerks(work, outlet, wrong=wrong)


def _latest(work: UnitOfWork, outlet: Outlet) -> Sequence[DeliveryRow]:
    return list(exchange_queries.last_deliveries(work.session, outlet).values())


def _queue_missing(work: UnitOfWork, outlet: Outlet) -> int:
    """Up here, and never told there."""
    if outlet not in exchange_queries.outlets_on(work.session):
        return 0
    told = exchange_queries.last_deliveries(work.session, outlet)
    shown = work.session.scalars(select(Notice).where(Notice.state == State.PUBLISHED).order_by(Notice.published_at))
    missing = [row for row in shown if row.id not in told]
    for row in missing:
        announce_to(work, row, outlet)
    return len(missing)


def _queue_lingering(work: UnitOfWork, outlet: Outlet) -> int:
    """Down here, and the last word there was still to show it."""
    told = [row.subject_id for row in _latest(work, outlet) if row.act is Act.SHOW]
    gone = [row for row in _notices(work, told) if row.state != State.PUBLISHED]
    for row in gone:
        if exchange.cancel_unsent(work, outlet=outlet, subject_id=row.id):
            retract_from(work, row, outlet)
    return len(gone)


def _notices(work: UnitOfWork, ids: Sequence[UUID]) -> Sequence[Notice]:
    return work.session.scalars(select(Notice).where(Notice.id.in_(ids)).order_by(Notice.published_at)).all()


def _compare(work: UnitOfWork, row: DeliveryRow, held: Mapping[UUID, Held]) -> str:
    if _as_told(row, held.get(row.subject_id)):
        if row.state is not DeliveryState.HANDED_OVER:
            return "as told"
        exchange.settle(work, row.id, receipt=f"对账一致，{work.today:%Y-%m-%d}")
        return "settled"
    if not _owed_again(work.now, row):
        return "on its way"
    notice = work.session.get_one(Notice, row.subject_id)
    exchange.give_up(work, row.id, receipt="对账不符，已重新报送")
    if row.act is Act.SHOW:
        announce_to(work, notice, row.outlet)
        return "absent"
    retract_from(work, notice, row.outlet)
    return "still_shown"


def _as_told(row: DeliveryRow, there: Held | None) -> bool:
    if row.act is Act.TAKE_DOWN:
        return there is None or not there.shown
    return there is not None and there.shown and there.sha256 == json.loads(row.payload)["sha256"]


def _owed_again(now: datetime, row: DeliveryRow) -> bool:
    """Said to have arrived, or handed over long enough ago, and yet it is not so there."""
    said = row.handed_at or row.settled_at
    accepted = row.state is DeliveryState.ACCEPTED
    return accepted or (row.state is DeliveryState.HANDED_OVER and said is not None and now - said > STILL_UNANSWERED)


def _unknown(work: UnitOfWork, outlet: Outlet, held: Mapping[UUID, Held]) -> int:
    """Shown there though it was never told so, or called back before it could arrive: taken down as well."""
    told = exchange_queries.last_deliveries(work.session, outlet)
    stray = [key for key, there in held.items() if there.shown and key not in told]
    gone = [row for row in _notices(work, stray) if row.state in (State.WITHDRAWN, State.SUPERSEDED, State.EXPIRED)]
    for row in gone:
        retract_from(work, row, outlet)
    return len(gone)


def _tell_clerks(work: UnitOfWork, outlet: Outlet, *, wrong: int) -> None:
    clerks = {person.id for person in accounts.people(work.session, role=Role.PUBLICITY_CLERK) if person.active}
    messages.tell(
        work,
        clerks,
        key=f"reconciled:{outlet}:{work.today}",
        subject="公示渠道对账不符",
        text=f"{OUTLET_NAMES[outlet]}：{wrong} 条公示信息与本机关不一致，已重新报送，请在“报送渠道”中跟踪回执。",
        urgent=True,
    )
