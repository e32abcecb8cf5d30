"""The body's own list (音像记录事项清单): stricter than the law's, dated, every version kept."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.duties import queries, rules
from enforcement.duties.models import ListedDuty
from enforcement.duties.rules import DutyInForce
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RecordingLevel


@use_case(Permission.MANAGE_MATTERS, verb="duties.duty_listed")
def list_duty(
    work: UnitOfWork,
    *,
    procedure: str,
    step: str,
    level: RecordingLevel,
    basis: str,
    in_force_from: date,
    in_force_until: date | None = None,
    keep: str = "",
    gap_seconds: int | None = None,
) -> UUID:
    """Raise a level, or bring it back to the law's by a row of the law's own level. Never below it."""
    duty = _listable(work, procedure, step, day=in_force_from)
    rules.never_milder(duty.law.level, level)
    rules.gap_is_sensible(gap_seconds)
    rules.announced_beforehand(in_force_from, in_force_until, today=work.today)
    row = ListedDuty(
        id=uuid4(),
        procedure=procedure,
        step=step,
        level=level,
        law_level=duty.law.level,
        keep=keep,
        gap_seconds=gap_seconds,
        basis=basis,
        in_force_from=in_force_from,
        in_force_until=in_force_until,
        listed_by=work.actor.id,
        listed_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    work.about(procedure=procedure, step=step, level=level, before=duty.level, in_force_from=in_force_from)
    return row.id


def _listable(work: UnitOfWork, procedure: str, step: str, *, day: date) -> DutyInForce:
    """The law's row that is to be made stricter, if there is not yet a version of that day."""
    if procedure not in catalogue():
        raise InvalidInput({"procedure": ["请从列表中选择执法事项。"]})
    duty = queries.duty_in_force(work.session, procedure, step, day=day)
    if duty is None:
        raise InvalidInput({"step": ["请从列表中选择执法环节。"]})
    listed = queries.every_version(work.session, procedure)
    if any((row.step, row.in_force_from) == (step, day) for row in listed):
        raise InvalidInput({"in_force_from": ["该环节已有同日施行的一版，请另选施行日期。"]})
    return duty
