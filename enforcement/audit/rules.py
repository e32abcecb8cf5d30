"""What the journal promises, as arithmetic: canonical bytes, linked chains, and the Merkle tree of RFC 6962.

Checking is written a second time, without this file, in `verifier.py`: a writer must not vouch for itself.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NO_PREDECESSOR = "0" * 64
EMPTY_ROOT = hashlib.sha256(b"").digest()


class InvalidEntry(ValueError):
    pass


def canonical(entry: Mapping[str, object]) -> bytes:
    """One entry, one byte string: keys sorted by code point, UTF-8, no blanks, no floats; times are strings already."""
    _refuse_ambiguous(dict(entry))
    try:
        return json.dumps(dict(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as broken:
        raise InvalidEntry("记录中含有无法编码的字符，不能写入留痕。") from broken


def _refuse_ambiguous(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case dict():
            if not all(isinstance(key, str) for key in value):
                raise InvalidEntry("记录的项目名称必须是文字。")
            for part in value.values():
                _refuse_ambiguous(part)
        case list() | tuple():
            for part in value:
                _refuse_ambiguous(part)
        case _:
            raise InvalidEntry(f"记录中不能使用 {type(value).__name__} 类型的值：同一内容必须只有一种写法。")


def entry_hash(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


class Fault(StrEnum):
    FORK = "FORK"
    EDIT = "EDIT"
    GAP = "GAP"
    TIME_REVERSED = "TIME_REVERSED"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A stored entry: the columns beside the body must say what the hashed body says."""

    seq: int
    at: str
    prev: str
    hash: str
    body: bytes


@dataclass(frozen=True)
class ChainVerdict:
    """`seq` is the entry the fault was seen at; None when the chain holds."""

    fault: Fault | None
    seq: int | None
    sentence: str

    @property
    def linked(self) -> bool:
        return self.fault is None


def chain_is_linked(links: Iterable[Link], *, last: tuple[int, str] | None = None) -> ChainVerdict:
    """Follow one chain. `last` is the seq and hash known from elsewhere: only it shows a tail cut off."""
    before: Link | None = None
    seen: set[str] = set()
    for link in links:
        verdict = _continues(link, before, seen)
        if verdict:
            return verdict
        seen.add(link.prev)
        before = link
    return _reaches(before, last) or ChainVerdict(None, None, "记录链完整，前后相连。")


def _continues(link: Link, before: Link | None, used: set[str]) -> ChainVerdict | None:
    expected = before.seq + 1 if before else 1
    if link.prev in used or link.seq < expected:
        return ChainVerdict(Fault.FORK, link.seq, f"第{link.seq}条记录与先前记录接在同一位置，记录链出现分叉。")
    if not _says_what_was_hashed(link):
        return ChainVerdict(Fault.EDIT, link.seq, f"第{link.seq}条记录的内容与其校验值不符，已被改动。")
    if link.seq > expected:
        return ChainVerdict(Fault.GAP, link.seq, f"第{expected}条至第{link.seq - 1}条记录缺失。")
    if link.prev != (before.hash if before else NO_PREDECESSOR):
        return ChainVerdict(Fault.EDIT, expected - 1, f"第{link.seq}条记录所接的前一条已被改写或者替换。")
    if before and datetime.fromisoformat(link.at) < datetime.fromisoformat(before.at):
        return ChainVerdict(Fault.TIME_REVERSED, link.seq, f"第{link.seq}条记录的时间早于前一条记录。")
    return None


def _says_what_was_hashed(link: Link) -> bool:
    if entry_hash(link.body).hex() != link.hash:
        return False
    try:
        told = json.loads(link.body)
        dated = datetime.fromisoformat(link.at).tzinfo is not None
    except (ValueError, RecursionError):  # whoever rewrites a row can write anything
        return False
    columns = (link.seq, link.at, link.prev)
    return dated and isinstance(told, dict) and (told.get("seq"), told.get("at"), told.get("prev")) == columns


def _reaches(end: Link | None, last: tuple[int, str] | None) -> ChainVerdict | None:
    if last is None:
        return None
    seq, digest = last
    present = end.seq if end else 0
    if present < seq:
        return ChainVerdict(Fault.GAP, present + 1, f"记录链在第{present}条之后被截断，应有{seq}条。")
    if end and present == seq and end.hash != digest:
        return ChainVerdict(Fault.EDIT, seq, f"第{seq}条记录与留存的校验值不符，已被改写。")
    return None


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Tree head over leaf hashes. Pairing level by level and carrying an odd last node up is RFC 6962's split."""
    level = list(leaves)
    while len(level) > 1:
        level = _level_above(level)
    return level[0] if level else EMPTY_ROOT


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired


@dataclass(frozen=True)
class Frontier:
    """The right edge of the tree: roots of its perfect subtrees, largest first. Enough to append and to sign."""

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size.bit_count() != len(self.edge):
            raise InvalidEntry("留痕树的右缘与条数不符。")

    def append(self, leaf: bytes) -> "Frontier":
        edge = [*self.edge, leaf]
        size = self.size
        while size & 1:  # two perfect subtrees of one size become one
            right = edge.pop()
            edge.append(node_hash(edge.pop(), right))
            size >>= 1
        return Frontier(self.size + 1, tuple(edge))

    def root(self) -> bytes:
        if not self.edge:
            return EMPTY_ROOT
        top = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            top = node_hash(left, top)
        return top


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The sibling at every level from the leaf up to the root (RFC 6962 section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof = []
    level = list(leaves)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level = _level_above(level)
        index >>= 1
    return tuple(proof)


def consistency_proof(leaves: Sequence[bytes], first: int) -> tuple[bytes, ...]:
    """What shows that the tree of the first `first` leaves only grew (RFC 6962 section 2.1.2)."""
    if not 0 <= first <= len(leaves):
        raise IndexError(first)
    if first in {0, len(leaves)}:
        return ()
    return tuple(_subproof(leaves, first, known=True))


def _subproof(leaves: Sequence[bytes], first: int, *, known: bool) -> list[bytes]:
    """`known`: this subtree's root is the earlier root itself, which the reader already holds."""
    if first == len(leaves):
        return [] if known else [root(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= split:
        return [*_subproof(leaves[:split], first, known=known), root(leaves[split:])]
    return [*_subproof(leaves[split:], first - split, known=False), root(leaves[:split])]
