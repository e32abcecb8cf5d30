"""What queries hand out: typed rows with the names people read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from enforcement.duties.coverage import Clip, Gap, Span
from enforcement.duties.rules import (
    CAUSE_NAMES,
    EXEMPTION_STATE_NAMES,
    OUTCOME_NAMES,
    REASON_NAMES,
    DutyInForce,
    ExemptionReason,
    ExemptionState,
    GapCause,
    Outcome,
)
from enforcement.duties.states import STATE_NAMES, State
from enforcement.kernel.identity import CaseId
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES, RecordingLevel


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    """A version of the body's own list, as it was listed."""

    procedure: str
    step: str
    level: RecordingLevel
    keep: str
    gap_seconds: int | None
    basis: str
    in_force_from: date
    in_force_until: date | None
    listed_by: UUID
    listed_at: datetime

    @property
    def level_name(self) -> str:
        return RECORDING_LEVEL_NAMES[self.level]


@dataclass(frozen=True, kw_only=True)
class ExemptionRow:
    id: UUID
    case_id: CaseId
    act_id: UUID
    reason: ExemptionReason
    text: str
    returned_at: datetime | None
    late: bool
    proposed_by: UUID
    proposed_at: datetime
    state: ExemptionState
    opinion: str
    overdue: bool
    decided_by: UUID | None
    decided_at: datetime | None

    @property
    def reason_name(self) -> str:
        return REASON_NAMES[self.reason]

    @property
    def state_name(self) -> str:
        return EXEMPTION_STATE_NAMES[self.state]


@dataclass(frozen=True, kw_only=True)
class ActRow:
    id: UUID
    case_id: CaseId
    step: str
    level: RecordingLevel
    basis: str
    started_at: datetime
    ended_at: datetime | None
    place: str
    lesser_reason: str
    declared_by: UUID
    declared_at: datetime
    outcome: Outcome | None
    note: str
    closed_by: UUID | None
    closed_at: datetime | None
    exemptions: tuple[ExemptionRow, ...]
    linked: frozenset[UUID]

    @property
    def level_name(self) -> str:
        return RECORDING_LEVEL_NAMES[self.level]

    @property
    def closed(self) -> bool:
        return self.outcome is not None

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome] if self.outcome else ""

    @property
    def span(self) -> Span:
        return Span(start=self.started_at, end=self.ended_at)

    @property
    def exempt(self) -> bool:
        """No further request can be made: one is approved, or one waits."""
        return self.exemption in {ExemptionState.APPROVED, ExemptionState.PENDING}

    @property
    def exemption(self) -> ExemptionState | None:
        """The one that counts: an approved one, else the one asked for last."""
        states = [row.state for row in self.exemptions]
        return ExemptionState.APPROVED if ExemptionState.APPROVED in states else states[-1] if states else None


@dataclass(frozen=True, kw_only=True)
class ExplainedGap:
    """An interruption, and what was said about it, if anything was."""

    gap: Gap
    cause: GapCause | None
    reason: str
    explained_by: UUID | None

    @property
    def cause_name(self) -> str:
        return CAUSE_NAMES[self.cause] if self.cause else ""


@dataclass(frozen=True, kw_only=True)
class ActOnBoard:
    act: ActRow
    clips: tuple[Clip, ...]
    gaps: tuple[ExplainedGap, ...]
    state: State

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


@dataclass(frozen=True, kw_only=True)
class StepOnBoard:
    """One line of the case's 音像记录 page: the duty, its acts, recordings that belong to none, written records."""

    duty: DutyInForce
    acts: tuple[ActOnBoard, ...]
    loose: tuple[Clip, ...]
    loose_gaps: tuple[ExplainedGap, ...]
    papers: tuple[Clip, ...]
    rest: State
    state: State

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def level_name(self) -> str:
        return RECORDING_LEVEL_NAMES[self.duty.level]


@dataclass(frozen=True, kw_only=True)
class Lack:
    sentence: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class PendingRow:
    """A request for exemption that waits for a head."""

    exemption: ExemptionRow
    case_id: CaseId
    case_number: str
    case_title: str
    step_title: str
    due_at: datetime | None
