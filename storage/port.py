"""What the rooms above may ask of any store, and what a store must say about itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from storage.digest import Source


@dataclass(frozen=True, slots=True)
class LockState:
    """Until when, by our own record, the object may not go; a hold has no end until it is released."""

    locked_until: datetime | None = None
    held: bool = False

    def binds(self, now: datetime) -> bool:
        return self.held or (self.locked_until is not None and self.locked_until > now)


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    size: int
    sha256: str
    version: str | None
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class LockPromise:
    """What the store claims about its locks. `storage.selftest` shows whether the claim is true."""

    write_once_read_many: bool
    enforced_by_store: bool
    sentence: str


class Breach(StrEnum):
    """Three ways in which somebody with the application's own keys may try to harm a locked object."""

    OVERWRITE = "overwrite"
    DELETE = "delete"
    SHORTEN = "shorten"


class Blocks(Iterator[bytes]):
    """Bytes in blocks; gives its file or connection back at the end, on `close` and on leaving a `with`."""

    def __init__(self, blocks: Iterator[bytes], release: Callable[[], None]) -> None:
        self._blocks = blocks
        self._release = release

    def __next__(self) -> bytes:
        try:
            return next(self._blocks)
        except StopIteration:
            self.close()
            raise

    def close(self) -> None:
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ObjectStore(Protocol):
    def prepare(self) -> None:
        """Make the store ready: its folder, or its bucket with versions and object lock. Harmless when repeated."""

    def check(self) -> None:
        """Return when the store is there; raise StoreUnavailable when not."""

    def promises(self) -> LockPromise: ...

    def put(self, key: str, source: Source, *, size: int, content_type: str) -> StoredObject:
        """Write once, in bounded memory. A taken key raises ObjectExists, a wrong length SizeMismatch."""

    def read(self, key: str, start: int = 0, length: int | None = None) -> Blocks:
        """The bytes from `start`, `length` of them or all that follow, in blocks of 256 KiB."""

    def stat(self, key: str) -> StoredObject: ...

    def exists(self, key: str) -> bool: ...

    def digest(self, key: str) -> str:
        """SHA-256 of what lies there now, read back from the store."""

    def lock(self, key: str, until: datetime) -> None:
        """Nobody may delete the object before `until`. The date may be moved later, never earlier."""

    def hold(self, key: str) -> None:
        """Nobody may delete the object until the hold is released."""

    def release(self, key: str) -> None:
        """End the hold. A retention date stays in force."""

    def lock_state(self, key: str) -> LockState: ...

    def remove(self, key: str) -> None:
        """For staged and derived objects. A locked or held one raises ObjectLocked, a missing one ObjectMissing."""

    def keys(self, prefix: str) -> Iterator[str]: ...

    def breaches(self, key: str, how: Breach, *, until: datetime) -> bool:
        """Try to harm a locked canary past our own checks; True when the store let it happen.

        `until` is the earlier date used for SHORTEN. Only for keys under `canary/`.
        """
