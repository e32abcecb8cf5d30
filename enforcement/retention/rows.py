"""What queries hand out: typed rows with the names people read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from enforcement.kernel.identity import CaseId
from enforcement.retention.names import HOLD_NAMES, STATE_NAMES, HoldKind, State, Verdict
from enforcement.retention.rules import UNDO, Retention, length_name


@dataclass(frozen=True, kw_only=True)
class HoldRow:
    id: UUID
    case_id: CaseId
    item_id: UUID | None
    kind: HoldKind
    reason: str
    document_no: str
    placed_by: UUID
    placed_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str
    release_document_no: str

    @property
    def kind_name(self) -> str:
        return HOLD_NAMES[self.kind]

    @property
    def stands(self) -> bool:
        return self.released_at is None

    @property
    def words(self) -> str:
        return f"{self.kind_name} {self.document_no}"


@dataclass(frozen=True, kw_only=True)
class KeptItem:
    """An item with everything its period depends on."""

    id: UUID
    case_id: CaseId
    seq: int
    title: str
    object_key: str | None
    sha256: str
    size: int
    locked_until: datetime | None
    retention: Retention
    certificate_no: str | None

    @property
    def name(self) -> str:
        return f"证据{self.seq}《{self.title}》"


@dataclass(frozen=True, kw_only=True)
class MarkRow:
    item_id: UUID
    case_id: CaseId
    case_number: str
    seq: int
    title: str
    keep_until: date
    verdict: Verdict
    reason: str
    marked_at: datetime

    @property
    def verdict_name(self) -> str:
        return "可以鉴定" if self.verdict is Verdict.DUE else "暂不能鉴定"


@dataclass(frozen=True, kw_only=True)
class SettingRow:
    key: str
    months: int | None
    in_force_from: date
    reason: str
    set_by: UUID
    set_at: datetime

    @property
    def length(self) -> str:
        return length_name(self.months)


@dataclass(frozen=True, kw_only=True)
class LineRow:
    item_id: UUID
    seq: int
    name: str
    sha256: str
    size: int
    keep_until: date
    rule: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRow:
    approver_id: UUID
    agreed: bool
    opinion: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class DisposalRow:
    id: UUID
    case_id: CaseId
    number: str
    opinion: str
    digest: str
    prepared_by: UUID
    prepared_at: datetime
    lines: tuple[LineRow, ...]
    approvals: tuple[ApprovalRow, ...]
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None
    withdrawal_reason: str
    certificate_no: str | None
    begun_at: datetime | None
    document_id: UUID | None
    state: State

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def executes_from(self) -> datetime | None:
        """The end of the seven days in which it can still be taken back."""
        if self.state is not State.APPROVED:
            return None
        return max(approval.decided_at for approval in self.approvals) + UNDO
