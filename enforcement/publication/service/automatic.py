"""决定作出之日由系统拟稿: by the timetable, once a decision, in the name of whoever answers for the case."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.publication import queries, rules
from enforcement.publication.automatic import Proposal, proposal
from enforcement.publication.models import RuleDraft
from enforcement.publication.rules import DraftOutcome
from enforcement.publication.service.preparing import draft, publishable

WHO_IS_TOLD = {
    DraftOutcome.DRAFTED: Role.PUBLICITY_CLERK,
    DraftOutcome.OBSTRUCTED: Role.PUBLICITY_CLERK,
    DraftOutcome.WITHHOLDING_PROPOSED: Role.AGENCY_HEAD,
}
SUBJECTS = {
    DraftOutcome.DRAFTED: "公示文本已按规则拟定，请复核",
    DraftOutcome.OBSTRUCTED: "公示文本须由人拟定",
    DraftOutcome.WITHHOLDING_PROPOSED: "拟不予公示，请批准",
}


def due_for_drafting(work: UnitOfWork) -> Sequence[CaseId]:
    """For the timetable: decisions nobody has put a public text forward for. Each is then put through the door."""
    return queries.undrafted(work.session)


@use_case(Permission.RUN_JOBS, verb="publication.drafted_by_rule")
def draft_by_rule(work: UnitOfWork, case_id: CaseId) -> None:
    """PUB-C9 and 《行政处罚法》第四十八条: the period runs from the decision, so the text does not wait for a click."""
    case = cases.lock(work, case_id)
    if not queries.is_undrafted(work.session, case_id):
        raise Stale
    sources = queries.sources(work.session, case)
    if sources is None:
        raise Stale
    found, answerable = proposal(sources), sources.answerable
    notice = _drafted(work, case, answerable) if found.outcome is DraftOutcome.DRAFTED else None
    row = RuleDraft(
        case_id=case_id,
        outcome=found.outcome,
        notice_id=notice,
        answerable=answerable,
        reason=found.reason,
        basis=found.basis,
        made_at=work.now,
    )
    work.session.add(row)
    work.about(case_id, outcome=found.outcome, answerable=answerable, reason=found.reason)
    work.seal(row)
    _tell(work, case, found, answerable=answerable)


def _drafted(work: UnitOfWork, case: case_queries.CaseRow, answerable: UUID) -> UUID:
    sources = publishable(work, case, others=())
    return draft(work, sources, typed={}, said=("", ""), by=answerable)


def _tell(work: UnitOfWork, case: case_queries.CaseRow, found: Proposal, *, answerable: UUID) -> None:
    basis = found.basis or rules.DISCLOSURE
    messages.tell(
        work,
        _told(work, WHO_IS_TOLD[found.outcome], answerable),
        key=f"rule_draft:{case.id}",
        subject=SUBJECTS[found.outcome],
        text=f"{case.title}：{found.reason or '请逐字核对公众将看到的内容。'}（{basis}）",
        case_id=case.id,
    )


def _told(work: UnitOfWork, role: Role, answerable: UUID) -> Iterable[AccountId]:
    people = accounts.people(work.session, role=role)
    return {person.id for person in people if person.active} | {AccountId(answerable)}
