"""What a list may be narrowed to by its days, and how views and marks are kept."""

from datetime import date, timedelta
from enum import StrEnum

from enforcement.kernel.errors import InvalidInput
from enforcement.workdays.rules import Calendar

MOST_VIEWS = 20
MOST_MARKS = 500
MOST_AT_ONCE = 200
ANY_MARK = "*"
ONE_DAY = timedelta(days=1)


class Due(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WITHIN_THREE = "3"
    WITHIN_SEVEN = "7"
    WITHIN_FIFTEEN = "15"


DUE_NAMES = {
    Due.OVERDUE: "已逾期",
    Due.TODAY: "今日到期",
    Due.WITHIN_THREE: "3 个工作日内到期",
    Due.WITHIN_SEVEN: "7 个工作日内到期",
    Due.WITHIN_FIFTEEN: "15 个工作日内到期",
}


def window(due: Due | None, *, today: date, calendar: Calendar) -> tuple[date | None, date | None]:
    """First and last due day that is meant. What is due today is not overdue: the last day is within."""
    if due is None:
        return None, None
    if due is Due.OVERDUE:
        return None, today - ONE_DAY
    if due is Due.TODAY:
        return today, today
    return today, calendar.workday_after(today, int(due))


def room_for_one_more(kept: int, *, most: int, field: str, what: str) -> None:
    if kept >= most:
        raise InvalidInput({field: [f"每人最多保存 {most} {what}，请先清理不用的。"]})
