"""Which notices belong into a 双公示 file, and what stands in the way of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions.queries import DecisionRow
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId
from enforcement.publication import drafting, queries
from enforcement.publication.content import PENALTY
from enforcement.publication.outlets import penalties, tables
from enforcement.publication.outlets.tables import Row
from enforcement.publication.outlets.validating import Fault, faults
from enforcement.publication.queries import NoticeRow

LONGEST_PERIOD = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One notice as a row of the file; `faults` empty where the platform would take it."""

    notice_id: UUID
    case_id: CaseId
    decision_no: str
    party_name: str
    published_on: date
    row: Row
    faults: tuple[Fault, ...]


def penalty_records(session: Session, *, first: date, last: date) -> Sequence[Record]:
    """Of what is up now, so served and cleared, everything published between the two days, both included."""
    period_is_short(first, last)
    between = queries.published_between(session, first=first, last=last)
    shown = [notice for notice in between if notice.text.action_type == PENALTY]
    rows = [_row(session, notice) for notice in shown]
    found = faults(tables.penalty(), rows)
    return [
        Record(
            notice_id=notice.id,
            case_id=notice.case_id,
            decision_no=notice.text.decision_no,
            party_name=notice.text.party_name,
            published_on=notice.published_on or last,
            row=row,
            faults=tuple(fault for fault in found if fault.row == number),
        )
        for number, (notice, row) in enumerate(zip(shown, rows, strict=True), start=1)
    ]


def _row(session: Session, notice: NoticeRow) -> Row:
    case = cases.get(session, notice.case_id)
    sources = queries.sources(session, case, others=drafting.others_of(notice.redactions))
    if sources is None or not isinstance(sources.decision, DecisionRow):
        return {}
    return penalties.record(sources, sources.decision, text=notice.text, redactions=notice.redactions)


def period_is_short(first: date, last: date) -> None:
    if last < first:
        raise InvalidInput({"last": ["截止日期不能早于起始日期。"]})
    if last - first > LONGEST_PERIOD:
        raise InvalidInput({"last": ["一次最多导出四百天。"]})
