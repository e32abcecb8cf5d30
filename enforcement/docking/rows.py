"""What queries hand out: typed rows with the names people read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from enforcement.docking import rules
from enforcement.docking.names import (
    CAME_NAMES,
    LINKED_BY_NAMES,
    RESULT_NAMES,
    VERDICT_SENTENCES,
    Came,
    LinkedBy,
    Result,
    Verdict,
)
from enforcement.evidence.names import MEDIUM_NAMES, Medium
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class HoldingRow:
    holder_id: UUID
    since: date
    until: date | None


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    slate_at: datetime
    device_at: datetime
    drift_seconds: int
    measured_at: datetime

    @property
    def drift(self) -> str:
        return rules.drift_in_words(self.drift_seconds)

    @property
    def wrong(self) -> bool:
        return abs(self.drift_seconds) > rules.CLOCK_TOLERANCE.total_seconds()


@dataclass(frozen=True, kw_only=True)
class DeviceRow:
    id: UUID
    number: str
    model: str
    note: str
    unit_id: UUID
    registered_at: datetime
    holdings: tuple[HoldingRow, ...]
    clocks: tuple[ClockRow, ...]

    @property
    def holder_id(self) -> UUID | None:
        return next((holding.holder_id for holding in self.holdings if holding.until is None), None)

    @property
    def clock(self) -> ClockRow | None:
        """The newest measurement; older ones stay beside it."""
        return next(iter(self.clocks), None)


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    verdict: Verdict
    slate_id: UUID | None
    slate_at: datetime | None
    offset_ms: int | None
    drift_seconds: int | None
    found_at: datetime

    @property
    def sentence(self) -> str:
        return VERDICT_SENTENCES[self.verdict]

    @property
    def drift(self) -> str:
        return "" if self.drift_seconds is None else rules.drift_in_words(self.drift_seconds)


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    item_id: UUID
    case_id: CaseId
    how: LinkedBy
    linked_by: UUID
    linked_at: datetime

    @property
    def how_name(self) -> str:
        return LINKED_BY_NAMES[self.how]


@dataclass(frozen=True, kw_only=True)
class RecordingRow:
    id: UUID
    receipt_id: UUID
    device_no: str
    holder_id: UUID
    file_name: str
    size: int
    sha256: str
    medium: Medium
    mime: str
    object_key: str
    locked_until: datetime
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
    poster: bool
    link: LinkRow | None
    finding: FindingRow | None

    @property
    def medium_name(self) -> str:
        return MEDIUM_NAMES[self.medium]

    @property
    def captured_end(self) -> datetime | None:
        return self.device_at + timedelta(milliseconds=self.duration_ms or 0) if self.device_at else None

    @property
    def late(self) -> bool:
        return rules.is_late(self.captured_end, self.received_at)

    @property
    def length(self) -> str:
        seconds = (self.duration_ms or 0) // 1000
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}" if self.duration_ms else ""


@dataclass(frozen=True, kw_only=True)
class LineRow:
    seq: int
    path: str
    size: int
    modified_ns: int
    sha256: str
    result: Result
    sentence: str
    recording_id: UUID | None

    @property
    def result_name(self) -> str:
        return RESULT_NAMES[self.result]


@dataclass(frozen=True, kw_only=True)
class ReceiptRow:
    id: UUID
    device_no: str
    officer_id: UUID
    came: Came
    opened_at: datetime
    closed_at: datetime | None
    sha256: str | None

    @property
    def came_name(self) -> str:
        return CAME_NAMES[self.came]


@dataclass(frozen=True, kw_only=True)
class SlateRow:
    id: UUID
    case_id: CaseId
    nonce: str
    step: str
    place: str
    fact_to_prove: str
    shown_by: UUID
    shown_at: datetime
    expires_at: datetime
