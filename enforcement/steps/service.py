"""The doors for steps that have no room of their own: declared in the procedure's folder, guarded like any other."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents import queries as documents
from enforcement.documents import rendering
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Procedure
from enforcement.procedures.rules import may_reach
from enforcement.procedures.stating import Notice, RecordableStep
from enforcement.steps import issuing, queries, rules
from enforcement.steps.models import Ruling, StepRecord
from enforcement.workdays import queries as workdays


@dataclass(frozen=True, kw_only=True)
class Said:
    """What whoever records the step hands in."""

    step: Milestone
    day: date
    facts: Mapping[str, str]
    paper: str = ""
    item_id: UUID | None = None


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
    """A step of the officers of the case."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case, day=day)
    said = Said(step=step, day=day, facts=facts, paper=paper, item_id=item_id)
    return _recorded(work, case, said, office=Role.OFFICER)


@use_case(Permission.REVIEW, verb="steps.reviewed")
def review_step(
    work: UnitOfWork, case_id: CaseId, *, step: Milestone, day: date, facts: Mapping[str, str], paper: str = ""
) -> UUID:
    """A step of legal review, where the procedure asks for one without a draft decision."""
    case = cases.lock(work, case_id)
    return _recorded(work, case, Said(step=step, day=day, facts=facts, paper=paper), office=Role.LEGAL_REVIEWER)


@use_case(Permission.DECIDE, verb="steps.decided")
def decide_step(
    work: UnitOfWork, case_id: CaseId, *, step: Milestone, day: date, facts: Mapping[str, str], paper: str = ""
) -> UUID:
    """A step of the head of the body."""
    case = cases.lock(work, case_id)
    return _recorded(work, case, Said(step=step, day=day, facts=facts, paper=paper), office=Role.AGENCY_HEAD)


def _recorded(work: UnitOfWork, case: case_queries.CaseRow, said: Said, *, office: Role) -> UUID:
    """Order, hands, completeness; then the row, its document, and the milestone that rests on it."""
    law = procedure(case.procedure)
    told = rules.declared(law, said.step)
    _is_lawful(work, case, said, told=told, office=office)
    row = _row(work, case.id, told=told, said=said)
    if told.numbers:
        cases.number_case(work, case.id, word=told.numbers)
    if told.issues:
        _issue(work, case.id, row, told=told, said=said)
    because = cases.Because(day=said.day, row=row.id, note=rules.as_told(told, facts=said.facts, paper=said.paper))
    cases.reach(work, case.id, said.step, because=because)
    work.about(case.id, record=row.id, step=said.step, day=said.day, paper=said.paper, item=said.item_id)
    work.seal(row)
    return row.id


def _is_lawful(work: UnitOfWork, case: case_queries.CaseRow, said: Said, *, told: RecordableStep, office: Role) -> None:
    law = procedure(case.procedure)
    rules.by_its_office(told, office)
    if office is not Role.OFFICER:
        handled = case_queries.handlers_ever(work.session, case.id)
        done = [(Milestone(row.step), row.recorded_by) for row in queries.of_case(work.session, case.id)]
        rules.hands_apart(law, told, actor=work.actor.id, handled=handled, done=done)
    stands = case_queries.stands(work.session, case.id)
    may_reach(law, stands, said.step)
    if told.document:
        found = documents.latest(work.session, case.id, told.document)
        rules.rests_on(told, title=rendering.kinds()[told.document].title, on_file=found is not None)
    rules.is_complete(told, facts=said.facts, paper=said.paper, has_item=said.item_id is not None)
    rules.answers_follow(told, facts=said.facts, stands=stands)
    inspected = case_queries.inspections(work.session, case, year=said.day.year)
    rules.repeated_with_reason(told, facts=said.facts, inspected=inspected)
    rules.is_in_its_time(said.day, after=_before(work, case.id, law=law, step=said.step), today=work.today)
    rules.was_told_in_time(told, last=_noticed(work, case.id, told.notice), day=said.day)
    rules.its_period_is_over(told, due_on=_last_day(work, case.id, told.after_period), day=said.day)
    if said.item_id is not None:
        _counts(work, case.id, said.item_id)


def _issue(work: UnitOfWork, case_id: CaseId, row: StepRecord, *, told: RecordableStep, said: Said) -> None:
    document = issuing.issue(work, case_id, told, facts=said.facts, day=said.day)
    work.about(document=document.id, number=document.number)
    if not told.decides:
        return
    found = Ruling(
        case_id=case_id,
        record_id=row.id,
        document_id=document.id,
        action_type=procedure(case_queries.get(work.session, case_id).procedure).action_type,
        outcome=said.facts.get("outcome", ""),
        number=document.number or "",
        decided_on=said.day,
        decided_by=work.actor.id,
        decided_at=work.now,
    )
    work.session.add(found)
    work.session.flush()
    work.seal(found)


def _before(work: UnitOfWork, case_id: CaseId, *, law: Procedure, step: Milestone) -> date | None:
    """The day of the last fact this step follows."""
    wanted = {one for need in law.steps[step].needs for one in need.any_of}
    days = [day for one in wanted if (day := case_queries.last_day_of(work.session, case_id, one))]
    return max(days, default=None)


def _noticed(work: UnitOfWork, case_id: CaseId, notice: Notice | None) -> date | None:
    told_on = case_queries.last_day_of(work.session, case_id, notice.by) if notice else None
    return workdays.calendar(work.session).workday_after(told_on, notice.workdays) if notice and told_on else None


def _last_day(work: UnitOfWork, case_id: CaseId, key: str) -> date | None:
    """Of the newest period of this key, running or ended."""
    return max((row.due_on for row in case_queries.deadlines(work.session, case_id) if row.key == key), default=None)


def _counts(work: UnitOfWork, case_id: CaseId, item_id: UUID) -> None:
    if not evidence.item_in_case(work.session, case_id, item_id).counts:
        raise InvalidInput({"item_id": ["请选择卷内已封存并完成标注的证据（《行政处罚法》第四十六条）。"]})


def _row(work: UnitOfWork, case_id: CaseId, *, told: RecordableStep, said: Said) -> StepRecord:
    labelled = {label: said.facts[key] for key, label in told.labels.items() if said.facts.get(key)}
    row = StepRecord(
        id=uuid4(),
        case_id=case_id,
        step=told.milestone,
        title=told.title,
        day=said.day,
        facts=json.dumps(labelled, ensure_ascii=False),
        paper=said.paper,
        item_id=said.item_id,
        basis=told.basis,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row
