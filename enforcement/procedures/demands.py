"""What a folder may demand beyond its order and its periods: papers of the file, limits of a decision on the spot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enforcement.accounts.rules import Role


class RecordingLevel(StrEnum):
    """How strictly a step must be recorded in sound and picture, the mildest first (国办发〔2018〕118号)."""

    TEXT_ONLY = "TEXT_ONLY"
    AS_NEEDED = "AS_NEEDED"
    MANDATORY = "MANDATORY"
    FULL_COURSE = "FULL_COURSE"

    @property
    def rank(self) -> int:
        return list(RecordingLevel).index(self)

    @property
    def must(self) -> bool:
        return self in {RecordingLevel.MANDATORY, RecordingLevel.FULL_COURSE}


RECORDING_LEVEL_NAMES: Mapping[RecordingLevel, str] = {
    RecordingLevel.TEXT_ONLY: "文字记录",
    RecordingLevel.AS_NEEDED: "根据实际情况音像记录",
    RecordingLevel.MANDATORY: "应当音像记录",
    RecordingLevel.FULL_COURSE: "全过程音像记录",
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A kind of document without which the file of such a case is not whole.

    `once`: asked only where one of these milestones stands. `unless`: not asked where one of these does.
    """

    kind: str
    title: str
    basis: str
    once: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def asked_of(self, stands: Collection[str]) -> bool:
        excused = any(name in stands for name in self.unless)
        return not excused and (not self.once or any(name in stands for name in self.once))


@dataclass(frozen=True, kw_only=True)
class SpotLimit:
    """Up to what an officer may punish on the spot, in fen, by who the party is. Dated, as the law moves the sums."""

    person_fen: int
    organisation_fen: int
    kinds: frozenset[str]
    basis: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class ApprovalRule:
    """Who in the undertaking unit signs a proposed decision before its review. No `office`: nobody, as `reason` says.

    What the law itself asks for, the review and the head's decision, is not written here and cannot be left out.
    """

    office: Role | None
    title: str
    reason: str
    basis: str
    in_force_from: date
    in_force_until: date | None
