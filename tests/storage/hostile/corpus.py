"""One entry per file: how it is made, and how it must end. Loopback addresses only.

In the everyday size nothing expands past 64 MiB; in full size (`Place.full`) one picture would fill 1.6 GB.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Outcome(StrEnum):
    """REFUSED: name and content do not agree. KEPT: evidence, without preview. SHOWN: a clean preview came out."""

    REFUSED = "refused"
    KEPT = "kept"
    SHOWN = "shown"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a file is made: beside another case's recording, a secret, and a server that counts who asks it."""

    folder: Path
    address: str
    neighbour: Path
    secret: Path
    film: Path
    photo: Path
    full: bool = False

    def size(self, everyday: int, full: int) -> int:
        return full if self.full else everyday


Make = Callable[[Place], bytes]


@dataclass(frozen=True, kw_only=True)
class Case:
    name: str
    make: Make = field(repr=False)
    owed: frozenset[Outcome]


def refused(name: str, make: Make) -> Case:
    return Case(name=name, make=make, owed=frozenset({Outcome.REFUSED}))


def not_shown(name: str, make: Make) -> Case:
    return Case(name=name, make=make, owed=frozenset({Outcome.REFUSED, Outcome.KEPT}))


def harmless(name: str, make: Make) -> Case:
    """Shown or not: what counts is that it ends soon, and that nothing of it but pixels comes out."""
    return Case(name=name, make=make, owed=frozenset(Outcome))


def shown(name: str, make: Make) -> Case:
    return Case(name=name, make=make, owed=frozenset({Outcome.SHOWN}))
