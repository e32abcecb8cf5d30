"""Checking the journal's proofs, for somebody who does not trust the journal.

Nothing is imported from the program that wrote the journal. The steps are those of RFC 9162, sections 2.1.3.2
and 2.1.4.2; every hash is SHA-256, and a byte 00 (entry) or 01 (pair) in front keeps the two kinds apart.

To check one entry: hash it, then climb. At each level the proof gives the neighbour; joining the two gives the node
above. After the last neighbour the result must be the root that was signed and given away.
"""

from collections.abc import Sequence
from hashlib import sha256


def hash_of_entry(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def verify_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes) -> bool:
    """Is the entry with hash `leaf` number `index` (from 0) of the `size` entries below `root`?

    `size` and `root` belong together and come from one signed head; never take one of them from elsewhere.
    """
    if not 0 <= index < size:
        return False
    place, last = index, size - 1
    reached = leaf
    for neighbour in proof:
        if last == 0:
            return False  # already at the top, yet the proof goes on
        if place % 2 == 1 or place == last:
            reached = _pair(neighbour, reached)
            while place % 2 == 0 and place != 0:  # no neighbour at these levels: the node was carried up
                place, last = place // 2, last // 2
        else:
            reached = _pair(reached, neighbour)
        place, last = place // 2, last // 2
    return last == 0 and reached == root


def verify_consistency(
    proof: Sequence[bytes], *, first_size: int, first_root: bytes, second_size: int, second_root: bytes
) -> bool:
    """Does the later log begin with exactly the entries of the earlier one?"""
    if not 0 <= first_size <= second_size:
        return False
    if first_size == 0:
        return not proof and first_root == sha256(b"").digest()
    if first_size == second_size:
        return not proof and first_root == second_root
    return bool(proof) and _both_roots_follow(proof, (first_size, first_root), (second_size, second_root))


def _both_roots_follow(proof: Sequence[bytes], first: tuple[int, bytes], second: tuple[int, bytes]) -> bool:
    """Build both roots from the same nodes: `old` joins only what the earlier log had, `new` joins everything."""
    nodes = list(proof)
    if first[0].bit_count() == 1:
        nodes.insert(0, first[1])  # a power of two: the earlier root is itself a node of the later tree
    place, last = first[0] - 1, second[0] - 1
    while place % 2 == 1:
        place, last = place // 2, last // 2
    old = new = nodes[0]
    for neighbour in nodes[1:]:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            old, new = _pair(neighbour, old), _pair(neighbour, new)
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        else:
            new = _pair(new, neighbour)
        place, last = place // 2, last // 2
    return last == 0 and (old, new) == (first[1], second[1])


def _pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
