"""处理和解除: each item leaves by its own way; a late one leaves all the same, with its reason on file."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import service as documents
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, rules
from enforcement.measures.models import MeasureDisposal, MeasureDisposalLine
from enforcement.measures.names import State, Way
from enforcement.measures.rows import ItemRow, MeasureRow
from enforcement.measures.rules import Leaving
from enforcement.measures.service import own, papers, starting


@use_case(Permission.HANDLE_CASE, verb="measures.disposed")
def dispose(
    work: UnitOfWork, case_id: CaseId, *, measure_id: UUID, items: Sequence[Leaving], late_reason: str = ""
) -> UUID:
    """Of all items or of some; with the last of them the measure is over and its term ends."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    row = queries.measure(work.session, case_id, measure_id)
    rules.runs(started=row.start is not None, ended=row.ended, kind=row.kind)
    _lawfully(work, row, items)
    rules.lateness_is_explained(late_reason, last_day=row.last_day or work.today, today=work.today)
    made = MeasureDisposal(
        id=uuid4(),
        measure_id=measure_id,
        case_id=case_id,
        disposed_on=work.today,
        late_reason=late_reason,
        document_id=_paper(work, case, row, items=items, late_reason=late_reason),
        disposed_by=work.actor.id,
        disposed_at=work.now,
    )
    work.session.add(made)
    work.seal(made)
    for one in items:
        line = MeasureDisposalLine(
            measure_id=measure_id, position=one.position, disposal_id=made.id, way=one.way, detail=one.detail
        )
        work.session.add(line)
        work.seal(line)
    work.about(case_id, measure=measure_id, disposal=made.id, items=[f"{one.position}:{one.way}" for one in items])
    work.about(case_id, document=made.document_id, late_reason=late_reason)
    _end(work, case_id, measure_id)
    return made.id


def _lawfully(work: UnitOfWork, row: MeasureRow, items: Sequence[Leaving]) -> None:
    open_items = [one.position for one in row.open_items]
    rules.leave_lawfully(items, kind=row.kind, open_items=open_items)
    rules.only_lifted_when_refused(items, to_lift=row.state is State.TO_LIFT)
    others = queries.of_case(work.session, row.case_id)
    running = any(one.kind.coercive and one.state is State.RUNNING for one in others)
    rules.sealed_by_decision(items, coercive_running=running)
    rules.confiscated_by_decision(items, decided=own.decided(work, row.case_id))


def _paper(
    work: UnitOfWork, case: CaseRow, row: MeasureRow, *, items: Sequence[Leaving], late_reason: str
) -> UUID | None:
    """Every disposal of a preservation is told; of a coercive measure what is lifted."""
    told = [one for one in items if one.way is Way.RETURNED] if row.kind.coercive else items
    if not told:
        return None
    officers = papers.officers_on(work, case, work.today)
    said = papers.disposal(work, row, _as_left(row, told), officers=officers, late_reason=late_reason)
    kind = "seal_lift" if row.kind.coercive else "preserve_disposal"
    return documents.issue(work, case.id, kind, said, on=work.today).id


def _as_left(row: MeasureRow, items: Sequence[Leaving]) -> list[ItemRow]:
    left = {one.position: one for one in items}
    return [
        replace(one, way=left[one.position].way, detail=left[one.position].detail)
        for one in row.items
        if one.position in left
    ]


def _end(work: UnitOfWork, case_id: CaseId, measure_id: UUID) -> None:
    work.session.flush()
    row = queries.measure(work.session, case_id, measure_id)
    if row.ended:
        each = cases.Each(subject=row.id, label=row.label)
        because = cases.Because(row=row.id, note=f"{row.label}{row.kind_name}", each=each)
        cases.reach(work, case_id, rules.ended_by(row.kind), because=because)
        starting.settle(work, case_id)
