"""When the house counts as running, and when its calendar runs out."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(minutes=5)
HEAD_TOO_OLD = timedelta(hours=26)  # a day, and two hours for a night's maintenance
WARN_FROM_MONTH = 11  # the State Council announces the next year's days off around November


class Outcome(StrEnum):
    RUNNING = "RUNNING"
    DONE = "DONE"
    PARTLY = "PARTLY"
    FAILED = "FAILED"


OUTCOME_NAMES = {
    Outcome.RUNNING: "正在运行",
    Outcome.DONE: "已完成",
    Outcome.PARTLY: "部分未完成",
    Outcome.FAILED: "未能运行",
}


def is_alive(last_sign: datetime | None, now: datetime) -> bool:
    return last_sign is not None and now - last_sign <= SILENCE


def head_is_stale(signed_at: datetime | None, now: datetime) -> bool:
    """Whoever silences the journal stops its heads first."""
    return signed_at is None or now - signed_at > HEAD_TOO_OLD


def missing_year(covered: Collection[int], today: date) -> int | None:
    """The year whose arrangement should be loaded by now: this one at any time, the next from 1 November."""
    if today.year not in covered:
        return today.year
    if today.month >= WARN_FROM_MONTH and today.year + 1 not in covered:
        return today.year + 1
    return None


def outcome_of(done: int, failed: int) -> Outcome:
    if not failed:
        return Outcome.DONE
    return Outcome.PARTLY if done else Outcome.FAILED
