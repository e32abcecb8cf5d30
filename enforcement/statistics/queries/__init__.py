from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Party
from enforcement.decisions.models import Decision, Penalty
from enforcement.decisions.rules import Outcome, PenaltyKind
from enforcement.measures import queries as measures
from enforcement.statistics.indicators import Made
from enforcement.statistics.models import ReportRun
from enforcement.statistics.reports import quarterly
from enforcement.statistics.reports.coercion import CoercionRow, tabulate
from enforcement.statistics.reports.quarterly import Report
from enforcement.statistics.rules import Quarter
from enforcement.transfers import queries as transfers

# Ends other than a penalty: no column of the table, yet provinces ask for them beside it.
OTHER_ENDS = {
    "no_penalty": "不予行政处罚决定",
    "sent_justice": "移送涉嫌犯罪案件",
    "crime_filed": "公安机关立案",
    "crime_not_filed": "公安机关不予立案",
    "sent_department": "移送其他机关",
    "cancelled": "撤销立案",
}


@dataclass(frozen=True, kw_only=True)
class OtherEnd:
    key: str
    title: str
    quarter: int
    year: int


@dataclass(frozen=True, kw_only=True)
class RunRow:
    id: UUID
    period: str
    version: int
    figures: str
    digest: str
    reason: str
    frozen_by: UUID
    frozen_at: datetime


def made(session: Session, first: date, last: date) -> Sequence[Made]:
    """Penalties decided on these days with their kinds, in two statements however many there are."""
    within = and_(Decision.decided_on.between(first, last), Decision.outcome == Outcome.PENALTY)
    kinds: dict[UUID, list[PenaltyKind]] = {}
    listed = select(Penalty.draft_id, Penalty.kind).join(Decision, Decision.draft_id == Penalty.draft_id).where(within)
    for draft_id, kind in session.execute(listed.order_by(Penalty.draft_id, Penalty.position)):
        kinds.setdefault(draft_id, []).append(PenaltyKind(kind))
    found = select(Decision, Party.name).join(Party, Party.case_id == Decision.case_id).where(within)
    return [
        Made(
            id=row.id,
            case_id=row.case_id,
            number=row.number,
            party=party,
            decided_on=row.decided_on,
            kinds=tuple(kinds.get(row.draft_id, [])),
            fine_fen=row.fine_fen,
            confiscated_fen=row.confiscated_fen,
        )
        for row, party in session.execute(found.order_by(Decision.decided_on, Decision.number))
    ]


def other_ends(session: Session, period: Quarter) -> Sequence[OtherEnd]:
    """As they stand now, by the day of the decision, the sending or the answer."""
    within, so_far = (_ends(session, first, period.last) for first in (period.first, period.year_start))
    return [OtherEnd(key=key, title=title, quarter=within[key], year=so_far[key]) for key, title in OTHER_ENDS.items()]


def _ends(session: Session, first: date, last: date) -> dict[str, int]:
    spared = select(func.count()).select_from(Decision)
    spared = spared.where(Decision.decided_on.between(first, last), Decision.outcome == Outcome.NO_PENALTY)
    return {"no_penalty": session.scalar(spared) or 0, **transfers.counts(session, first, last)}


def quarter(session: Session, period: Quarter) -> Report:
    """The figures as they stand now."""
    return quarterly.tabulate(made(session, period.year_start, period.last), period)


def coercion(session: Session, period: Quarter) -> Sequence[CoercionRow]:
    return tabulate(measures.taken_between(session, period.year_start, period.last), period)


def runs(session: Session, period: Quarter) -> Sequence[RunRow]:
    """Frozen versions of a quarter, newest first."""
    found = select(ReportRun).where(ReportRun.report == quarterly.KEY, ReportRun.period == period.key)
    return [_run(row) for row in session.scalars(found.order_by(ReportRun.version.desc()))]


def newest_run(session: Session) -> RunRow | None:
    found = select(ReportRun).where(ReportRun.report == quarterly.KEY).order_by(ReportRun.frozen_at.desc()).limit(1)
    row = session.scalars(found).first()
    return _run(row) if row else None


def frozen(session: Session, run: RunRow) -> Report:
    bare = quarterly.thawed(run.figures, {})
    cases = {one.case_id for row in bare.rows for one in row.counted}
    return quarterly.thawed(run.figures, parties(session, cases))


def parties(session: Session, case_ids: Collection[UUID]) -> dict[UUID, str]:
    found = select(Party.case_id, Party.name).where(Party.case_id.in_(case_ids))
    return dict(session.execute(found).all())


def _run(row: ReportRun) -> RunRow:
    return RunRow(**{name: getattr(row, name) for name in RunRow.__dataclass_fields__})
