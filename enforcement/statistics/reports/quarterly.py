"""行政处罚实施情况统计表, by quarter: fourteen columns, two rows, and the notes printed under them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from enforcement.audit.rules import canonical
from enforcement.statistics import indicators
from enforcement.statistics.indicators import DEFAULT_ORDER, SEVERITY, Counted, Made
from enforcement.statistics.rules import Quarter

KEY = "penalty_quarter"
TITLE = "行政处罚实施情况统计表"
UNIT = "件、宗、万元"
NOT_HELD = "无此项职权"
FEN_PER_TEN_THOUSAND_YUAN = 10**6


@dataclass(frozen=True)
class Column:
    """`held` is False where the law gives this body no such power: said in words, as 0 would mean unused (ST-11)."""

    key: str
    title: str
    unit: str = "件"
    held: bool = True


COLUMNS = (
    Column("warning", "警告"),
    Column("criticism", "通报批评"),
    Column("fine", "罚款"),
    Column("confiscation", "没收违法所得、没收非法财物"),
    Column("suspend", "暂扣许可证件"),
    Column("lower", "降低资质等级"),
    Column("restrict", "限制开展生产经营活动"),
    Column("stop", "责令停产停业"),
    Column("close", "责令关闭、限制从业"),
    Column("revoke", "吊销许可证件"),
    Column("detention", "行政拘留", held=False),  # 《行政处罚法》第十八条: the police alone
    Column("other", "其他行政处罚"),
)
TOTAL = Column("total", "合计", "宗")
AMOUNT = Column("amount", "罚没金额", "万元")

NOTES = (
    "统计本期第一日至最后一日作出的行政处罚决定，以决定日期为准，与立案、送达日期无关。",
    "一个决定并处多种处罚的，只计一件，计入其中最重的一种；处罚轻重次序采用{order}。",
    "罚没金额为决定书确定的罚款、没收违法所得和没收非法财物价值之和，不论是否已经缴纳，不在各种类之间拆分；"
    "责令退回的医疗保障基金和加处罚款不计入。",
    "各种类件数之和等于合计。“0”表示有该项职权而本期未实施，“无此项职权”表示依法没有该项职权。",
    "决定以后被撤销、变更的，仍计入作出决定的期间。",
)


@dataclass(frozen=True, kw_only=True)
class Row:
    key: str
    title: str
    counted: tuple[Counted, ...]

    def of(self, column: str) -> int:
        return sum(one.column == column for one in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def amount_fen(self) -> int:
        return sum(one.amount_fen for one in self.counted)

    @property
    def amount_text(self) -> str:
        """In 万元, two to six decimals (ST-11)."""
        whole, rest = divmod(self.amount_fen, FEN_PER_TEN_THOUSAND_YUAN)
        return f"{whole}.{f'{rest:06d}'.rstrip('0').ljust(2, '0')}"

    def listed(self, column: str) -> tuple[Counted, ...]:
        """G4: the decisions behind a figure; every one of them behind the total and the amount."""
        everybody = column in {TOTAL.key, AMOUNT.key}
        return self.counted if everybody else tuple(one for one in self.counted if one.column == column)


@dataclass(frozen=True, kw_only=True)
class Report:
    period: Quarter
    severity: str
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        return TITLE

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note.format(order=SEVERITY[self.severity]["title"]) for note in NOTES)

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

    @cached_property
    def frozen_text(self) -> str:
        """What is stored and hashed. Names of parties stay out: they are looked up by the ids kept here (ST-10)."""
        rows = [
            {"key": row.key, "title": row.title, "total": row.total, "amount_fen": row.amount_fen}
            | {"figures": {column.key: row.of(column.key) for column in COLUMNS}}
            | {"counted": [_plain(one) for one in row.counted]}
            for row in self.rows
        ]
        whole = {"report": KEY, "period": self.period.key, "severity": self.severity, "rows": rows}
        return canonical(whole).decode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.frozen_text.encode()).hexdigest()


def tabulate(decisions: Iterable[Made], period: Quarter, *, severity: str = DEFAULT_ORDER) -> Report:
    """Pure: `decisions` may hold more than the period; ST-1 chooses."""
    order, made = indicators.order_of(severity), sorted(decisions, key=lambda one: (one.decided_on, one.number))
    spans = (("quarter", "本季度", period.first), ("year", "本年累计", period.year_start))
    rows = tuple(
        Row(key=key, title=title, counted=_counted(made, first, period.last, order=order))
        for key, title, first in spans
    )
    return Report(period=period, severity=severity, rows=rows)


def _counted(made: Sequence[Made], first: date, last: date, *, order: Sequence[str]) -> tuple[Counted, ...]:
    return tuple(indicators.count(one, order) for one in indicators.made_between(made, first, last))


def _plain(one: Counted) -> dict[str, str | int]:
    kept = {name: value for name, value in asdict(one).items() if name != "party"}
    return {name: value if isinstance(value, int) else str(value) for name, value in kept.items()}


def thawed(text: str, parties: dict[UUID, str]) -> Report:
    """A frozen report as it was; only the parties' names are put back beside their cases."""
    whole = json.loads(text)
    rows = tuple(
        Row(key=row["key"], title=row["title"], counted=tuple(_whole(one, parties) for one in row["counted"]))
        for row in whole["rows"]
    )
    return Report(period=Quarter.parse(whole["period"]), severity=whole["severity"], rows=rows)


def _whole(kept: dict[str, Any], parties: dict[UUID, str]) -> Counted:
    case_id = UUID(kept["case_id"])
    plain = Counted(**{**kept, "case_id": case_id, "party": parties.get(case_id, "")})
    return replace(plain, decision_id=UUID(kept["decision_id"]), decided_on=date.fromisoformat(kept["decided_on"]))


@dataclass(frozen=True, kw_only=True)
class Change:
    """One decision that a frozen report and the present figures count differently."""

    sentence: str
    counted: Counted


def changes(frozen: Report, live: Report) -> tuple[Change, ...]:
    """The diff a restatement has to explain (ST-9), over the widest row."""
    before = {one.decision_id: one for one in frozen.rows[-1].counted}
    now = {one.decision_id: one for one in live.rows[-1].counted}
    added = [Change(sentence="冻结后新增", counted=now[key]) for key in now if key not in before]
    gone = [Change(sentence="冻结后减少", counted=before[key]) for key in before if key not in now]
    moved = [
        Change(sentence="冻结后计入的栏目或金额有变化", counted=now[key])
        for key in now
        if key in before and _figure(now[key]) != _figure(before[key])
    ]
    return (*added, *gone, *moved)


def _figure(one: Counted) -> tuple[str, int]:
    return one.column, one.amount_fen
