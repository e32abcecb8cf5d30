"""Periods of the report, and when a report may be frozen."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from enforcement.kernel.errors import InvalidInput, RuleBroken

QUARTER = re.compile(r"(20\d\d)Q([1-4])", re.ASCII)
NAMES = "一二三四"
FIRST_YEAR = 2019
ANNUAL_BASIS = "国办发〔2018〕118号"
BASIS = "行政执法统计年报制度；冀医保发〔2019〕10号"


@dataclass(frozen=True, order=True)
class Quarter:
    """ST-12: natural quarters, by the decision date in Shanghai."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        found = QUARTER.fullmatch(text)
        if not found:
            raise InvalidInput({"period": ["季度应当写成四位年份、Q 和 1 至 4，例如 2026Q4。"]})
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def holding(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def key(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def title(self) -> str:
        return f"{self.year}年第{NAMES[self.number - 1]}季度"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        month = self.number * 3
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def year_start(self) -> date:
        return date(self.year, 1, 1)

    def shifted(self, by: int) -> "Quarter":
        year, index = divmod(self.year * 4 + self.number - 1 + by, 4)
        return Quarter(year, index + 1)


def year_has_begun(year: int, today: date) -> None:
    if not FIRST_YEAR <= year <= today.year:
        raise InvalidInput({"year": [f"年度应当在{FIRST_YEAR}年至{today.year}年之间。"]})


def release_makes_sense(year: int, *, published_on: date, today: date) -> None:
    """A report on a whole year is made public after it."""
    if not date(year, 12, 31) < published_on <= today:
        raise InvalidInput({"published_on": ["公布日期不能早于该年度结束，也不能晚于今天。"]})


def draft_stands(version: int) -> None:
    if not version:
        raise RuleBroken(
            "NO_DRAFT", "该年度还没有保存过草稿，请先起草。", basis=ANNUAL_BASIS, cure="statistics.annual_report"
        )


def quarter_has_ended(quarter: Quarter, today: date) -> None:
    if today <= quarter.last:
        raise RuleBroken(
            "QUARTER_RUNNING",
            f"{quarter.title}到{quarter.last:%Y-%m-%d}才结束，结束之后才能冻结报表。",
            basis=BASIS,
        )


def something_changed(frozen_before: str | None, now: str) -> None:
    """ST-9: a version without a difference would only blur which figure was published."""
    if frozen_before == now:
        raise RuleBroken("NO_CHANGE", "数据与已冻结的版本完全相同，无需再次冻结。", basis=BASIS)


def restatement_is_explained(version: int, reason: str) -> None:
    if version > 1 and not reason:
        raise InvalidInput({"reason": ["该季度已有冻结的报表；更正后重新冻结，须写明变化的原因。"]})
