import hashlib
import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.audit.rules import (
    NO_PREDECESSOR,
    Fault,
    Frontier,
    InvalidEntry,
    Link,
    canonical,
    chain_is_linked,
    consistency_proof,
    entry_hash,
    inclusion_proof,
    leaf_hash,
    root,
)

# The eight leaves and their tree heads of the certificate-transparency reference implementation.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
HEADS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
EMPTY_HEAD = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_published_tree_heads():
    leaves = [leaf_hash(data) for data in INPUTS]

    assert root([]).hex() == EMPTY_HEAD
    assert [root(leaves[:size]).hex() for size in range(1, 9)] == HEADS


def test_frontier_reaches_the_published_heads():
    frontier = Frontier()
    assert frontier.root().hex() == EMPTY_HEAD
    for data, head in zip(INPUTS, HEADS, strict=True):
        frontier = frontier.append(leaf_hash(data))
        assert frontier.root().hex() == head


def test_published_inclusion_paths():
    leaves = [leaf_hash(data) for data in INPUTS]

    assert [node.hex() for node in inclusion_proof(leaves, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [node.hex() for node in inclusion_proof(leaves[:3], 2)] == [HEADS[1]]


def test_published_consistency_paths():
    leaves = [leaf_hash(data) for data in INPUTS]

    assert consistency_proof(leaves, 8) == ()
    assert [node.hex() for node in consistency_proof(leaves, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        HEADS[3],
    ]


def test_frontier_agrees_with_the_whole_tree_at_every_size():
    leaves = [leaf_hash(bytes([number])) for number in range(131)]
    frontier = Frontier()
    for size, leaf in enumerate(leaves, start=1):
        frontier = frontier.append(leaf)
        assert frontier.root() == root(leaves[:size])
        assert len(frontier.edge) <= size.bit_length()


def test_frontier_refuses_an_edge_of_another_size():
    with pytest.raises(InvalidEntry, match="条数不符"):
        Frontier(3, (b"x",))


@pytest.mark.parametrize("index", [-1, 8])
def test_no_proof_for_an_entry_that_does_not_exist(index):
    with pytest.raises(IndexError):
        inclusion_proof([leaf_hash(data) for data in INPUTS], index)
    with pytest.raises(IndexError):
        consistency_proof([leaf_hash(data) for data in INPUTS], -1 if index < 0 else 9)


def test_canonical_bytes_are_sorted_compact_utf8():
    entry = {"verb": "案件.立案", "at": "2026-11-22T00:00:00+08:00", "facts": {"b": [1, True, None], "a": "é"}}

    assert canonical(entry) == (
        '{"at":"2026-11-22T00:00:00+08:00","facts":{"a":"é","b":[1,true,null]},"verb":"案件.立案"}'.encode()
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1: "a"}, {"a": {2: 1}}, {1, 2}, object(), [0.0]])
def test_canonical_refuses_what_has_two_spellings(value):
    with pytest.raises(InvalidEntry):
        canonical({"value": value})


def test_canonical_refuses_lone_surrogates():
    with pytest.raises(InvalidEntry, match="无法编码"):
        canonical({"name": "\ud800"})


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON_VALUES, max_size=5))
def test_canonical_does_not_depend_on_the_order_of_keys(entry):
    backwards = dict(reversed(entry.items()))

    assert canonical(entry) == canonical(backwards)
    assert entry_hash(canonical(entry)) == hashlib.sha256(canonical(backwards)).digest()


def _link(seq: int, prev: str, *, at: str | None = None, word: str = "记录") -> Link:
    at = at or f"2026-11-22T08:{seq:02}:00+00:00"
    body = canonical({"seq": seq, "at": at, "prev": prev, "word": word})
    return Link(seq=seq, at=at, prev=prev, hash=entry_hash(body).hex(), body=body)


def _chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        links.append(_link(seq, links[-1].hash if links else NO_PREDECESSOR))
    return links


@pytest.mark.parametrize("length", [0, 1, 2, 7])
def test_a_whole_chain_is_linked(length):
    links = _chain(length)
    last = (length, links[-1].hash) if links else None

    assert chain_is_linked(links, last=last).linked
    assert chain_is_linked(iter(links)).seq is None


@pytest.mark.parametrize("column", ["seq", "at", "prev", "hash", "body"])
def test_every_altered_column_is_seen(column):
    for position in range(5):
        links = _chain(5)
        old = links[position]
        other: dict[str, Any] = {
            "seq": old.seq + 1,
            "at": "2026-11-22T09:00:00+00:00",
            "prev": "f" * 64,
            "hash": "e" * 64,
            "body": old.body + b" ",
        }
        links[position] = replace(old, **{column: other[column]})

        verdict = chain_is_linked(links)

        assert not verdict.linked
        assert verdict.fault in {Fault.EDIT, Fault.GAP}
        assert verdict.seq


def test_an_entry_rewritten_with_its_hash_is_an_edit_of_that_entry():
    links = _chain(5)
    links[2] = _link(3, links[1].hash, word="改写")

    verdict = chain_is_linked(links)

    assert (verdict.fault, verdict.seq) == (Fault.EDIT, 3)


@pytest.mark.parametrize("removed", [0, 1, 3])
def test_a_removed_entry_is_a_gap(removed):
    links = _chain(5)
    del links[removed]

    verdict = chain_is_linked(links)

    assert verdict.fault is Fault.GAP
    assert f"第{removed + 1}条" in verdict.sentence


def test_a_cut_tail_shows_only_against_a_kept_end():
    links = _chain(5)

    assert chain_is_linked(links[:3]).linked
    assert chain_is_linked(links[:3], last=(5, links[4].hash)).fault is Fault.GAP
    assert chain_is_linked([], last=(5, links[4].hash)).fault is Fault.GAP


def test_a_chain_rewritten_from_the_middle_shows_against_a_kept_end():
    links = _chain(5)
    kept = (5, links[4].hash)
    for position in range(2, 5):
        links[position] = _link(position + 1, links[position - 1].hash, word="改写")

    assert chain_is_linked(links).linked
    assert chain_is_linked(links, last=kept).fault is Fault.EDIT


def test_two_entries_on_one_predecessor_are_a_fork():
    links = _chain(4)
    twin = _link(4, links[2].hash, word="另一条")
    renumbered = _link(5, links[2].hash, word="另一条")

    assert chain_is_linked([*links, twin]).fault is Fault.FORK
    assert chain_is_linked([*links, renumbered]).fault is Fault.FORK


def test_swapped_entries_are_not_linked():
    for one, other in itertools.combinations(range(5), 2):
        links = _chain(5)
        links[one], links[other] = links[other], links[one]
        assert not chain_is_linked(links).linked


def test_time_may_stand_still_but_not_run_back():
    first = _link(1, NO_PREDECESSOR, at="2026-11-22T08:00:00+08:00")
    same = _link(2, first.hash, at="2026-11-22T00:00:00+00:00")
    earlier = _link(3, same.hash, at="2026-11-22T07:59:59+08:00")

    assert chain_is_linked([first, same]).linked
    verdict = chain_is_linked([first, same, earlier])
    assert (verdict.fault, verdict.seq) == (Fault.TIME_REVERSED, 3)


@pytest.mark.parametrize("body", [b"not json", b"[]", b"{}", b"[" * 100_000])
def test_a_forged_body_with_its_own_hash_is_an_edit_not_a_crash(body):
    forged = Link(seq=1, at="2026-11-22T00:00:00Z", prev=NO_PREDECESSOR, hash=entry_hash(body).hex(), body=body)

    assert chain_is_linked([forged]).fault is Fault.EDIT


@pytest.mark.parametrize("at", ["yesterday", "2026-11-22T00:00:00"])
def test_a_time_without_a_place_on_earth_is_an_edit(at):
    assert chain_is_linked([_link(1, NO_PREDECESSOR, at=at)]).fault is Fault.EDIT
