"""保管期限: which periods apply, which of them ends last, and what stops a disposal. Pure: verdicts from values."""

import calendar
import hashlib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from enforcement.audit.rules import canonical
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.retention.names import STATE_NAMES, State

BASIS = "《行政处罚法》第四十七条；国办发〔2018〕118号"
DISPOSAL_BASIS = "《中华人民共和国档案法》第三十一条"
UNDO = timedelta(days=7)
APPROVALS = 2
PERMANENT_LOCK_YEARS, PERMANENT_RENEWED_YEARS = 30, 20  # locked thirty years ahead, renewed when twenty are left
ARCHIVE_MONTHS: Mapping[str, int | None] = {"永久": None, "三十年": 360, "十年": 120}
ARCHIVE_TITLE, ARCHIVE_BASIS = "归档时确定的保管期限", "卷内文件目录"


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """`months` None: permanent. `follows_case`: as long as the file, whatever that is."""

    key: str
    title: str
    applies: str
    when: str
    months: int | None
    follows_case: bool
    basis: str
    in_force_from: date
    in_force_until: date | None = None

    def in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the periods of one item depend on. `ended_on`: the case was closed, or not filed."""

    ended_on: date | None
    harmful: bool
    labelled: bool
    archived_for: str | None  # the catalogue's own words


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One period that applies: until when, and why. `until` None with `permanent`: for ever."""

    title: str
    basis: str
    months: int | None
    until: date | None

    @property
    def length(self) -> str:
        return length_name(self.months)


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Every period that applies and the one that ends last. Nothing counts before the case has ended."""

    starts_on: date | None
    candidates: tuple[Candidate, ...]

    @property
    def counts(self) -> Candidate | None:
        if self.starts_on is None or not self.candidates:
            return None
        return max(self.candidates, key=lambda one: (one.until is None, one.until or date.min))

    @property
    def until(self) -> date | None:
        return self.counts.until if self.counts else None

    @property
    def permanent(self) -> bool:
        return self.counts is not None and self.counts.until is None

    @property
    def sentence(self) -> str:
        if self.counts is None or self.starts_on is None:
            return "案件尚未办结，保管期限还没有起算。"
        if self.permanent:
            return f"永久保管：{self.counts.title}（{self.counts.basis}）。"
        end = self.counts.until or date.max
        started = f"自 {self.starts_on:%Y-%m-%d} 办结之日起 {self.counts.length}"
        return f"保管至 {end:%Y-%m-%d}：{self.counts.title}，{started}（{self.counts.basis}）。"


def length_name(months: int | None) -> str:
    if months is None:
        return "永久"
    years, rest = divmod(months, 12)
    return f"{f'{years} 年' if years else ''}{f'{rest} 个月' if rest else ''}".strip()


@cache
def shipped() -> tuple[RetentionClass, ...]:
    source = tomllib.loads((Path(__file__).parent / "classes.toml").read_text("utf-8"))
    return tuple(_class(row) for row in source["class"])


def _class(row: Mapping[str, object]) -> RetentionClass:
    own = {name: row[name] for name in ("key", "title", "applies", "when", "basis", "in_force_from")}
    months = int(str(row.get("months", 0)))
    return RetentionClass(
        months=months or None,
        follows_case=row.get("follows") == "case",
        in_force_until=row.get("in_force_until"),  # type: ignore[arg-type]
        **own,  # type: ignore[arg-type]
    )


def known_class(key: str) -> RetentionClass:
    found = next((one for one in shipped() if one.key == key and not one.follows_case), None)
    if found is None:
        raise InvalidInput({"key": ["请从列表中选择类别。"]})
    return found


def retention(facts: Facts, *, settings: Mapping[str, int | None], day: date) -> Retention:
    """RET-1: the longest of file, recording, archive and the body's own rule. `settings` are the body's months."""
    if facts.ended_on is None:
        return Retention(starts_on=None, candidates=())
    standing = [one for one in shipped() if one.in_force(day) and _falls_under(one, facts)]
    found = [_candidate(one, facts.ended_on, settings) for one in standing if not one.follows_case]
    if facts.archived_for is not None and facts.archived_for in ARCHIVE_MONTHS:
        months = ARCHIVE_MONTHS[facts.archived_for]
        until = _end(facts.ended_on, months)
        found.append(Candidate(title=ARCHIVE_TITLE, basis=ARCHIVE_BASIS, months=months, until=until))
    return Retention(starts_on=facts.ended_on, candidates=tuple(found))


def _falls_under(one: RetentionClass, facts: Facts) -> bool:
    return {
        "always": True,
        "harmful": facts.harmful,
        "labelled": facts.labelled,
        "unlabelled": not facts.labelled,
    }[one.when]


def _candidate(one: RetentionClass, start: date, settings: Mapping[str, int | None]) -> Candidate:
    own = one.key in settings
    months = settings[one.key] if own else one.months
    basis = f"本机关规定；{one.basis}" if own else one.basis
    return Candidate(title=one.title, basis=basis, months=months, until=_end(start, months))


def _end(start: date, months: int | None) -> date | None:
    return None if months is None else add_months(start, months)


def add_months(start: date, months: int) -> date:
    """The same day of the month; where that month has no such day, its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def lock_needed(kept: Retention, *, now: datetime) -> datetime | None:
    """Until when the store should lock: through the last day. Permanent is renewed long before it runs out."""
    if kept.counts is None:
        return None
    last = kept.until or add_months(now.astimezone(SHANGHAI).date(), PERMANENT_LOCK_YEARS * 12)
    return _midnight_after(last)


def lock_is_long_enough(kept: Retention, locked_until: datetime | None, *, now: datetime) -> bool:
    """The date only ever moves later; a permanent file is not locked anew every night."""
    if kept.counts is None:
        return True
    if locked_until is None:
        return False
    today = now.astimezone(SHANGHAI).date()
    last = kept.until or add_months(today, PERMANENT_RENEWED_YEARS * 12)
    return locked_until >= _midnight_after(last)


def _midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Obstacles:
    """What may stand against disposing of an item whose period is over."""

    archived: bool
    held: Sequence[str]
    shared: bool
    locked_until: datetime | None
    listed: bool


def skipped_because(found: Obstacles, *, now: datetime) -> str:
    """The reason, or nothing when the item is due."""
    if found.held:
        return f"存在停止销毁事项：{'、'.join(found.held)}。"
    if not found.archived:
        return "案卷尚未归档，不能鉴定销毁。"
    if found.shared:
        return "另有未到期的证据使用同一文件，须一并保留。"
    if found.locked_until is not None and found.locked_until > now:
        return f"存储锁定至 {found.locked_until.astimezone(SHANGHAI):%Y-%m-%d}，锁定期内任何人不能删除。"
    return "已列入待办的鉴定清单。" if found.listed else ""


def is_over(kept: Retention, today: date) -> bool:
    return kept.until is not None and kept.until < today


def may_be_listed(name: str, kept: Retention, reason: str, *, today: date) -> None:
    """AV-7: nothing goes on an appraisal list that is not due."""
    if not is_over(kept, today):
        raise RuleBroken("NOT_DUE", f"{name}保管期限未满：{kept.sentence}", basis=DISPOSAL_BASIS)
    if reason:
        raise RuleBroken("NOT_DISPOSABLE", f"{name}不能销毁：{reason}", basis=DISPOSAL_BASIS)


def list_digest(lines: Sequence[Mapping[str, object]]) -> str:
    return hashlib.sha256(canonical({"lines": list(lines)})).hexdigest()


def other_hand(person: UUID, placed_by: UUID) -> None:
    if person == placed_by:
        raise RuleBroken("OWN_HOLD", "停止销毁须由设置人以外的人员解除。", basis=DISPOSAL_BASIS)


def is_independent(
    person: UUID, *, prepared_by: UUID, handlers: Collection[UUID], approved_by: Collection[UUID]
) -> None:
    if person == prepared_by or person in handlers:
        raise RuleBroken("OWN_DISPOSAL", "鉴定清单的制作人和本案承办人不能审批销毁。", basis=DISPOSAL_BASIS)
    if person in approved_by:
        raise RuleBroken("SAME_APPROVER", "销毁须由两名不同的人员审批，您已经审批过。", basis=DISPOSAL_BASIS)


def stands(state: State, *wanted: State) -> None:
    if state not in wanted:
        raise RuleBroken("WRONG_STATE", f"该鉴定清单目前“{STATE_NAMES[state]}”，不能办理此事项。", basis=DISPOSAL_BASIS)


def state_of(*, approvals: Sequence[bool], withdrawn: bool, begun: bool, certified: bool) -> State:
    if certified:
        return State.DONE
    if begun:
        return State.RUNNING
    if withdrawn:
        return State.WITHDRAWN
    if not all(approvals):
        return State.REFUSED
    return State.APPROVED if len(approvals) >= APPROVALS else State.PREPARED


def window_is_over(last_approval: datetime, now: datetime) -> bool:
    return now - last_approval >= UNDO
