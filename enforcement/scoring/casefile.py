"""A case file as its checks see it: plain values, read once. Nothing here asks anybody anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from enforcement.decisions.rules import PenaltyItem
from enforcement.procedures.grammar import Milestone


@dataclass(frozen=True, kw_only=True)
class Fact:
    kind: Milestone
    seq: int
    day: date
    note: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """A text record: `officers` who signed it, `valid` those of them whose certificate was valid that day."""

    name: str
    officers: int
    valid: int
    persons: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something seized, sealed or kept: the step of the recording matrix, and the day it was done."""

    name: str
    step: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Term:
    key: str
    title: str
    due_on: date
    closed_on: date | None
    extended: int
    approvals: int
    stands_still: bool

    def late(self, today: date) -> bool:
        if self.closed_on is None:
            return not self.stands_still and today > self.due_on
        return self.closed_on > self.due_on


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The text decided, or the latest draft while nothing is decided. `range_fault`: why its fine is not lawful.

    `spares`: it gives no penalty. `burdens`: the party has to be told and heard before it is decided.
    """

    digest: str
    substance: str
    penalties: tuple[PenaltyItem, ...]
    range_fault: str
    spares: bool = False
    burdens: bool = True


@dataclass(frozen=True, kw_only=True)
class Decided:
    number: str
    by: UUID
    seq: int
    paper: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Notice:
    hearing_told: bool
    hearing_due: tuple[str, ...]
    served: bool


@dataclass(frozen=True, kw_only=True)
class HearingHeld:
    """`in_time`: its party was told seven whole workdays before, or agreed in writing to a shorter time."""

    day: date
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """The latest legal review that agreed."""

    digest: str
    by: UUID
    name: str
    qualified: bool


@dataclass(frozen=True, kw_only=True)
class Discussed:
    digest: str
    spoken: int


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """`fault`: what its way of service lacks; empty when it lacks nothing."""

    name: str
    fault: str


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    today: date
    filed_on: date | None
    line: tuple[Fact, ...]
    handlers: frozenset[UUID]
    records: tuple[Record, ...]
    measures: tuple[Measure, ...]
    measure_faults: tuple[str, ...]
    terms: tuple[Term, ...]
    proposal: Proposal | None
    decided: Decided | None
    notice: Notice | None
    hearings: tuple[HearingHeld, ...]
    told: str
    agreed: Agreed | None
    discussion_due: bool
    discussed: Discussed | None
    deliveries: tuple[Delivered, ...]
    unrecorded: tuple[str, ...]
    unsigned: tuple[str, ...]
    unexplained: tuple[str, ...]
    loose: tuple[str, ...]
    closing: Mapping[str, str] | None

    @property
    def spares(self) -> bool:
        return self.proposal is not None and self.proposal.spares

    @property
    def tells_nothing(self) -> bool:
        return self.proposal is not None and not self.proposal.burdens

    def last(self, *kinds: Milestone) -> Fact | None:
        return next((fact for fact in reversed(self.line) if fact.kind in kinds), None)

    def reached(self, kind: Milestone) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.line if fact.kind is kind)

    def terms_of(self, keys: tuple[str, ...]) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.key in keys)

    def measures_of(self, steps: tuple[str, ...]) -> tuple[Measure, ...]:
        return tuple(one for one in self.measures if one.step in steps)
