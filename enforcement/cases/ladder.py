"""When whom to remind of a period: first its handlers, then those who answer for them.

A rung is a number of working days: 3 means three are left, 0 the last day, -1 one working day too late. A body may set
its own rungs and a shorter time for its own duties; what the law gives to the parties it cannot take, nor lengthen
what binds itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from enforcement.accounts.rules import Role
from enforcement.kernel.errors import InvalidInput, RuleBroken

DEFAULT_ESCALATION = f"{Role.UNIT_HEAD}:1,{Role.SUPERVISOR}:3"
EARLIEST, LATEST, MOST_RUNGS = 60, 10, 8  # working days; a reminder earlier or an escalation later helps nobody

# Time the law gives to the parties: 陈述申辩、听证、缴款、复议、诉讼.
RIGHTS_OF_PARTIES = frozenset(
    {
        "DEFENCE",
        "HEARING_REQUEST",
        "LICENCE_HEARING_REQUEST",
        "PAY",
        "RECONSIDER",
        "LITIGATE",
        "LITIGATE_AFTER_RECON",
    }
)
# Whose work it is beside the case's handlers.
WORKED_BY = {
    "LEGAL_REVIEW": Role.LEGAL_REVIEWER,
    "PUBLISH_PENALTY_LICENCE": Role.PUBLICITY_CLERK,
    "PUBLISH_OTHER": Role.PUBLICITY_CLERK,
    "WITHDRAW": Role.PUBLICITY_CLERK,
    "CORRECT": Role.PUBLICITY_CLERK,
}


class Counting(Protocol):
    """What the ladder asks of a calendar."""

    def workday_after(self, day: date, count: int) -> date: ...

    def workday_before(self, day: date, count: int) -> date: ...


@dataclass(frozen=True)
class Ladder:
    """Reminders count down to the last day; escalations name an office and the working days after it."""

    reminders: tuple[int, ...]
    escalation: tuple[tuple[Role, int], ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """From the first to the last, as workdays left."""
        return tuple(sorted({*self.reminders, *(-after for _role, after in self.escalation)}, reverse=True))

    def told_at(self, step: int) -> frozenset[Role]:
        """The offices reached by then: who was told once is told of every later step."""
        return frozenset(role for role, after in self.escalation if -step >= after)


def read(reminders: str, escalation: str) -> Ladder:
    """As kept in a row: `3,1,0` and `unit_head:1,supervisor:3`."""
    days = tuple(int(part) for part in reminders.split(",") if part)
    pairs = (part.split(":") for part in escalation.split(",") if part)
    return Ladder(days, tuple((Role(role), int(after)) for role, after in pairs))


def written(ladder: Ladder) -> tuple[str, str]:
    reminders = ",".join(str(step) for step in sorted(ladder.reminders, reverse=True))
    return reminders, ",".join(f"{role}:{after}" for role, after in sorted(ladder.escalation, key=lambda pair: pair[1]))


def day_of(calendar: Counting, due_on: date, step: int) -> date:
    if step == 0:
        return due_on
    return calendar.workday_before(due_on, step) if step > 0 else calendar.workday_after(due_on, -step)


@dataclass(frozen=True)
class Standing:
    """Where a period stands on its ladder today: the last step reached, and the day of the next one."""

    step: int | None
    next_on: date | None


def standing(calendar: Counting, ladder: Ladder, *, due_on: date, today: date) -> Standing:
    """After days on which nothing ran only the last step reached counts: one word, not one for each step missed."""
    days = [(step, day_of(calendar, due_on, step)) for step in ladder.steps]
    reached = [step for step, day in days if day <= today]
    return Standing(
        step=min(reached, default=None), next_on=min((day for _step, day in days if day > today), default=None)
    )


def checked(reminders: Iterable[int], *, unit_head_after: int, supervisor_after: int) -> Ladder:
    """What a body may set: at least one reminder before the end, and the supervisor not before the unit's head."""
    days = tuple(sorted(set(reminders), reverse=True))
    if not days or len(days) > MOST_RUNGS or not all(0 <= day <= EARLIEST for day in days):
        raise InvalidInput(
            {"reminders": [f"请填写一至{MOST_RUNGS}个提醒日，每个在0至{EARLIEST}个工作日之间，以逗号分隔。"]}
        )
    if not 1 <= unit_head_after <= LATEST:
        raise InvalidInput({"unit_head_after": [f"应当在逾期后第1至{LATEST}个工作日之间。"]})
    if not unit_head_after <= supervisor_after <= LATEST:
        raise InvalidInput({"supervisor_after": [f"不能早于报告承办机构负责人，也不能晚于逾期后第{LATEST}个工作日。"]})
    return Ladder(days, ((Role.UNIT_HEAD, unit_head_after), (Role.SUPERVISOR, supervisor_after)))


def may_shorten(key: str, length: int, *, lawful: int, basis: str) -> None:
    if key in RIGHTS_OF_PARTIES:
        raise RuleBroken("RIGHT_OF_THE_PARTY", "这是法律给当事人的期限，本机关不能缩短，只能设置提醒。", basis=basis)
    if not 1 <= length <= lawful:
        raise RuleBroken(
            "LONGER_THAN_THE_LAW", f"法定期限为{lawful}，本机关只能规定更短的期限，不能延长。", basis=basis
        )
