"""放行: what the detectors stopped at by mistake, who said so and who agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.publication.detectors import Kind
from enforcement.publication.models import FindingOverride
from enforcement.publication.redaction import LABELS
from enforcement.publication.rules import OVERRIDE_STATE_NAMES, OverrideState


@dataclass(frozen=True, kw_only=True)
class OverrideRow:
    id: UUID
    case_id: CaseId
    kind: Kind
    words: str
    reason: str
    requested_by: UUID
    requested_at: datetime
    state: OverrideState
    answered_by: UUID | None
    answered_at: datetime | None
    note: str

    @property
    def kind_name(self) -> str:
        return LABELS[self.kind][0]

    @property
    def state_name(self) -> str:
        return OVERRIDE_STATE_NAMES[self.state]


def overrides(session: Session, case_id: CaseId) -> Sequence[OverrideRow]:
    """In the order they were asked for."""
    found = select(FindingOverride).where(FindingOverride.case_id == case_id)
    return [_row(row) for row in session.scalars(found.order_by(FindingOverride.requested_at, FindingOverride.id))]


def override_of(session: Session, case_id: CaseId, override_id: UUID) -> OverrideRow:
    found = next((row for row in overrides(session, case_id) if row.id == override_id), None)
    if found is None:
        raise NotFound
    return found


def passed_words(session: Session, case_id: CaseId) -> tuple[str, ...]:
    """What two people let stand in this decision's public text (RED-3)."""
    return tuple(row.words for row in overrides(session, case_id) if row.state is OverrideState.APPROVED)


def _row(row: FindingOverride) -> OverrideRow:
    told = {name: getattr(row, name) for name in OverrideRow.__dataclass_fields__}
    kinds = {"case_id": CaseId(row.case_id), "kind": Kind(row.kind), "state": OverrideState(row.state)}
    return OverrideRow(**told | kinds)
