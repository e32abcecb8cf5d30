"""Two transcriptions of the same notices held against each other. A difference is a question, not a verdict."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from enforcement.workdays.rules import Calendar

IsWorkday = Callable[[date], bool]


@dataclass(frozen=True)
class Difference:
    day: date
    ours: bool
    theirs: bool

    @property
    def sentence(self) -> str:
        said = {True: "工作日", False: "休息日"}
        return f"{self.day}：本系统为{said[self.ours]}，对照数据为{said[self.theirs]}"


def differences(calendar: Calendar, year: int, is_workday: IsWorkday) -> Iterator[Difference]:
    day = date(year, 1, 1)
    while day.year == year:
        ours, theirs = calendar.is_workday(day), is_workday(day)
        if ours is not theirs:
            yield Difference(day, ours, theirs)
        day += timedelta(days=1)
