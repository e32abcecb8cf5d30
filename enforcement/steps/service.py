"""The one door for steps that have no room of their own: declared in the procedure's folder, guarded like any other."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Procedure, RecordableStep
from enforcement.procedures.rules import may_reach
from enforcement.steps import rules
from enforcement.steps.models import StepRecord


@use_case(Permission.HANDLE_CASE, verb="steps.recorded")
def record_step(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    step: Milestone,
    day: date,
    facts: Mapping[str, str],
    paper: str = "",
    item_id: UUID | None = None,
) -> UUID:
    """Order, officers, completeness; then the row, and the milestone that rests on it."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    law = procedure(case.procedure)
    told = rules.declared(law, step)
    may_reach(law, case_queries.stands(work.session, case_id), step)
    rules.is_complete(told, facts=facts, paper=paper, has_item=item_id is not None)
    rules.is_in_its_time(day, after=_before(work, case_id, law=law, step=step), today=work.today)
    rules.its_period_is_over(told, due_on=_last_day(work, case_id, told.after_period), day=day)
    if item_id is not None:
        _counts(work, case_id, item_id)
    row = _row(work, case_id, told, day=day, facts=facts, paper=paper, item_id=item_id)
    because = cases.Because(day=day, row=row.id, note=rules.as_told(told, facts=facts, paper=paper))
    cases.reach(work, case_id, step, because=because)
    work.about(case_id, record=row.id, step=step, day=day, paper=paper, item=item_id)
    work.seal(row)
    return row.id


def _before(work: UnitOfWork, case_id: CaseId, *, law: Procedure, step: Milestone) -> date | None:
    """The day of the last fact this step follows."""
    wanted = {one for need in law.steps[step].needs for one in need.any_of}
    days = [day for one in wanted if (day := case_queries.last_day_of(work.session, case_id, one))]
    return max(days, default=None)


def _last_day(work: UnitOfWork, case_id: CaseId, key: str) -> date | None:
    """Of the newest period of this key, running or ended."""
    return max((row.due_on for row in case_queries.deadlines(work.session, case_id) if row.key == key), default=None)


def _counts(work: UnitOfWork, case_id: CaseId, item_id: UUID) -> None:
    if not evidence.item_in_case(work.session, case_id, item_id).counts:
        raise InvalidInput({"item_id": ["请选择卷内已封存并完成标注的证据（《行政处罚法》第四十六条）。"]})


def _row(
    work: UnitOfWork,
    case_id: CaseId,
    told: RecordableStep,
    *,
    day: date,
    facts: Mapping[str, str],
    paper: str,
    item_id: UUID | None,
) -> StepRecord:
    labelled = {label: facts[key] for key, label in told.facts.items()}
    row = StepRecord(
        id=uuid4(),
        case_id=case_id,
        step=told.milestone,
        title=told.title,
        day=day,
        facts=json.dumps(labelled, ensure_ascii=False, sort_keys=True),
        paper=paper,
        item_id=item_id,
        basis=told.basis,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
