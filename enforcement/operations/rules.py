"""When the house counts as running, and when its calendar runs out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from enforcement.kernel.asking import MOVING, RequestState
from enforcement.kernel.errors import RuleBroken

SILENCE = timedelta(minutes=5)
LOCK_TEST_TOO_OLD = HEAD_TOO_OLD = timedelta(hours=26)  # a day, and two hours for a night's maintenance
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


@dataclass(frozen=True, kw_only=True)
class LockTest:
    """What the last attack on a locked canary showed; `broken` are the sentences of what was not kept."""

    at: datetime
    holds: bool
    as_promised: bool
    broken: tuple[str, ...]


def lock_words(test: LockTest | None, now: datetime) -> str:
    """In plain words what the store guarantees and what it does not, and how old that knowledge is."""
    if test is None:
        return "还没有做过锁定自检：锁定是否有效没有证明"
    if now - test.at > LOCK_TEST_TOO_OLD:
        return f"最近一次锁定自检在 {test.at:%Y-%m-%d %H:%M} UTC，已超过 26 小时：此后锁定是否有效没有证明"
    if test.holds:
        return "正常：锁定期内的文件经实测不能覆盖、不能删除，锁定期不能缩短"
    missing = "".join(test.broken)
    if test.as_promised:
        return f"不保证锁定：{missing}能直接接触存储的人可以改写或者删除文件，只能事后由核验发现"
    return f"存储声称锁定，实测没有做到：{missing}请立即停止归档并检查存储服务"


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


BACKUP_BASIS = "GB/T 22239—2019《网络安全等级保护基本要求》第8.1.4.9条“数据备份恢复”"
DRILL_STATE_NAMES = {
    RequestState.REQUESTED: "等待演练",
    RequestState.RUNNING: "正在演练",
    RequestState.READY: "已完成",
    RequestState.FAILED: "未能进行",
}


class Drill(Protocol):
    @property
    def state(self) -> RequestState: ...

    @property
    def requested_at(self) -> datetime: ...

    @property
    def passed(self) -> bool | None: ...


def no_drill_moves(last: Drill | None) -> None:
    if last is not None and last.state in MOVING:
        raise RuleBroken("DRILL_MOVES", "已有一次演练正在进行，请等它结束。", basis=BACKUP_BASIS)


def backup_words(made_at: datetime | None, now: datetime, *, days: int) -> str:
    """What to worry about; empty while the newest backup is young enough."""
    if made_at is None:
        return "备份文件夹里没有备份：数据库损坏时无法恢复"
    if now - made_at > timedelta(days=days):
        return f"最近一次备份已是 {(now - made_at).days} 天前，超过 {days} 天：此后的记录损坏时无法恢复"
    return ""


def drill_words(last: Drill | None, now: datetime, *, days: int) -> str:
    """`last`: the last drill that came to a verdict. A backup that was never restored is a hope."""
    if last is None:
        return "还没有做过恢复演练：备份能否恢复没有证明"
    if not last.passed:
        return "最近一次恢复演练未通过：备份不能依靠，请查明原因、重做备份后再演练"
    if now - last.requested_at > timedelta(days=days):
        return f"最近一次恢复演练已是 {(now - last.requested_at).days} 天前，超过 {days} 天：请再演练一次"
    return ""


def drill_sentence(*, entries: int, objects: int, later: int, findings: int) -> str:
    seen = f"恢复后核对留痕 {entries} 条、抽查文件 {objects} 个"
    after = f"备份之后又有留痕 {later} 条，须由下一次备份保存。" if later else "备份已含现有全部留痕。"
    return f"{seen}，{'未发现异常' if not findings else f'发现异常 {findings} 处'}；{after}"
