"""加处罚款: what a late payer owes on top. All money in fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PERCENT_A_DAY = 3  # 行政处罚法第七十二条第一款第一项
BASIS = "《中华人民共和国行政处罚法》第七十二条"
STAY_BASIS = "《中华人民共和国行政处罚法》第七十三条"


@dataclass(frozen=True)
class Stay:
    """Days of 行政复议 or 行政诉讼, both ends included; `last` is None while it runs."""

    first: date
    last: date | None = None


def surcharge(fine: int, days_late: int) -> int:
    """Three percent of the fine a day, never more than the fine. A part of a fen is dropped, in the party's favour."""
    if fine < 0 or days_late < 0:
        raise ValueError("罚款数额和逾期天数不能是负数。")
    return min(fine, fine * PERCENT_A_DAY * days_late // 100)


def first_surcharge_day(pay_due: date) -> date:
    return pay_due + timedelta(days=1)


def days_late(*, pay_due: date, until: date, stays: Sequence[Stay] = ()) -> int:
    """Calendar days after the last day to pay, up to and including `until`, without days under review or suit."""
    first = first_surcharge_day(pay_due).toordinal()
    late = set(range(first, until.toordinal() + 1))
    for stay in stays:
        if stay.last and stay.last < stay.first:
            raise ValueError("复议、诉讼的终止日不能早于开始日。")
        late -= set(range(stay.first.toordinal(), (stay.last or until).toordinal() + 1))
    return len(late)


def surcharge_on(day: date, *, fine: int, pay_due: date, stays: Sequence[Stay] = ()) -> int:
    return surcharge(fine, days_late(pay_due=pay_due, until=day, stays=stays))
