"""How punctual and how open the body is: the rates it publishes about itself, with what each counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, Integer, MetaData, Table, select
from sqlalchemy.orm import Session

VIEWS = MetaData()
TIMELINESS = Table(
    "public_timeliness", VIEWS, Column("due_on", Date), *(Column(name, Integer) for name in ("decisions", "on_time"))
)
OPENNESS = Table("public_openness", VIEWS, *(Column(name, Integer) for name in ("year", "decisions", "full_text")))


@dataclass(frozen=True, kw_only=True)
class Share:
    """`part` of `whole` in a year. Nothing of nothing is no rate."""

    year: int
    part: int
    whole: int

    @property
    def percent(self) -> str:
        """Rounded down, so that 100% is only said when nothing is missing."""
        if not self.whole:
            return "—"
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}%"


def on_time(session: Session, *, today: date) -> Sequence[Share]:
    """公示及时率, by the year of the last day. A decision counts from the day after its last day, published or not."""
    rows = session.execute(select(TIMELINESS).where(TIMELINESS.c.due_on < today)).all()
    return [
        Share(
            year=year,
            part=sum(row.on_time for row in rows if row.due_on.year == year),
            whole=sum(row.decisions for row in rows if row.due_on.year == year),
        )
        for year in sorted({row.due_on.year for row in rows}, reverse=True)
    ]


def full_text(session: Session) -> Sequence[Share]:
    """全文公示率, by the year of the decision; what was lawfully withheld counts as not published (PUB-C4)."""
    rows = session.execute(select(OPENNESS).order_by(OPENNESS.c.year.desc()))
    return [Share(year=row.year, part=row.full_text, whole=row.decisions) for row in rows]
