"""行政强制措施实施情况, by quarter: one for each decision made, whatever became of it. Live figures, never frozen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enforcement.measures.names import MeasureKind
from enforcement.measures.rows import TakenRow
from enforcement.statistics.reports.quarterly import Column
from enforcement.statistics.rules import Quarter

TITLE = "行政强制措施实施情况统计表"
UNIT = "件"
COLUMNS = (
    Column("m_seal", "查封场所、设施或者财物"),
    Column("m_seize", "扣押财物"),
    Column("m_freeze", "冻结存款、汇款", held=False),
    Column("m_other", "其他行政强制措施（封存）"),
)
# Which column the sealing of documents belongs to is settled nowhere; it stands apart, and the note says so.
COLUMN_OF = {MeasureKind.SEAL_UP: "m_seal", MeasureKind.SEIZURE: "m_seize", MeasureKind.SEALING: "m_other"}
NOTES = (
    "统计本期作出的查封、扣押、封存决定，以决定日期（紧急实施的，以实施日期）为准，解除、延长不另计。",
    "依《医疗保障基金使用监督管理条例》第二十七条封存资料的，计入“其他行政强制措施”。",
    "先行登记保存是收集证据的方式，不是行政强制措施，不计入本表。",
    "“无此项职权”表示依法没有该项职权。行政强制执行不在本表。",
)


@dataclass(frozen=True, kw_only=True)
class CoercionRow:
    key: str
    title: str
    taken: tuple[TakenRow, ...]

    def of(self, column: str) -> int:
        return sum(COLUMN_OF[one.kind] == column for one in self.taken)

    @property
    def total(self) -> int:
        return len(self.taken)

    @property
    def figures(self) -> dict[str, int]:
        return {column.key: self.of(column.key) for column in COLUMNS}


def tabulate(taken: Iterable[TakenRow], period: Quarter) -> tuple[CoercionRow, ...]:
    """Pure: what is coercive and was decided in the quarter, and in the year up to its end."""
    coercive = [one for one in taken if one.kind.coercive]
    spans: tuple[tuple[str, str, date], ...] = (
        ("quarter", "本季度", period.first),
        ("year", "本年累计", period.year_start),
    )
    return tuple(
        CoercionRow(
            key=key, title=title, taken=tuple(one for one in coercive if first <= one.started_on <= period.last)
        )
        for key, title, first in spans
    )
