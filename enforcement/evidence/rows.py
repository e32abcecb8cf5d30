"""What queries hand out: typed rows with the names people read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from enforcement.evidence import rules
from enforcement.evidence.names import (
    CUSTODY_NAMES,
    JOB_KIND_NAMES,
    JOB_STATE_NAMES,
    KIND_NAMES,
    MEDIUM_NAMES,
    TEXT_KIND_NAMES,
    UPLOAD_STATE_NAMES,
    CustodyEvent,
    DerivativeKind,
    EvidenceKind,
    JobKind,
    JobState,
    Medium,
    TextKind,
    UploadState,
)
from enforcement.evidence.rules import Labels
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class UploadRow:
    id: UUID
    case_id: CaseId
    file_name: str
    size: int
    fingerprint: str
    kind: EvidenceKind | None
    labels: Labels
    received: int
    medium: Medium | None
    mime: str | None
    sha256: str | None
    state: UploadState
    refused_reason: str
    created_by: UUID
    described_by: UUID
    completed_by: UUID | None
    created_at: datetime
    touched_at: datetime
    expires_at: datetime
    completed_at: datetime | None

    @property
    def state_name(self) -> str:
        return UPLOAD_STATE_NAMES[self.state]

    @property
    def percent(self) -> int:
        return self.received * 100 // self.size


@dataclass(frozen=True, kw_only=True)
class JobRow:
    id: UUID
    kind: JobKind
    case_id: CaseId
    upload_id: UUID
    item_id: UUID | None
    request_id: UUID | None
    state: JobState
    attempt: int
    progress: int
    error_code: str
    error_sentence: str
    created_at: datetime
    heartbeat_at: datetime | None

    @property
    def kind_name(self) -> str:
        return JOB_KIND_NAMES[self.kind]

    @property
    def state_name(self) -> str:
        return JOB_STATE_NAMES[self.state]


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    id: UUID
    version: int
    captured_at: datetime
    captured_place: str
    captured_by: UUID
    certificate_no: str
    fact_to_prove: str
    step: str
    device_no: str
    reason: str
    labelled_by: UUID
    labelled_at: datetime


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    id: UUID
    case_id: CaseId
    seq: int
    upload_id: UUID | None
    kind: EvidenceKind
    medium: Medium
    title: str
    mime: str
    size: int
    sha256: str
    object_key: str | None
    locked_until: datetime | None
    duration_ms: int | None
    width: int | None
    height: int | None
    codecs: str
    device: str
    device_time: str
    device_at: datetime | None
    device_place: str
    damaged: str
    received_at: datetime
    sealed_at: datetime
    provided_by: UUID
    label: LabelRow | None
    proposed: Labels
    derivatives: tuple[DerivativeKind, ...] = ()

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[self.kind]

    @property
    def medium_name(self) -> str:
        return MEDIUM_NAMES[self.medium]

    @property
    def counts(self) -> bool:
        """Sealed by being here, and labelled."""
        return self.label is not None

    @property
    def missing_labels(self) -> tuple[str, ...]:
        return () if self.label else self.proposed.missing()

    @property
    def late(self) -> bool:
        return self.label is not None and rules.is_late(self.label.captured_at, self.received_at)

    @property
    def clock_remarks(self) -> tuple[str, ...]:
        stated = self.label.captured_at if self.label else None
        return rules.clock_remarks(device_at=self.device_at, stated=stated, received_at=self.received_at)


@dataclass(frozen=True, kw_only=True)
class TextRow:
    text_kind: TextKind
    begun_at: datetime
    ended_at: datetime
    place: str
    persons: str
    officers: str
    body: str

    @property
    def text_kind_name(self) -> str:
        return TEXT_KIND_NAMES[self.text_kind]


@dataclass(frozen=True, kw_only=True)
class CustodyRow:
    seq: int
    event: CustodyEvent
    by: UUID
    at: datetime
    how: str
    why: str
    result: str

    @property
    def event_name(self) -> str:
        return CUSTODY_NAMES[self.event]


@dataclass(frozen=True, kw_only=True)
class DerivativeRow:
    kind: DerivativeKind
    version: int
    object_key: str
    sha256: str
    size: int
    mime: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class ViewingRow:
    id: UUID
    purpose: str
    opened_at: datetime
    expires_at: datetime
