"""Fingerprints while the bytes pass by."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from storage.errors import DigestMismatch

BLOCK = 256 * 1024


class Source(Protocol):
    """The one thing asked of a stream; every binary file has it."""

    def read(self, size: int = -1, /) -> bytes: ...


class HashingReader:
    """Hands the bytes on and remembers their fingerprint.

    SM3 (GB/T 32905-2016) comes from OpenSSL: the pure Python one would take hours for a recording.
    """

    def __init__(self, source: Source, *, sm3: bool = False) -> None:
        self.count = 0
        self.ended = False
        self._source = source
        self._sha256 = hashlib.sha256()
        self._sm3 = hashlib.new("sm3") if sm3 else None

    def read(self, size: int = -1, /) -> bytes:
        block = self._source.read(size)
        self.count += len(block)
        self.ended = not block and size != 0
        self._sha256.update(block)
        if self._sm3 is not None:
            self._sm3.update(block)
        return block

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str | None:
        return self._sm3.hexdigest() if self._sm3 is not None else None

    def at_end(self) -> bool:
        """Whether the source is used up. Reads one byte past what was asked for, without counting it."""
        return not self._source.read(1)


class ProvenReader(HashingReader):
    """Hands out its last bytes only when the whole is what was announced.

    A store that publishes at the end therefore never publishes anything else, and nobody reads the source beforehand.
    """

    def __init__(self, source: Source, *, size: int, sha256: str) -> None:
        super().__init__(source)
        self._size, self._expected = size, sha256

    def read(self, size: int = -1, /) -> bytes:
        block = super().read(size)
        if self.count >= self._size and self.sha256 != self._expected:
            raise DigestMismatch("the source is no longer what was announced")
        return block


def hashing(source: Source) -> HashingReader:
    """So that what is already hashed on its way is not hashed twice."""
    return source if isinstance(source, HashingReader) else HashingReader(source)


def sha256_of(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
