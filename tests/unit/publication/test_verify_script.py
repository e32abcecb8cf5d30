"""`docs/verify/verify_log.py` alone: published vectors, every size, every flipped bit."""

import ast
import sys
from functools import cache
from itertools import pairwise

import pytest

from enforcement.audit.rules import consistency_proof, inclusion_proof, leaf_hash, root
from enforcement.audit.signing import Signer
from tests.unit.audit.test_rules import EMPTY_HEAD, HEADS, INPUTS
from tests.unit.publication import stranger

script = stranger.load()
SIZES = range(1, 131)
LEAVES = [leaf_hash(number.to_bytes(2)) for number in range(131)]

# RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
SIGNATURES = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@cache
def head(size: int) -> bytes:
    return root(LEAVES[:size])


def included(leaf: bytes, proof, *, index: int, size: int) -> bool:
    try:
        return script.climbs_to(leaf, proof, index=index, size=size) == head(size)
    except script.Unproved:
        return False


def grew(proof, first: int, second: int) -> bool:
    try:
        return script.grew((first, head(first)), (second, head(second)), proof)
    except script.Unproved:
        return False


def flipped(proof):
    for place, node in enumerate(proof):
        for bit in range(256):
            wrong = (int.from_bytes(node) ^ (1 << bit)).to_bytes(32)
            yield (*proof[:place], wrong, *proof[place + 1 :])


def misshapen(proof):
    yield (*proof, bytes(32))
    yield (bytes(32), *proof)
    for place in range(len(proof)):
        yield (*proof[:place], *proof[place + 1 :])
    for place, _ in enumerate(pairwise(proof)):
        yield (*proof[:place], proof[place + 1], proof[place], *proof[place + 2 :])


def test_it_needs_nothing_but_python():
    tree = ast.parse(stranger.SCRIPT.read_text("utf-8"))
    named = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    named |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named <= sys.stdlib_module_names
    assert "enforcement" not in named


def test_published_tree_heads():
    leaves = [script.leaf_hash(data) for data in INPUTS]
    assert script.root_of([]).hex() == EMPTY_HEAD
    assert [script.root_of(leaves[:size]).hex() for size in range(1, 9)] == HEADS


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_and_every_earlier_log_of_every_size_is_proved(size):
    assert script.root_of(LEAVES[:size]) == head(size)
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        assert included(LEAVES[index], proof, index=index, size=size)
        assert not included(LEAVES[index + 1], proof, index=index, size=size)
        assert not any(included(LEAVES[index], proof, index=wrong, size=size) for wrong in (index - 1, index + 1, size))
    for first in range(size + 1):
        assert grew(consistency_proof(LEAVES[:size], first), first, size)


@pytest.mark.parametrize("size", SIZES)
def test_every_flipped_bit_and_every_misshapen_proof_is_rejected(size):
    index = size * size // 3 % size
    proof = inclusion_proof(LEAVES[:size], index)
    assert not any(included(LEAVES[index], wrong, index=index, size=size) for wrong in flipped(proof))
    assert not any(included(LEAVES[index], wrong, index=index, size=size) for wrong in misshapen(proof))
    earlier = index + 1
    proof = consistency_proof(LEAVES[:size], earlier)
    assert not any(grew(wrong, earlier, size) for wrong in flipped(proof))
    assert not any(grew(wrong, earlier, size) for wrong in misshapen(proof))


def test_a_rewritten_log_did_not_grow():
    for size in SIZES:
        altered = root([leaf_hash(b"rewritten"), *LEAVES[1:size]])
        for first in {1, size // 2 or 1, size}:
            proof = consistency_proof(LEAVES[:size], first)
            assert not script.grew((first, altered), (size, head(size)), proof)
            assert not script.grew((first, head(first)), (size, altered), proof)


@pytest.mark.parametrize(("key", "message", "signature"), SIGNATURES)
def test_published_signatures_hold_and_no_others(key, message, signature):
    given = [bytes.fromhex(part) for part in (key, message, signature)]
    assert script.is_signed(*given)
    assert not script.is_signed(given[0], given[1] + b"x", given[2])
    for bit in range(0, 512, 7):
        wrong = (int.from_bytes(given[2]) ^ (1 << bit)).to_bytes(64)
        assert not script.is_signed(given[0], given[1], wrong)


def test_a_signature_of_ours_holds_for_the_stranger(tmp_path):
    signer = Signer(tmp_path / "key")
    signature = bytes.fromhex(signer.sign_bytes(b"said"))
    assert script.is_signed(bytes.fromhex(signer.public_key), b"said", signature)
    larger = (int.from_bytes(signature[32:], "little") + script.ORDER).to_bytes(32, "little")
    assert not script.is_signed(bytes.fromhex(signer.public_key), b"said", signature[:32] + larger)


@pytest.mark.parametrize(("key", "signature"), [(b"", bytes(64)), (bytes(32), b""), (b"\xff" * 32, bytes(64))])
def test_malformed_keys_and_signatures_are_refused(key, signature):
    assert not script.is_signed(key, b"said", signature)


def test_asked_for_nothing_it_says_what_it_needs(capsys):
    assert script.main([]) == 2
    assert "请给出公示网站的网址" in capsys.readouterr().out
