"""One unit of work per request and per job item. Nothing outside this file commits or rolls back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.db import Base, row_digest, row_name
from enforcement.kernel.identity import Actor, CaseId
from storage.port import ObjectStore

Fact = str | int | bool | None | list[str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the journal is told about one action."""

    verb: str
    actor: Actor
    at: datetime
    case_id: CaseId | None
    facts: dict[str, Fact]


class Journal(Protocol):
    def append(self, session: Session, entry: Entry) -> None:
        """Add the entry to its chain and to the log, in the caller's transaction."""


@dataclass(kw_only=True)
class UnitOfWork:
    """Everything impure a service may touch. Passed first and positionally; all else by keyword."""

    session: Session
    actor: Actor
    now: datetime
    objects: ObjectStore
    journal: Journal
    in_door: bool = False
    _case_id: CaseId | None = None
    _facts: dict[str, Fact] = field(default_factory=dict)
    _after_commit: list[Callable[[], None]] = field(default_factory=list)
    _on_rollback: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return shanghai_day(self.now)

    def about(self, case_id: CaseId | None = None, **facts: object) -> None:
        """What the journal entry of the current action says beside actor, verb and time."""
        self._case_id = case_id or self._case_id
        self._facts.update({name: _plain(value) for name, value in facts.items()})

    def seal(self, row: Base) -> None:
        """This row is final: its digest goes into the journal, and `verify` will hold the row against it."""
        self.session.flush()
        self._facts[f"row {row_name(row)}"] = row_digest(row)

    def enter(self) -> None:
        """A door opens. Doors do not call doors: each would write an entry of its own for one action."""
        if self.in_door:
            raise RuntimeError("a use case called another use case; call the room's hatch instead")
        self.in_door, self._case_id, self._facts = True, None, {}

    def leave(self, verb: str) -> None:
        """The action succeeded: its entry joins the same transaction (no entry, no action)."""
        self.session.flush()
        entry = Entry(verb=verb, actor=self.actor, at=self.now, case_id=self._case_id, facts=self._facts)
        self.journal.append(self.session, entry)
        self.in_door = False

    def after_commit(self, action: Callable[[], None]) -> None:
        """For what cannot be undone: waking a worker, sending a letter."""
        self._after_commit.append(action)

    def on_rollback(self, action: Callable[[], None]) -> None:
        self._on_rollback.append(action)

    def commit(self) -> None:
        self.session.commit()
        self._run(self._after_commit)

    def rollback(self) -> None:
        self.session.rollback()
        self.in_door = False
        self._run(self._on_rollback)

    def _run(self, actions: list[Callable[[], None]]) -> None:
        self._after_commit, self._on_rollback = [], []
        for action in actions:
            action()


def _plain(value: object) -> Fact:
    """Journal facts are text, whole numbers and flags: a float or a raw time would not hash the same everywhere."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(item) for item in value)
    raise TypeError(f"the journal cannot hold {type(value).__name__}")
