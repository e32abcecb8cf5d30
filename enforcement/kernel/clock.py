"""The only place that asks what time it is. UTC is stored; the law counts days in Asia/Shanghai."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, aware, in UTC."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """For tests and demonstrations: stands still until told otherwise."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def chinese_day(day: date) -> str:
    """As documents and pages write it, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def shanghai_day(moment: datetime) -> date:
    """The legal date of a moment. A decision at 23:30 UTC on the 1st is dated the 2nd."""
    return moment.astimezone(SHANGHAI).date()


def chinese_minute(moment: datetime) -> str:
    """A moment as records state it, by the clock on the wall: 2026年5月12日9时05分."""
    local = moment.astimezone(SHANGHAI)
    return f"{chinese_day(local)}{local.hour}时{local.minute:02}分"
