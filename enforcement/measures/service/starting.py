"""A measure begins: its paper with the list, its milestone, its own term. And a case in which all of them are over."""

from datetime import date
from uuid import UUID

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import service as documents
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, rules
from enforcement.measures.models import MeasureStart
from enforcement.measures.rows import MeasureRow
from enforcement.measures.service import own, papers
from enforcement.procedures.grammar import Milestone


def start(work: UnitOfWork, case: CaseRow, row: MeasureRow, *, day: date) -> UUID:
    """Hatch within the room. The term runs first, so that the paper names the very day by which it ends."""
    officers = papers.officers_on(work, case, day)
    own.number(work, case)
    each = cases.Each(subject=row.id, label=f"{row.label}{row.kind_name}", length=row.days)
    because = cases.Because(day=day, row=row.id, note=f"{row.label}{row.kind_name}", each=each)
    cases.reach(work, case.id, rules.reaches(row.kind), because=because)
    term = case_queries.deadline_for(work.session, row.id, rules.period_of(row.kind))
    kind = "seal_decision" if row.kind.coercive else "preserve_notice"
    said = papers.notice(work, row, officers=officers, day=day, due_on=term.due_on if term else day)
    document = documents.issue(work, case.id, kind, said, on=day)
    begun = MeasureStart(
        measure_id=row.id,
        case_id=case.id,
        document_id=document.id,
        started_on=day,
        started_by=work.actor.id,
        started_at=work.now,
    )
    work.session.add(begun)
    work.seal(begun)
    return document.id


def settle(work: UnitOfWork, case_id: CaseId) -> None:
    """Hatch within the room, G3: once nothing is owed of any measure, the way to the report is open."""
    rows = [row for row in queries.of_case(work.session, case_id) if row.start]
    stands = case_queries.stands(work.session, case_id)
    if rows and all(row.settled for row in rows) and Milestone.MEASURES_CLEARED not in stands:
        cases.reach(work, case_id, Milestone.MEASURES_CLEARED)
