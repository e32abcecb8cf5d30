"""Proofs over a log that only grows, each in a few dozen hashes however long the log is.

Roots of perfect subtrees never change once complete, so they are kept, level above level; RFC 6962 section 2.1 tells
which of them make up a proof. Checking is done elsewhere (`audit/verifier.py`, `docs/verify/verify_log.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from enforcement.audit.rules import EMPTY_ROOT, node_hash


@dataclass
class Tree:
    """`_levels[n][i]` is the root over the leaves i·2ⁿ up to, not including, (i+1)·2ⁿ."""

    _levels: list[list[bytes]] = field(default_factory=lambda: [[]])

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self._append(leaf)

    def _append(self, leaf: bytes) -> None:
        node, level = leaf, 0
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(node)
            if len(row) % 2:
                return
            node, level = node_hash(row[-2], row[-1]), level + 1

    def root(self, size: int | None = None) -> bytes:
        """Of the first `size` leaves. IndexError when there are fewer."""
        return self._over(0, self._within(self.size if size is None else size))

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            raise IndexError(size)
        return size

    def _over(self, start: int, stop: int) -> bytes:
        count = stop - start
        if count == 0:
            return EMPTY_ROOT
        level = count.bit_length() - 1
        if count == 1 << level:
            return self._levels[level][start >> level]
        middle = start + _split(count)
        return node_hash(self._over(start, middle), self._over(middle, stop))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """From the leaf up to the root of the first `size` leaves."""
        if not 0 <= index < self._within(size):
            raise IndexError(index)
        proof: list[bytes] = []
        start, stop = 0, size
        while stop - start > 1:
            middle = start + _split(stop - start)
            if index < middle:
                proof.append(self._over(middle, stop))
                stop = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """That the first `second` leaves begin with the first `first`."""
        if not 0 <= first <= self._within(second):
            raise IndexError(first)
        if first in {0, second}:
            return ()
        proof: list[bytes] = []
        start, stop, known = 0, second, True
        while first != stop:
            middle = start + _split(stop - start)
            if first <= middle:
                proof.append(self._over(middle, stop))
                stop = middle
            else:
                proof.append(self._over(start, middle))
                start, known = middle, False
        own = () if known else (self._over(start, stop),)
        return (*own, *reversed(proof))


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
