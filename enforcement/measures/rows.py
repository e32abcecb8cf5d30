"""What queries hand out: a measure with its list, its papers and its term, and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from enforcement.cases.queries import DeadlineRow, StopRow
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId
from enforcement.measures import rules
from enforcement.measures.names import KIND_NAMES, SIGNING_NAMES, STATE_NAMES, WAY_NAMES, MeasureKind, State, Way
from enforcement.measures.rules import Scene


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    position: int
    name: str
    quantity: str
    place: str
    manner: str
    way: Way | None
    detail: str

    @property
    def way_name(self) -> str:
        return WAY_NAMES[self.way] if self.way else ""

    @property
    def said(self) -> str:
        return f"{self.way_name}（{self.detail}）" if self.detail else self.way_name


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    approved: bool
    late: bool
    opinion: str
    document_id: UUID
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, kw_only=True)
class StartRow:
    document_id: UUID
    started_on: date
    started_by: UUID
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class SceneRow:
    scene: Scene
    record_id: UUID | None
    act_id: UUID | None
    recorded_by: UUID

    @property
    def signing_name(self) -> str:
        return SIGNING_NAMES[self.scene.signing]


@dataclass(frozen=True, kw_only=True)
class ExtensionRow:
    id: UUID
    days: int
    reason: str
    asked_by: UUID
    asked_at: datetime
    granted: bool | None
    opinion: str
    document_id: UUID | None
    ruled_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class DisposalRow:
    id: UUID
    disposed_on: date
    late_reason: str
    document_id: UUID | None
    disposed_by: UUID


@dataclass(frozen=True, kw_only=True)
class TakenRow:
    """A measure that was taken, as far as tables ask."""

    kind: MeasureKind
    seq: int
    case_id: CaseId
    number: str | None
    party: str
    started_on: date

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    id: UUID
    case_id: CaseId
    seq: int
    kind: MeasureKind
    reason: str
    basis: str
    days: int
    taken_at: datetime | None
    proposed_by: UUID
    proposed_at: datetime
    items: tuple[ItemRow, ...]
    ruling: RulingRow | None
    start: StartRow | None
    scene: SceneRow | None
    extensions: tuple[ExtensionRow, ...]
    disposals: tuple[DisposalRow, ...]
    deadline: DeadlineRow | None
    testing: tuple[StopRow, ...]

    @property
    def kind_name(self) -> str:
        return KIND_NAMES[self.kind]

    @property
    def label(self) -> str:
        return f"第{self.seq}号"

    @property
    def term(self) -> str:
        return f"{self.days}日" if self.kind.coercive else "七个工作日"

    @property
    def open_items(self) -> tuple[ItemRow, ...]:
        return tuple(one for one in self.items if one.way is None)

    @property
    def ended(self) -> bool:
        return self.start is not None and not self.open_items

    @property
    def approved(self) -> bool | None:
        return self.ruling.approved if self.ruling else None

    @property
    def make_up_by(self) -> datetime | None:
        """Until when the approval of an urgent measure is to be made up; none once somebody has ruled."""
        return rules.make_up_by(self.taken_at) if self.taken_at and self.ruling is None else None

    @property
    def state(self) -> State:
        if self.ended:
            return State.ENDED
        if self.start:
            return State.TO_LIFT if self.approved is False else State.RUNNING
        if self.ruling is None:
            return State.PROPOSED
        return State.APPROVED if self.ruling.approved else State.NOT_APPROVED

    @property
    def state_name(self) -> str:
        urgent = self.state is State.RUNNING and self.make_up_by
        return "正在实施，待补办审批" if urgent else STATE_NAMES[self.state]

    @property
    def last_day(self) -> date | None:
        """By when it must have left: its term, or the very day on which the head said no."""
        if self.deadline is None:
            return None
        due = date.max if self.deadline.paused_since else self.deadline.due_on
        return min(due, shanghai_day(self.ruling.ruled_at)) if self.ruling and not self.ruling.approved else due

    @property
    def settled(self) -> bool:
        """Nothing more is owed: not the items, not the record of the scene, not a head's word."""
        return self.start is None or (self.ended and self.scene is not None and self.ruling is not None)

    @property
    def faults(self) -> tuple[str, ...]:
        if self.start is None or not self.kind.coercive:
            return ()
        late = bool(self.ruling and self.ruling.late)
        found = rules.faults(self.scene.scene if self.scene else None, ended=self.ended, approval_late=late)
        return tuple(f"{self.label}{self.kind_name}：{fault}" for fault in found)
