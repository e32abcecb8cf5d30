"""What a folder may demand beyond its order and its periods: papers of the file, limits of a decision on the spot."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A kind of document without which the file of such a case is not whole."""

    kind: str
    title: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class SpotLimit:
    """Up to what an officer may punish on the spot, in fen, by who the party is. Dated, as the law moves the sums."""

    person_fen: int
    organisation_fen: int
    kinds: frozenset[str]
    basis: str
    in_force_from: date
    in_force_until: date | None
