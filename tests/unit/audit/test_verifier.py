import ast
from functools import cache
from pathlib import Path

import pytest

from enforcement.audit import verifier
from enforcement.audit.rules import consistency_proof, inclusion_proof, leaf_hash, root
from enforcement.audit.verifier import hash_of_entry, verify_consistency, verify_inclusion

SIZES = range(1, 131)
LEAVES = [leaf_hash(number.to_bytes(2)) for number in range(131)]


@cache
def _head(size: int) -> bytes:
    return root(LEAVES[:size])


def _flipped(proof: tuple[bytes, ...]):
    for place, node in enumerate(proof):
        for bit in range(256):
            wrong = (int.from_bytes(node) ^ (1 << bit)).to_bytes(32)
            yield (*proof[:place], wrong, *proof[place + 1 :])


def _misshapen(proof: tuple[bytes, ...]):
    yield (*proof, bytes(32))
    yield (bytes(32), *proof)
    for place in range(len(proof)):
        yield (*proof[:place], *proof[place + 1 :])
    for place in range(len(proof) - 1):
        yield (*proof[:place], proof[place + 1], proof[place], *proof[place + 2 :])


def test_the_checker_shares_nothing_with_the_writer():
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported == {"collections.abc", "hashlib"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_both_hash_an_entry_alike():
    assert hash_of_entry("立案".encode()) == leaf_hash("立案".encode())


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_of_every_size_is_proved(size):
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        assert verify_inclusion(LEAVES[index], proof, index=index, size=size, root=_head(size))


@pytest.mark.parametrize("size", SIZES)
def test_a_proof_holds_for_no_other_entry_place_or_head(size):
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        for other in range(size + 2):
            moved = verify_inclusion(LEAVES[index], proof, index=other, size=size, root=_head(size))
            assert moved == (other == index)
        stranger = LEAVES[index + 1]
        assert not verify_inclusion(stranger, proof, index=index, size=size, root=_head(size))
        assert not verify_inclusion(LEAVES[index], proof, index=index, size=size, root=_head(size % 130 + 1))
        assert not verify_inclusion(LEAVES[index], proof, index=-1, size=size, root=_head(size))
        assert not verify_inclusion(LEAVES[index], proof, index=index, size=0, root=_head(size))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 64, 100, 130])
def test_a_proof_holds_under_no_other_head(size):
    index = size // 2
    proof = inclusion_proof(LEAVES[:size], index)
    for other in SIZES:
        held = verify_inclusion(LEAVES[index], proof, index=index, size=other, root=_head(other))
        assert held == (other == size)


@pytest.mark.parametrize("size", SIZES)
def test_every_flipped_bit_of_an_inclusion_proof_is_rejected(size):
    index = size * size // 3 % size
    proof = inclusion_proof(LEAVES[:size], index)
    for wrong in (*_flipped(proof), *_misshapen(proof)):
        assert not verify_inclusion(LEAVES[index], wrong, index=index, size=size, root=_head(size))


@pytest.mark.parametrize("size", SIZES)
def test_every_earlier_head_is_consistent(size):
    for first in range(size + 1):
        proof = consistency_proof(LEAVES[:size], first)
        assert verify_consistency(
            proof, first_size=first, first_root=_head(first), second_size=size, second_root=_head(size)
        )


@pytest.mark.parametrize("size", SIZES)
def test_a_rewritten_log_is_not_consistent(size):
    altered = root([hash_of_entry(b"rewritten"), *LEAVES[1:size]])
    for first in range(1, size + 1):
        proof = consistency_proof(LEAVES[:size], first)
        for first_root, second_root in ((altered, _head(size)), (_head(first), altered)):
            assert not verify_consistency(
                proof, first_size=first, first_root=first_root, second_size=size, second_root=second_root
            )


@pytest.mark.parametrize("size", SIZES)
def test_every_flipped_bit_of_a_consistency_proof_is_rejected(size):
    first = size * size // 3 % size + 1
    proof = consistency_proof(LEAVES[:size], first)
    for wrong in (*_flipped(proof), *_misshapen(proof)):
        assert not verify_consistency(
            wrong, first_size=first, first_root=_head(first), second_size=size, second_root=_head(size)
        )


@pytest.mark.parametrize("size", [2, 5, 8, 64, 130])
def test_consistency_holds_for_no_other_pair_of_heads(size):
    first = size // 2
    proof = consistency_proof(LEAVES[:size], first)
    for other in range(1, size + 1):
        held = verify_consistency(
            proof, first_size=other, first_root=_head(other), second_size=size, second_root=_head(size)
        )
        assert held == (other == first)


def test_an_earlier_head_cannot_be_larger():
    assert not verify_consistency((), first_size=3, first_root=_head(3), second_size=2, second_root=_head(2))
    assert not verify_consistency((), first_size=-1, first_root=_head(3), second_size=2, second_root=_head(2))


def test_nothing_was_in_the_empty_log():
    assert not verify_consistency((), first_size=0, first_root=_head(1), second_size=2, second_root=_head(2))
    assert not verify_inclusion(LEAVES[0], (), index=0, size=0, root=_head(0))
