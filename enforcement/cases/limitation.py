"""追责时效: how long after the act the agency may still find out and penalise (行政处罚法第三十六条)."""

from dataclasses import dataclass
from datetime import date

from enforcement.kernel.clock import chinese_day

ORDINARY_YEARS = 2
EXTENDED_YEARS = 5  # life, health or financial safety, and harm done
BASIS = "《中华人民共和国行政处罚法》第三十六条"


@dataclass(frozen=True)
class LimitationVerdict:
    """`expires` is the last day on which discovery is in time; None while the act goes on."""

    within: bool
    expires: date | None
    sentence: str
    basis: str = BASIS


def check(*, act_ended: date | None, discovered: date, harmful: bool = False) -> LimitationVerdict:
    """`act_ended`: the day of the act, or the end of a continuous one; None if it still goes on."""
    if act_ended is None or discovered < act_ended:
        return LimitationVerdict(True, None, f"违法行为在发现时尚未终了，未超过追责时效（{BASIS}）。")
    years = EXTENDED_YEARS if harmful else ORDINARY_YEARS
    expires = years_later(act_ended, years)
    period = f"{'五' if harmful else '二'}年追责时效至{chinese_day(expires)}届满"
    if discovered <= expires:
        return LimitationVerdict(True, expires, f"{period}，{chinese_day(discovered)}发现，未超过时效（{BASIS}）。")
    return LimitationVerdict(
        False, expires, f"{period}，{chinese_day(discovered)}才发现，不再给予行政处罚，应当不予立案（{BASIS}）。"
    )


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February ends on the 28th where the year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
