"""A body's own terms: earlier reminders, its own ladder, a shorter time for its own duties."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.cases import ladder, queries
from enforcement.cases.models import DeadlineRule
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

ONE_DAY = timedelta(days=1)


@use_case(Permission.SET_DEADLINE_RULES, verb="deadlines.rule_added")
def set_deadline_rule(
    work: UnitOfWork,
    *,
    terms: str,
    in_force_from: date,
    length: int | None,
    reminders: tuple[int, ...],
    unit_head_after: int,
    supervisor_after: int,
    basis: str,
) -> UUID:
    """For periods that begin from that day on; those running keep the terms they began with."""
    chosen = next((row for row in queries.terms(work.session, work.today) if row.code == terms), None)
    if chosen is None:
        raise InvalidInput({"terms": ["请从列表中选择。"]})
    if length is not None:
        ladder.may_shorten(chosen.period.key, length, lawful=chosen.period.length, basis=chosen.period.basis)
    rungs = ladder.checked(reminders, unit_head_after=unit_head_after, supervisor_after=supervisor_after)
    _succeed(work, chosen, in_force_from)
    told, escalated = ladder.written(rungs)
    row = DeadlineRule(
        id=uuid4(),
        procedure=chosen.procedure,
        key=chosen.period.key,
        in_force_from=in_force_from,
        length=length,
        reminders=told,
        escalation=escalated,
        basis=basis,
        set_by=work.actor.id,
        set_at=work.now,
    )
    work.session.add(row)
    work.about(procedure=row.procedure, key=row.key, since=in_force_from, length=length, reminders=told)
    return row.id


def _succeed(work: UnitOfWork, terms: queries.Terms, first_day: date) -> None:
    """Terms follow one another: the standing ones end the day before, and nothing is set for days gone by."""
    if first_day < work.today:
        raise InvalidInput({"in_force_from": ["生效日期不能早于今天：已经开始的期限不溯及既往。"]})
    standing = select(DeadlineRule).where(
        DeadlineRule.procedure == terms.procedure,
        DeadlineRule.key == terms.period.key,
        DeadlineRule.in_force_until.is_(None),
    )
    last = work.session.scalars(standing.with_for_update()).first()
    if last is None:
        return
    if last.in_force_from >= first_day:
        raise InvalidInput({"in_force_from": [f"已有自{last.in_force_from}起生效的规则，新规则须晚于这一天生效。"]})
    last.in_force_until = first_day - ONE_DAY
    work.session.flush()
