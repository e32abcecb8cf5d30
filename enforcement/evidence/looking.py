"""Typed rows of the viewer: marks on the time line, further copies, and what the file says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from enforcement.evidence.names import COPY_KIND_NAMES, CopyKind
from enforcement.evidence.timing import stretch


@dataclass(frozen=True, kw_only=True)
class TimeMarkRow:
    """The latest version of a mark. `id` is the mark's own, the same through all versions."""

    id: UUID
    item_id: UUID
    version: int
    at_ms: int | None
    until_ms: int | None
    remark: str
    ended: bool
    marked_by: UUID
    marked_at: datetime
    earlier: "Sequence[TimeMarkRow]" = ()

    @property
    def place(self) -> str:
        return stretch(self.at_ms, self.until_ms)


@dataclass(frozen=True, kw_only=True)
class FurtherCopyRow:
    """A request and what came of it; without `object_key` it is still being made, or could not be."""

    id: UUID
    item_id: UUID
    kind: CopyKind
    from_ms: int | None
    until_ms: int | None
    title: str
    purpose: str
    asked_by: UUID
    asked_at: datetime
    object_key: str | None = None
    sha256: str = ""
    size: int = 0
    mime: str = ""
    made_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def kind_name(self) -> str:
        return COPY_KIND_NAMES[self.kind]

    @property
    def place(self) -> str:
        return stretch(self.from_ms, self.until_ms)

    def stands(self, now: datetime) -> bool:
        return self.object_key is not None and (self.expires_at is None or self.expires_at > now)
