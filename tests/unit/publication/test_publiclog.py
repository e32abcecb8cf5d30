"""Entries, heads and proofs of the public log."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from enforcement.audit import rules
from enforcement.audit.signing import Signer, head_statement
from enforcement.publication.proofs import Tree
from enforcement.publication.publiclog import (
    LOG_NAME,
    PARTS,
    Event,
    EventKind,
    PublicHead,
    commitment,
    public_heads_from_json,
    signed_head,
    statement,
)
from tests.unit.audit.test_rules import EMPTY_HEAD, HEADS, INPUTS

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
EMPTY_PARTS = dict.fromkeys(("root", "at", "key_id", "public_key", "signature"), "")
SALT = "5a" * 32
LEAVES = [rules.leaf_hash(number.to_bytes(2)) for number in range(131)]


def tree(leaves: list[bytes] = LEAVES) -> Tree:
    made = Tree()
    made.extend(leaves)
    return made


def test_published_tree_heads():
    made = tree([rules.leaf_hash(data) for data in INPUTS])
    assert made.root(0).hex() == EMPTY_HEAD
    assert [made.root(size).hex() for size in range(1, 9)] == HEADS


@pytest.mark.parametrize("size", range(131))
def test_proofs_are_those_of_the_plain_definition(size):
    made = tree()
    assert made.root(size) == rules.root(LEAVES[:size])
    for index in range(size):
        assert made.inclusion(index, size) == rules.inclusion_proof(LEAVES[:size], index)
    for first in range(size + 1):
        assert made.consistency(first, size) == rules.consistency_proof(LEAVES[:size], first)


def test_nothing_is_proved_beyond_the_log():
    made = tree()
    for ask in (
        lambda: made.root(132),
        lambda: made.root(-1),
        lambda: made.inclusion(7, 7),
        lambda: made.inclusion(-1, 7),
        lambda: made.inclusion(0, 132),
        lambda: made.consistency(8, 7),
        lambda: made.consistency(-1, 7),
    ):
        with pytest.raises(IndexError):
            ask()


def test_a_proof_out_of_a_million_takes_few_hashes():
    made = tree([rules.leaf_hash(number.to_bytes(4)) for number in range(100_000)])
    assert len(made.inclusion(77_777, 100_000)) == 17
    assert len(made.consistency(77_777, 100_000)) <= 18


def event(**changes) -> Event:
    usual = {"position": 0, "at": NOON, "kind": EventKind.PUBLISHED, "notice": "ab" * 32, "content": "cd" * 32}
    return Event(**usual | changes)


def test_an_entry_has_one_spelling_with_every_part():
    body = event().body()
    assert set(json.loads(body)) == PARTS
    assert body == rules.canonical(json.loads(body))
    assert json.loads(body)["at"] == "2026-03-09T04:00:00.000000+00:00"
    assert b" " not in body


@pytest.mark.parametrize("part", ["notice", "content", "reason"])
def test_a_commitment_binds_salt_part_and_value(part):
    usual = commitment(SALT, part, "芜湖安康医院")
    others = {
        commitment(SALT, part, "芜湖安康医院 "),
        commitment("5b" * 32, part, "芜湖安康医院"),
        commitment(SALT, f"{part}\n", "芜湖安康医院"),
    }
    assert len(usual) == 64
    assert usual not in others
    assert len(others) == 3


def test_a_head_is_signed_and_read_back(tmp_path):
    head = signed_head(Signer(tmp_path / "key"), size=3, root="ef" * 32, at=NOON)
    assert head.is_signed()
    assert public_heads_from_json(json.dumps(head.told())) == (head,)
    assert public_heads_from_json(json.dumps([head.told()] * 2)) == (head, head)


@pytest.mark.parametrize(
    "change",
    [{"size": 4}, {"root": "ee" * 32}, {"at": NOON.replace(minute=1)}, {"key_id": "0" * 16}, {"signature": "x"}],
)
def test_an_altered_head_is_not_signed(tmp_path, change):
    head = signed_head(Signer(tmp_path / "key"), size=3, root="ef" * 32, at=NOON)
    assert not replace(head, **change).is_signed()


def test_a_head_of_the_journal_is_none_of_the_public_log(tmp_path):
    """One key signs both; the first line of what is signed tells them apart."""
    signer = Signer(tmp_path / "key")
    journal = signer.sign(3, "ef" * 32, NOON)
    assert statement(3, "ef" * 32, NOON) != head_statement(3, "ef" * 32, NOON)
    assert not PublicHead(**journal.__dict__).is_signed()


@pytest.mark.parametrize(
    "written",
    [
        "[]",
        "1",
        "{}",
        '{"log": "another"}',
        json.dumps({"log": LOG_NAME, "size": "1", **EMPTY_PARTS}),
        json.dumps({"log": LOG_NAME, "size": True, **EMPTY_PARTS}),
    ],
)
def test_what_is_no_head_is_refused(written):
    with pytest.raises(ValueError, match=r"head|log"):
        public_heads_from_json(written)
