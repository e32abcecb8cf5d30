"""行政强制措施 as a file of its own: its number and its steps. Inside a penalty case the case has both already."""

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import rules
from enforcement.measures.names import MeasureKind
from enforcement.measures.rows import MeasureRow
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone

CASE_WORD = "医保强"


def stands_alone(case: CaseRow) -> bool:
    return Milestone.MEASURE_PROPOSED in procedure(case.procedure).steps


def number(work: UnitOfWork, case: CaseRow) -> None:
    """With the first word of a head, or with what was taken before it: no paper leaves without the file's number."""
    if stands_alone(case) and case.number is None:
        cases.number_case(work, case.id, word=CASE_WORD)


def report(work: UnitOfWork, case: CaseRow, milestone: Milestone, *, row: MeasureRow) -> None:
    if stands_alone(case):
        cases.reach(work, case.id, milestone, because=cases.Because(row=row.id, note=f"{row.label}{row.kind_name}"))


def asked_of(case: CaseRow, kind: MeasureKind) -> Milestone:
    """What must be possible for somebody to ask for a measure: its approval comes later."""
    return Milestone.MEASURE_PROPOSED if stands_alone(case) else rules.reaches(kind)


def decided(work: UnitOfWork, case_id: CaseId) -> bool:
    """Whether a penalty stands on which something may be confiscated: of this case, or of one that came of it."""
    files = [case_id, *(CaseId(one.id) for one in case_queries.came_of(work.session, case_id))]
    return any(Milestone.DECIDED in case_queries.stands(work.session, one) for one in files)
