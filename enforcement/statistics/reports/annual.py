"""年度行政执法总体情况报告 as a draft: tables whose figures keep the cases they count, and sentences made of them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from enforcement.audit.rules import canonical
from enforcement.kernel.clock import chinese_day
from enforcement.statistics.reports.quarterly import NOT_HELD

KEY = "annual"
TITLE = "行政执法总体情况报告"
DUE_MONTH, DUE_DAY = 1, 31  # of the year after: 国办发〔2018〕118号


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`shown` is what is printed. `cases`: what it counts, so that it can be gone over (ST-10)."""

    key: str
    title: str
    unit: str
    shown: str
    cases: tuple[UUID, ...] = ()

    @property
    def count(self) -> int:
        return int(self.shown) if self.shown.isdecimal() else 0


@dataclass(frozen=True, kw_only=True)
class Table:
    key: str
    title: str
    figures: tuple[Figure, ...]
    note: str

    def of(self, key: str) -> Figure:
        return next(one for one in self.figures if one.key == key)


@dataclass(frozen=True, kw_only=True)
class Annual:
    """`until`: the last day counted; before the year's end the report is a look at a running year and says so."""

    year: int
    until: date
    tables: tuple[Table, ...]
    remarks: str = ""

    @property
    def title(self) -> str:
        return f"{self.year}年度{TITLE}"

    @property
    def span(self) -> str:
        whole = self.until == date(self.year, 12, 31)
        last = chinese_day(self.until)
        return f"{self.year}年1月1日至{last}" + ("" if whole else "（年度尚未结束）")

    def table(self, key: str) -> Table:
        return next(one for one in self.tables if one.key == key)

    def figure(self, key: str) -> Figure | None:
        return next((one for table in self.tables for one in table.figures if one.key == key), None)

    def sentence_of(self, table: Table) -> str:
        return SENTENCES[table.key](table)

    @cached_property
    def frozen_text(self) -> str:
        whole = {"report": KEY, **asdict(self), "until": str(self.until)}
        return canonical(json.loads(json.dumps(whole, default=str))).decode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.frozen_text.encode()).hexdigest()


def figure(key: str, title: str, cases: Iterable[UUID], *, unit: str = "件", held: bool = True) -> Figure:
    listed = tuple(cases)
    return Figure(key=key, title=title, unit=unit, shown=str(len(listed)) if held else NOT_HELD, cases=listed)


def thawed(text: str) -> Annual:
    whole = json.loads(text)
    return Annual(
        year=whole["year"],
        until=date.fromisoformat(whole["until"]),
        remarks=whole["remarks"],
        tables=tuple(
            Table(**table | {"figures": tuple(_figure(one) for one in table["figures"])}) for table in whole["tables"]
        ),
    )


def _figure(kept: dict[str, str | Sequence[str]]) -> Figure:
    cases = tuple(UUID(one) for one in kept["cases"])
    return Figure(**{name: str(value) for name, value in kept.items() if name != "cases"}, cases=cases)


def _parts(figures: Iterable[Figure]) -> str:
    return "、".join(f"{one.title}{one.count}{one.unit}" for one in figures if one.count)


def _penalties(table: Table) -> str:
    total, amount = table.of("total"), table.of("amount")
    kinds = _parts(one for one in table.figures if one.key not in {"total", "amount"})
    among = f"，其中按最重的处罚种类计{kinds}" if kinds else ""
    return f"作出行政处罚决定{total.shown}宗，罚没金额{amount.shown}万元{among}。"


def _coercion(table: Table) -> str:
    kinds = _parts(table.figures)
    return f"采取行政强制措施：{kinds}。" if kinds else "没有采取行政强制措施。"


def _acts(table: Table) -> str:
    beside = {"inspections", "other_acts"}
    licences = "、".join(f"{one.title}{one.shown}件" for one in table.figures if one.key not in beside)
    return (
        f"实施行政检查{table.of('inspections').shown}次；{licences}；"
        f"作出其他行政执法行为{table.of('other_acts').shown}件。"
    )


def _ends(table: Table) -> str:
    kinds = _parts(table.figures)
    return f"其他处理结果：{kinds}。" if kinds else "没有不予处罚、移送和撤销立案的案件。"


def _systems(table: Table) -> str:
    due, kept = table.of("publication_due"), table.of("publication_kept")
    share = f"，按期公示率{percent(kept.count, due.count)}" if due.count else ""
    reviewed, corrected = table.of("reviewed"), table.of("corrected")
    return (
        f"公示期限届满的决定{due.shown}件，按期公示{kept.shown}件{share}；"
        f"完成法制审核的案件{reviewed.shown}件，其中第一次审核没有通过的{corrected.shown}件。"
    )


def percent(part: int, whole: int) -> str:
    """Rounded down, so that 100% is only said when nothing is missing."""
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


SENTENCES = {
    "penalties": _penalties,
    "coercion": _coercion,
    "acts": _acts,
    "ends": _ends,
    "systems": _systems,
}


def due_on(year: int) -> date:
    return date(year + 1, DUE_MONTH, DUE_DAY)
