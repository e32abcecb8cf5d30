"""复议、诉讼期限届满: from that day on the bureau has three months to go to court (《行政强制法》第五十三条)."""

from collections.abc import Sequence

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.execution import queries, rules
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.milestones import Milestone
from enforcement.procedures.rules import may_reach


def due_lapses(work: UnitOfWork) -> Sequence[CaseId]:
    """For the job: decisions served whose party let every remedy go by and did not perform."""
    return queries.remedies_over(work.session, today=work.today)


@use_case(Permission.RUN_JOBS, verb="execution.remedies_lapsed")
def lapse_remedies(work: UnitOfWork, case_id: CaseId) -> None:
    """Dated the last day there was, not the day the job came by."""
    case = cases.lock(work, case_id)
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case_id), Milestone.REMEDIES_LAPSED)
    last = queries.last_day_of_remedies(work.session, case_id)
    day = rules.remedies_are_over(last, today=work.today)
    cases.reach(work, case_id, Milestone.REMEDIES_LAPSED, because=cases.Because(day=day, note="未复议、未诉讼又未履行"))
    work.about(case_id, last_day=day)
