"""Interruptions of a full-course recording: the reason is asked for, and kept (不得中断，因故中断须说明)."""

from uuid import UUID

from enforcement.duties import queries
from enforcement.duties.models import GapExplanation
from enforcement.duties.rules import BASIS, GapCause
from enforcement.duties.service.acting import open_case
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.HANDLE_CASE, verb="duties.gap_explained")
def explain_gap(work: UnitOfWork, case_id: CaseId, *, gap_id: UUID, cause: GapCause, reason: str) -> UUID:
    open_case(work, case_id)
    found = queries.gap_in_case(work.session, case_id, gap_id)
    if found.cause is not None:
        raise RuleBroken("GAP_EXPLAINED", "这处中断已经说明过原因，说明不能更改。", basis=BASIS)
    row = GapExplanation(
        gap_id=gap_id,
        case_id=case_id,
        step=found.gap.step,
        track=found.gap.track,
        from_at=found.gap.from_at,
        to_at=found.gap.to_at,
        cause=cause,
        reason=reason,
        explained_by=work.actor.id,
        explained_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    work.about(case_id, gap=gap_id, step=row.step, seconds=found.gap.seconds, cause=cause, reason=reason)
    return gap_id
