"""Declared acts with what belongs to them, and the requests for exemption."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases import rules as case_rules
from enforcement.duties import rules
from enforcement.duties.models import ActClosing, ActRecording, DeclaredAct, ExemptionVerdict, RecordingExemption
from enforcement.duties.rows import ActRow, ExemptionRow, PendingRow
from enforcement.duties.rules import ExemptionReason, ExemptionState, Outcome
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RecordingLevel

PLAIN = ("id", "step", "basis", "started_at", "place", "lesser_reason", "declared_by", "declared_at")
MOST = 200


def acts(session: Session, case_id: CaseId) -> tuple[ActRow, ...]:
    found = select(DeclaredAct).where(DeclaredAct.case_id == case_id).order_by(DeclaredAct.started_at, DeclaredAct.id)
    asked = _exemptions(session, case_id)
    linked = select(ActRecording).where(ActRecording.case_id == case_id)
    links = [(row.act_id, row.item_id) for row in session.scalars(linked)]
    return tuple(
        _act(
            row,
            closing=session.get(ActClosing, row.id),
            exemptions=tuple(one for one in asked if one.act_id == row.id),
            linked=frozenset(item for act, item in links if act == row.id),
        )
        for row in session.scalars(found)
    )


def _act(
    row: DeclaredAct,
    *,
    closing: ActClosing | None,
    exemptions: tuple[ExemptionRow, ...],
    linked: frozenset[UUID],
) -> ActRow:
    return ActRow(
        case_id=CaseId(row.case_id),
        level=RecordingLevel(row.level),
        ended_at=closing.ended_at if closing else row.ended_at,
        outcome=Outcome(closing.outcome) if closing else None,
        note=closing.note if closing else "",
        closed_by=closing.closed_by if closing else None,
        closed_at=closing.closed_at if closing else None,
        exemptions=exemptions,
        linked=linked,
        **{name: getattr(row, name) for name in PLAIN},
    )


def act_in_case(session: Session, case_id: CaseId, act_id: UUID) -> ActRow:
    for act in acts(session, case_id):
        if act.id == act_id:
            return act
    raise NotFound


def exemption_in_case(session: Session, case_id: CaseId, exemption_id: UUID) -> ExemptionRow:
    for exemption in _exemptions(session, case_id):
        if exemption.id == exemption_id:
            return exemption
    raise NotFound


def _exemptions(session: Session, case_id: CaseId) -> Sequence[ExemptionRow]:
    """In the order they were asked for."""
    found = select(RecordingExemption).where(RecordingExemption.case_id == case_id)
    rows = session.scalars(found.order_by(RecordingExemption.proposed_at, RecordingExemption.id))
    return [_exemption(row, session.get(ExemptionVerdict, row.id)) for row in rows]


def _exemption(row: RecordingExemption, verdict: ExemptionVerdict | None) -> ExemptionRow:
    own: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("id", "act_id", "text", "returned_at", "late", "proposed_by", "proposed_at")
    }
    return ExemptionRow(
        case_id=CaseId(row.case_id),
        reason=ExemptionReason(row.reason),
        state=_state(verdict),
        opinion=verdict.opinion if verdict else "",
        overdue=verdict.overdue if verdict else False,
        decided_by=verdict.decided_by if verdict else None,
        decided_at=verdict.decided_at if verdict else None,
        **own,
    )


def _state(verdict: ExemptionVerdict | None) -> ExemptionState:
    if verdict is None:
        return ExemptionState.PENDING
    return ExemptionState.APPROVED if verdict.approved else ExemptionState.REFUSED


def pending(session: Session, actor: Actor) -> Sequence[PendingRow]:
    """Requests this person could decide: in a case they may know of and did not handle. The oldest first."""
    undecided = ~select(ExemptionVerdict).where(ExemptionVerdict.exemption_id == RecordingExemption.id).exists()
    found = select(RecordingExemption).where(undecided).order_by(RecordingExemption.proposed_at).limit(MOST)
    lines = (_pending(session, actor, row) for row in session.scalars(found))
    return [line for line in lines if line is not None]


def _pending(session: Session, actor: Actor, row: RecordingExemption) -> PendingRow | None:
    case = cases.get(session, CaseId(row.case_id))
    handled = cases.handlers_ever(session, case.id)
    if not case_rules.may_read(actor, unit_id=case.unit_id, team=handled) or actor.id in handled:
        return None
    step = session.get_one(DeclaredAct, row.act_id).step
    return PendingRow(
        exemption=_exemption(row, None),
        case_id=case.id,
        case_number=case.shown_number,
        case_title=case.title,
        step_title=procedure(case.procedure).recorded_steps.get(step, step),
        due_at=approval_due(row.returned_at),
    )


def approval_due(returned_at: datetime | None) -> datetime | None:
    return returned_at + rules.AFTER_RETURN if returned_at else None
