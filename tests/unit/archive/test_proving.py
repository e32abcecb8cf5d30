"""Proofs made together are those made one by one."""

import hashlib

import pytest

from enforcement.archive.proving import inclusion_proofs
from enforcement.audit import rules
from enforcement.audit.verifier import verify_inclusion

LEAVES = [hashlib.sha256(str(number).encode()).digest() for number in range(70)]


@pytest.mark.parametrize("size", range(1, 70))
def test_every_entry_of_every_size(size: int) -> None:
    leaves = LEAVES[:size]
    proofs = inclusion_proofs(leaves, range(size))
    assert {place: tuple(proof) for place, proof in proofs.items()} == {
        place: rules.inclusion_proof(leaves, place) for place in range(size)
    }
    root = rules.root(leaves)
    assert all(
        verify_inclusion(leaves[place], proof, index=place, size=size, root=root) for place, proof in proofs.items()
    )


def test_only_what_is_wanted() -> None:
    assert inclusion_proofs(LEAVES, [3]).keys() == {3}
