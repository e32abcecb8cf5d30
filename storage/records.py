"""The note a store keeps beside each object: its digest and our own record of its lock.

The lock date is ours: dates as servers report them differ in form, and some cannot be parsed at all.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Self

from storage.errors import ObjectLocked, StoreUnavailable
from storage.port import LockState


@dataclass(frozen=True, slots=True)
class Record:
    size: int
    sha256: str
    content_type: str
    version: str | None = None
    locked_until: str | None = None
    held: bool = False

    @property
    def lock(self) -> LockState:
        until = datetime.fromisoformat(self.locked_until) if self.locked_until else None
        return LockState(locked_until=until, held=self.held)

    def locked(self, until: datetime) -> Self:
        """Retention only ever grows."""
        if until.tzinfo is None:
            raise ValueError("a lock date needs its zone")
        before = self.lock.locked_until
        if before is not None and until < before:
            raise ObjectLocked(f"locked until {before.isoformat()}; the date can only be moved later")
        return replace(self, locked_until=until.astimezone(UTC).isoformat())

    def with_hold(self, held: bool) -> Self:
        return replace(self, held=held)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        try:
            return cls(**json.loads(raw))
        except (ValueError, TypeError) as broken:
            raise StoreUnavailable("the record beside an object cannot be read") from broken
