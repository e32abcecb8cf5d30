"""The words `clock.toml` is written in: what stops and lengthens periods, and what runs by itself. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from enforcement.accounts.rules import Role


class Dated(Protocol):
    @property
    def in_force_from(self) -> date: ...

    @property
    def in_force_until(self) -> date | None: ...


def in_force(row: Dated, day: date) -> bool:
    return row.in_force_from <= day and (row.in_force_until is None or day <= row.in_force_until)


@dataclass(frozen=True, kw_only=True)
class Stoppage:
    """A ground on which days do not count towards the periods named.

    `approver`: the role that must grant it; none where the law itself excludes the time and the handlers record it.
    """

    key: str
    title: str
    periods: frozenset[str]
    approver: Role | None
    grounds: Mapping[str, str]
    basis: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class Extension:
    """How much longer a period may be made, by whom, once; `after` names the extension that must come first.

    `asker`: the office that works under the period and asks; its own room asks for any other than the handlers.
    `longest` is in the unit of the period; `paper` names the document the grant must rest on beside the request.
    """

    key: str
    title: str
    period: str
    longest: int
    asker: Role
    approver: Role
    after: str
    paper: str
    basis: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A time that lapses by itself once the decision is served: of the party to contest it, of the agency to enforce.

    Nobody closes it and nobody is late in it, so it is shown and never reminded of. `after` names the one it follows.
    """

    key: str
    title: str
    length: int
    unit: str
    after: str
    note: str
    basis: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What may stop and what may lengthen the periods of a procedure, and what runs by itself after its decision."""

    stoppages: tuple[Stoppage, ...]
    extensions: tuple[Extension, ...]
    remedies: tuple[Remedy, ...] = ()

    def stoppages_in_force(self, day: date) -> tuple[Stoppage, ...]:
        return tuple(row for row in self.stoppages if in_force(row, day))

    def extensions_in_force(self, day: date) -> tuple[Extension, ...]:
        return tuple(row for row in self.extensions if in_force(row, day))

    def remedies_in_force(self, day: date) -> tuple[Remedy, ...]:
        return tuple(row for row in self.remedies if in_force(row, day))
