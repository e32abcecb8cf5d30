"""What reading the spine gives: typed rows, never models."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import STAGE_NAMES, Milestone, Stage


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    category: PartyCategory
    name: str
    uscc: str | None
    id_no: str | None
    legal_rep: str
    address: str
    phone: str

    @property
    def category_name(self) -> str:
        return CATEGORY_NAMES[self.category]

    @property
    def code(self) -> str:
        return self.uscc or self.id_no or ""


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    account_id: UUID
    certificate_no: str
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MilestoneFact:
    seq: int
    kind: Milestone
    at: datetime
    day: date
    by: UUID
    because: UUID | None
    note: str
    procedure: str

    @property
    def name(self) -> str:
        return procedure(self.procedure).name_of(self.kind)


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    id: UUID
    case_id: UUID
    key: str
    subject: UUID | None
    title: str
    basis: str
    length: int
    unit: str
    started_on: date
    due_on: date
    unrolled_on: date
    provisional: bool
    closed_on: date | None
    extended: int
    paused_since: date | None


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    id: CaseId
    procedure: str
    number: str | None
    title: str
    source: str
    source_detail: str
    cause_code: str
    cause_title: str
    act_date: date
    discovered_on: date
    harmful: bool
    summary: str
    unit_id: UUID
    registered_by: UUID
    filed_on: date | None
    stage: Stage
    created_at: datetime
    party: PartyRow
    officers: tuple[OfficerRow, ...]

    @property
    def stage_name(self) -> str:
        return STAGE_NAMES[self.stage]

    @property
    def procedure_title(self) -> str:
        return procedure(self.procedure).title

    @property
    def shown_number(self) -> str:
        return self.number or ("（未立案）" if self.alleges else "（未编号）")

    @property
    def alleges(self) -> bool:
        return procedure(self.procedure).alleges

    @property
    def handlers(self) -> tuple[UUID, ...]:
        """Those on the case now; `handlers_ever` is what separation of hands asks."""
        return tuple(officer.account_id for officer in self.officers if officer.ended_at is None)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One row of a list: no more than the list shows."""

    id: CaseId
    procedure: str
    number: str | None
    title: str
    party: str
    stage: Stage
    created_at: datetime
    next_due: date | None
    next_title: str
    still_since: date | None  # nothing runs because the clock was stopped that day
    still_by: str
    handlers: tuple[UUID, ...]

    @property
    def stage_name(self) -> str:
        return STAGE_NAMES[self.stage]
