"""The body's own terms for periods, beside the law's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enforcement.cases import ladder
from enforcement.cases.models import DeadlineReminder, DeadlineRule
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Period


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    id: UUID
    procedure: str
    key: str
    in_force_from: date
    in_force_until: date | None
    length: int | None
    reminders: str
    escalation: str
    basis: str
    set_by: UUID
    set_at: datetime

    @property
    def ladder(self) -> ladder.Ladder:
        return ladder.read(self.reminders, self.escalation)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One period of one procedure: what the law says, and what this body added."""

    procedure: str
    procedure_title: str
    period: Period
    rule: RuleRow | None
    coming: tuple[RuleRow, ...]

    @property
    def code(self) -> str:
        return f"{self.procedure}/{self.period.key}"

    @property
    def ladder(self) -> ladder.Ladder:
        if self.rule:
            return self.rule.ladder
        return ladder.Ladder(self.period.reminders, ladder.read("", ladder.DEFAULT_ESCALATION).escalation)


def rule_in_force(session: Session, *, procedure: str, key: str, day: date) -> RuleRow | None:
    found = select(DeadlineRule).where(
        DeadlineRule.procedure == procedure,
        DeadlineRule.key == key,
        DeadlineRule.in_force_from <= day,
        or_(DeadlineRule.in_force_until.is_(None), DeadlineRule.in_force_until >= day),
    )
    row = session.scalars(found).first()
    return _rule(row) if row else None


def rules_of(session: Session, *, procedure: str = "", key: str = "") -> Sequence[RuleRow]:
    """Newest first; all of them, past ones too."""
    found = select(DeadlineRule).order_by(DeadlineRule.in_force_from.desc(), DeadlineRule.procedure, DeadlineRule.key)
    if procedure:
        found = found.where(DeadlineRule.procedure == procedure, DeadlineRule.key == key)
    return [_rule(row) for row in session.scalars(found)]


def terms(session: Session, day: date) -> Sequence[Terms]:
    """Every period in force that day, procedure by procedure."""
    rules = rules_of(session)
    return [
        Terms(
            procedure=found.key,
            procedure_title=found.title,
            period=period,
            rule=rule_in_force(session, procedure=found.key, key=period.key, day=day),
            coming=tuple(
                row for row in rules if (row.procedure, row.key) == (found.key, period.key) and row.in_force_from > day
            ),
        )
        for found in catalogue().values()
        for period in found.periods_in_force(day)
    ]


def told(session: Session, deadline_id: UUID) -> Sequence[tuple[int, date, datetime]]:
    """Steps told of this deadline: workdays left, due day at the time, moment."""
    found = select(DeadlineReminder).where(DeadlineReminder.deadline_id == deadline_id)
    return [(row.step, row.due_on, row.told_at) for row in session.scalars(found.order_by(DeadlineReminder.told_at))]


def _rule(row: DeadlineRule) -> RuleRow:
    return RuleRow(**{name: getattr(row, name) for name in RuleRow.__dataclass_fields__})
