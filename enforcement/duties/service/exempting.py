"""免录 (AV-1 to AV-3): asked for by a handler, decided by a head who did not handle the case."""

from datetime import datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.duties import queries, rules
from enforcement.duties.models import ExemptionVerdict, RecordingExemption
from enforcement.duties.rows import ActRow
from enforcement.duties.rules import REASON_NAMES, ExemptionReason
from enforcement.duties.service.acting import open_case
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure


@use_case(Permission.HANDLE_CASE, verb="duties.exemption_proposed")
def propose_exemption(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    act_id: UUID,
    reason: ExemptionReason,
    text: str,
    returned_at: datetime | None = None,
) -> UUID:
    case = open_case(work, case_id)
    act = queries.act_in_case(work.session, case_id, act_id)
    rules.act_is_open(closed=act.closed)
    rules.exemption_is_needed(act.level)
    rules.one_exemption_at_a_time(row.state for row in act.exemptions)
    rules.emergency_is_explained(reason, returned_at, started_at=act.started_at, now=work.now)
    row = RecordingExemption(
        id=uuid4(),
        case_id=case_id,
        act_id=act_id,
        reason=reason,
        text=text,
        returned_at=returned_at,
        late=rules.exemption_is_late(
            reason, proposed_at=work.now, ended_at=act.ended_at or work.now, returned_at=returned_at
        ),
        proposed_by=work.actor.id,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    _tell_heads(work, case, act, row=row)
    work.about(case_id, exemption=row.id, act=act_id, step=act.step, reason=reason, late=row.late)
    return row.id


def _tell_heads(work: UnitOfWork, case: CaseRow, act: ActRow, *, row: RecordingExemption) -> None:
    heads = {p.id for p in accounts.people(work.session, role=Role.UNIT_HEAD) if p.unit_id == case.unit_id}
    title = procedure(case.procedure).recorded_steps[act.step]
    due = row.returned_at + rules.AFTER_RETURN if row.returned_at else None
    until = f"情况紧急，应当在 {due.astimezone(SHANGHAI):%Y-%m-%d %H:%M} 前审批。" if due else ""
    messages.tell(
        work,
        heads - case_queries.handlers_ever(work.session, case.id),
        key=f"exemption:{row.id}",
        subject=f"{case.shown_number} 有免予音像记录的申请待审批",
        text=f"环节：{title}；理由：{REASON_NAMES[ExemptionReason(row.reason)]}。{until}",
        case_id=case.id,
        urgent=due is not None,
    )


@use_case(Permission.APPROVE_EXEMPTION, verb="duties.exemption_decided")
def decide_exemption(work: UnitOfWork, case_id: CaseId, *, exemption_id: UUID, approved: bool, opinion: str) -> bool:
    """Emergencies are decided within a day of the return (AV-2); later than that is written down, not refused."""
    cases.lock(work, case_id)
    exemption = queries.exemption_in_case(work.session, case_id, exemption_id)
    rules.exemption_is_open(exemption.state)
    handled_by = case_queries.handlers_ever(work.session, case_id)
    rules.approved_by_another(work.actor.id, proposed_by=exemption.proposed_by, handled_by=handled_by)
    row = ExemptionVerdict(
        exemption_id=exemption_id,
        case_id=case_id,
        approved=approved,
        opinion=opinion,
        overdue=rules.approval_is_overdue(exemption.returned_at, decided_at=work.now),
        decided_by=work.actor.id,
        decided_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    messages.tell(
        work,
        {AccountId(exemption.proposed_by)},
        key=f"exemption-decided:{exemption_id}",
        subject=f"免予音像记录的申请{'已批准' if approved else '未获批准'}",
        text=f"审批意见：{opinion}",
        case_id=case_id,
    )
    work.about(case_id, exemption=exemption_id, approved=approved, overdue=row.overdue, opinion=opinion)
    return approved
