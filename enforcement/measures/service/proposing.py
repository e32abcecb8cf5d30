"""报批, and 紧急情况当场实施 (《行政强制法》第十九条): nothing is sealed or kept without a head's word."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import service as documents
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, rules
from enforcement.measures.models import Measure, MeasureItem, MeasureRuling
from enforcement.measures.names import MeasureKind
from enforcement.measures.rows import MeasureRow
from enforcement.measures.rules import Thing
from enforcement.measures.service import own, papers, starting, telling
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach


@use_case(Permission.HANDLE_CASE, verb="measures.proposed")
def propose(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    kind: MeasureKind,
    reason: str,
    basis: str,
    items: Sequence[Thing],
    days: int | None = None,
) -> UUID:
    """Before the act: the head rules first."""
    case = _may_be_asked(work, case_id, kind)
    row = _entered(work, case, kind, reason=reason, basis=basis, items=items, days=days)
    telling.heads(work, case, queries.measure(work.session, case_id, row.id))
    return row.id


@use_case(Permission.HANDLE_CASE, verb="measures.taken_urgently")
def take_urgently(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    kind: MeasureKind,
    taken_at: datetime,
    reason: str,
    basis: str,
    items: Sequence[Thing],
    days: int | None = None,
) -> UUID:
    """Taken in the field: reported and approved within twenty-four hours, the decision handed over there."""
    case = _may_be_asked(work, case_id, kind)
    rules.may_be_urgent(kind)
    rules.taken_sensibly(taken_at, discovered_on=case.discovered_on, now=work.now)
    row = _entered(work, case, kind, reason=reason, basis=basis, items=items, days=days, taken_at=taken_at)
    taken = queries.measure(work.session, case_id, row.id)
    document = starting.start(work, case, taken, day=shanghai_day(taken_at))
    _within_hours(work, taken, Milestone.URGENT_MEASURE_TAKEN, day=shanghai_day(taken_at))
    telling.heads(work, case, taken)
    work.about(case_id, taken_at=taken_at.isoformat(), document=document)
    return row.id


@use_case(Permission.APPROVE_MEASURE, verb="measures.ruled")
def rule_on(work: UnitOfWork, case_id: CaseId, *, measure_id: UUID, granted: bool, opinion: str) -> UUID:
    """By a head who never handled the case. Whatever the answer, the filled-in form lies in the file."""
    case = cases.lock(work, case_id)
    row = queries.measure(work.session, case_id, measure_id)
    rules.not_yet_ruled(ruled=row.ruling is not None)
    case_rules.hands_are_apart(
        work.actor.id, case_queries.handlers_ever(work.session, case_id), doing=f"审批{row.kind_name}"
    )
    own.number(work, case)
    kind = "seal_approval" if row.kind.coercive else "preserve_approval"
    document = documents.issue(work, case_id, kind, papers.approval(work, case, row, opinion=opinion), on=work.today)
    ruling = MeasureRuling(
        measure_id=measure_id,
        case_id=case_id,
        approved=granted,
        late=rules.made_up_late(row.taken_at, ruled_at=work.now),
        opinion=opinion,
        document_id=document.id,
        ruled_by=work.actor.id,
        ruled_at=work.now,
    )
    work.session.add(ruling)
    work.about(case_id, measure=measure_id, granted=granted, late=ruling.late, document=document.id)
    work.seal(ruling)
    if row.taken_at:
        _within_hours(work, row, Milestone.URGENT_MEASURE_RULED, day=work.today)
    own.report(work, case, Milestone.MEASURE_APPROVED if granted else Milestone.MEASURE_REFUSED, row=row)
    starting.settle(work, case_id)
    _tell(work, case, row, approved=granted)
    return document.id


def _within_hours(work: UnitOfWork, row: MeasureRow, milestone: Milestone, *, day: date) -> None:
    """第十九条: twenty-four hours, for each such measure by itself."""
    each = cases.Each(subject=row.id, label=f"{row.label}{row.kind_name}")
    cases.reach(work, CaseId(row.case_id), milestone, because=cases.Because(day=day, row=row.id, each=each))


def _tell(work: UnitOfWork, case: CaseRow, row: MeasureRow, *, approved: bool) -> None:
    must_lift = row.start is not None and not approved
    answer = "已批准" if approved else "不同意采取，应当立即解除并退还物品" if must_lift else "未予批准，不得实施"
    key = f"measure-ruling:{row.id}"
    telling.handlers(work, case, key=key, said=f"{row.kind_name}（{row.label}）{answer}。", urgent=must_lift)


def open_for(work: UnitOfWork, case: CaseRow, wanted: Milestone) -> None:
    """Hatch within the room, on the locked case."""
    cases.handler_only(work, case)
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), wanted)


def _may_be_asked(work: UnitOfWork, case_id: CaseId, kind: MeasureKind) -> CaseRow:
    case = cases.lock(work, case_id)
    open_for(work, case, own.asked_of(case, kind))
    return case


def _entered(
    work: UnitOfWork,
    case: CaseRow,
    kind: MeasureKind,
    *,
    reason: str,
    basis: str,
    items: Sequence[Thing],
    days: int | None,
    taken_at: datetime | None = None,
) -> Measure:
    rules.has_things(items)
    row = Measure(
        id=uuid4(),
        case_id=case.id,
        seq=len(queries.of_case(work.session, case.id)) + 1,
        kind=kind,
        reason=reason,
        basis=basis,
        days=rules.term_of(kind, days),
        items=len(items),
        taken_at=taken_at,
        proposed_by=work.actor.id,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    for position, thing in enumerate(items, start=1):
        listed = MeasureItem(measure_id=row.id, position=position, **asdict(thing))
        work.session.add(listed)
        work.seal(listed)
    work.about(case.id, measure=row.id, kind=kind, items=len(items), days=row.days, reason=reason)
    work.session.flush()
    own.report(work, case, Milestone.MEASURE_PROPOSED, row=queries.measure(work.session, case.id, row.id))
    return row
