"""The quarter card of a first screen: which quarter is to be reported, until when, and whether its figures stand."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from enforcement.statistics import queries
from enforcement.statistics.reports import quarterly
from enforcement.statistics.rules import Quarter


@dataclass(frozen=True, kw_only=True)
class Card:
    """`version` is 0 while nothing is frozen. `changed`: decisions counted otherwise than in the newest one."""

    period: Quarter
    due_on: date
    version: int
    changed: int
    total: int
    amount_text: str

    @property
    def state_name(self) -> str:
        if not self.version:
            return "尚未冻结"
        return f"第{self.version}版冻结后有 {self.changed} 项变化" if self.changed else f"已冻结第{self.version}版"

    def is_late(self, today: date) -> bool:
        return not self.version and today > self.due_on


def reported_by(period: Quarter, *, day: int) -> date:
    """That day of the month after the quarter."""
    return (period.last + timedelta(days=1)).replace(day=day)


def quarter_card(session: Session, *, today: date, report_day: int) -> Card:
    """Of the quarter that ended last: the running one is not reported yet."""
    period = Quarter.holding(today).shifted(-1)
    live, run = queries.quarter(session, period), next(iter(queries.runs(session, period)), None)
    row = live.rows[0]
    return Card(
        period=period,
        due_on=reported_by(period, day=report_day),
        version=run.version if run else 0,
        changed=len(quarterly.changes(queries.frozen(session, run), live)) if run else 0,
        total=row.total,
        amount_text=row.amount_text,
    )
