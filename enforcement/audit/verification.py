"""Holding everything stored against everything promised. Each finding names the row or the object.

Two passes over the log, both streaming: by position (leaves, roots, sealed rows), then chain by chain. Memory holds
only what looked wrong. A reader who trusts nothing here checks single proofs with `verifier.py`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from enforcement.audit import queries, rules
from enforcement.audit.protected import TRIGGERS_PRESENT, triggers_of
from enforcement.audit.sealed import SealedRows
from enforcement.audit.signing import Head
from enforcement.kernel.db import Base
from storage.errors import ObjectMissing, StorageError
from storage.port import ObjectStore

AT_ONCE = 1000
HOUSE_CHAIN = UUID(int=0)
HEAD_SIGNED = "audit.head_signed"


@dataclass(frozen=True, kw_only=True)
class Finding:
    where: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Report:
    findings: tuple[Finding, ...]
    entries: int
    objects: int

    @property
    def clean(self) -> bool:
        return not self.findings

    @property
    def sentence(self) -> str:
        seen = f"核对留痕 {self.entries} 条、文件 {self.objects} 个"
        return f"{seen}，未发现异常。" if self.clean else f"{seen}，发现异常 {len(self.findings)} 处。"


class _Entry(NamedTuple):
    position: int
    chain: UUID
    seq: int
    at: datetime
    actor_id: UUID
    verb: str
    body: str
    prev: str
    hash: str
    leaf: str


def verify(
    session: Session,
    *,
    objects: ObjectStore,
    digests: Iterable[tuple[str, str]] = (),
    old_heads: Sequence[Head] = (),
) -> Report:
    """`digests` are object keys with the SHA-256 recorded for them; `old_heads` were given away earlier."""
    _one_snapshot(session)
    stored = queries.heads(session)
    log = _Log(frozenset(head.size for head in [*stored, *old_heads]), SealedRows(session))
    for entry in _entries(session, "position"):
        log.take(entry)
    shelf = _Shelf(objects)
    findings = [
        *log.findings,
        *_size(session, log),
        *_chains(session),
        *_stored_heads(stored, log),
        *_given_heads(old_heads, log),
        *(Finding(where=name, sentence=sentence) for name, sentence in log.sealed.broken()),
        *_triggers(session),
        *shelf.check(digests),
    ]
    return Report(findings=tuple(findings), entries=log.count, objects=shelf.count)


def _one_snapshot(session: Session) -> None:
    """Entries that arrive meanwhile must not look like a gap. SQLite's reading transaction is a snapshot anyway."""
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _entries(session: Session, *order: str) -> Iterator[_Entry]:
    """Plain columns, a thousand rows at a time: what is checked is what lies in the table."""
    stored = Base.metadata.tables["journal_entry"].c
    found = select(*(stored[name] for name in _Entry._fields)).order_by(*(stored[name] for name in order))
    return (_Entry(*row) for row in session.execute(found.execution_options(yield_per=AT_ONCE)))


@dataclass
class _Log:
    """The entries in log order: places without gap, columns that say what the body says, roots at the asked sizes."""

    sizes: frozenset[int]
    sealed: SealedRows
    count: int = 0
    roots: dict[int, str] = field(default_factory=lambda: {0: rules.EMPTY_ROOT.hex()})
    signed: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _tree: rules.Frontier = field(default_factory=rules.Frontier)
    _next: int = 0

    def take(self, entry: _Entry) -> None:
        if entry.position != self._next:
            missing = f"第 {self._next + 1} 条至第 {entry.position} 条留痕缺失。"
            self.findings.append(Finding(where=f"journal_entry/{self._next}", sentence=missing))
        self._next = entry.position + 1
        self.count += 1
        body = entry.body.encode()
        told = _told(body)
        if not _agrees(entry, body, told):
            self._altered(entry)
        self._note(told)
        self._tree = self._tree.append(rules.leaf_hash(body))
        if self.count in self.sizes:
            self.roots[self.count] = self._tree.root().hex()

    def _altered(self, entry: _Entry) -> None:
        sentence = f"第 {entry.position + 1} 条留痕（{entry.verb}）与其校验值不符，已被改动。"
        self.findings.append(Finding(where=f"journal_entry/{entry.position}", sentence=sentence))

    def _note(self, told: Mapping[str, object]) -> None:
        facts = told.get("facts")
        if not isinstance(facts, dict):
            return
        self.sealed.note(facts)
        size, root = facts.get("size"), facts.get("root")
        if told.get("verb") == HEAD_SIGNED and isinstance(size, int) and isinstance(root, str):
            self.signed[size] = root


def _told(body: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # whoever rewrites a row can write anything
        return {}
    return told if isinstance(told, dict) else {}


def _agrees(entry: _Entry, body: bytes, told: Mapping[str, object]) -> bool:
    return entry.leaf == rules.leaf_hash(body).hex() and (
        told.get("chain"),
        told.get("actor"),
        told.get("verb"),
    ) == (str(entry.chain), str(entry.actor_id), entry.verb)


def _size(session: Session, log: _Log) -> Iterator[Finding]:
    stated = queries.stated_size(session)
    if stated != log.count:
        yield Finding(
            where="journal_size", sentence=f"留痕应有 {stated} 条，实有 {log.count} 条，有记录被删除或者插入。"
        )


def _chains(session: Session) -> Iterator[Finding]:
    in_order = _entries(session, "chain", "seq")
    for chain, entries in groupby(in_order, key=lambda entry: entry.chain):
        verdict = rules.chain_is_linked(_link(entry) for entry in entries)
        if not verdict.linked:
            named = "本系统的记录链" if chain == HOUSE_CHAIN else f"案件 {chain} 的记录链"
            yield Finding(where=f"chain/{chain}/{verdict.seq}", sentence=f"{named}：{verdict.sentence}")


def _link(entry: _Entry) -> rules.Link:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return rules.Link(seq=entry.seq, at=at, prev=entry.prev, hash=entry.hash, body=entry.body.encode())


def _stored_heads(heads: Sequence[Head], log: _Log) -> Iterator[Finding]:
    for head in heads:
        yield from _head(head, log, named=f"库存的签名（{head.size} 条时）")
    kept = {head.size: head.root for head in heads}
    for size, root in log.signed.items():
        if kept.get(size) != root:
            yield Finding(where=f"journal_head/{size}", sentence=f"{size} 条时所作的签名已被删除或者改动。")


def _given_heads(heads: Sequence[Head], log: _Log) -> Iterator[Finding]:
    for head in heads:
        yield from _head(head, log, named=f"留存在外的签名（{head.size} 条时）")


def _head(head: Head, log: _Log, *, named: str) -> Iterator[Finding]:
    where = f"journal_head/{head.size}"
    if not head.is_signed():
        yield Finding(where=where, sentence=f"{named}不是用所列密钥作出的，签名或者内容已被改动。")
    if head.size > log.count:
        shrunk = f"{named}多于现有的 {log.count} 条：留痕被截断，或者数据库被换回了较早的备份。"
        yield Finding(where=where, sentence=shrunk)
    elif log.roots[head.size] != head.root:
        yield Finding(where=where, sentence=f"{named}与现有留痕的前 {head.size} 条不符：此前的历史已被改写。")


def _triggers(session: Session) -> Iterator[Finding]:
    dialect = session.get_bind().dialect.name
    present = set(session.scalars(text(TRIGGERS_PRESENT[dialect])))
    for name in triggers_of(dialect):
        if name not in present:
            yield Finding(where=f"trigger/{name}", sentence=f"数据库的保护规则 {name} 已被删除或者停用。")


@dataclass
class _Shelf:
    objects: ObjectStore
    count: int = 0

    def check(self, digests: Iterable[tuple[str, str]]) -> Iterator[Finding]:
        for key, expected in digests:
            self.count += 1
            wrong = self._wrong(key, expected)
            if wrong:
                yield Finding(where=f"object/{key}", sentence=wrong)

    def _wrong(self, key: str, expected: str) -> str:
        try:
            found = self.objects.digest(key)
        except ObjectMissing:
            return "文件缺失。"
        except StorageError as failed:
            return f"文件无法读取（{type(failed).__name__}）。"
        return "" if found == expected else "文件内容与入库时的校验值不符，已被改动。"


def head_as_json(head: Head) -> str:
    """The form in which a head is given away, and read back by `enforcement verify --head`."""
    moment = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(asdict(head) | {"at": moment}, indent=2, sort_keys=True)


def heads_from_json(given: str) -> tuple[Head, ...]:
    """One head as `enforcement head sign` writes it, or the list the board shows. ValueError for anything else."""
    told = json.loads(given)
    if not told:
        raise ValueError("no head in it")
    return tuple(_read(one) for one in (told if isinstance(told, list) else [told]))


def _read(told: object) -> Head:
    names = set(Head.__dataclass_fields__)
    if not isinstance(told, dict) or set(told) - {"at_shanghai"} != names or not isinstance(told["size"], int):
        raise ValueError("not a journal head")
    if not all(isinstance(told[name], str) for name in names - {"size"}):
        raise ValueError("not a journal head")
    found = {name: told[name] for name in names}
    return Head(**found | {"at": datetime.fromisoformat(told["at"])})
