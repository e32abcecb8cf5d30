"""Proofs for many entries of one log at once. One by one, each would hash the whole log again."""

from collections.abc import Collection, Sequence

from enforcement.audit import rules


def inclusion_proofs(leaves: Sequence[bytes], wanted: Collection[int]) -> dict[int, list[bytes]]:
    """For each wanted position, the neighbours from the leaf up to the root (RFC 6962 section 2.1.1)."""
    proofs: dict[int, list[bytes]] = {position: [] for position in wanted}
    level, places = list(leaves), {position: position for position in wanted}
    while len(level) > 1:
        for position, place in places.items():
            if place ^ 1 < len(level):
                proofs[position].append(level[place ^ 1])
            places[position] = place >> 1
        level = _above(level)
    return proofs


def _above(level: Sequence[bytes]) -> list[bytes]:
    paired = [rules.node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired
