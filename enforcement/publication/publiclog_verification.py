"""`enforcement verify` for the public log: entries, heads, and that every notice stands in it as it should."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from enforcement.audit.rules import leaf_hash
from enforcement.audit.verification import Finding
from enforcement.kernel.db import Base
from enforcement.publication.proofs import Tree
from enforcement.publication.publiclog import (
    ENDINGS,
    LIST_SALT,
    PARTS,
    EventKind,
    PublicHead,
    commitment,
    list_name,
    written,
)
from enforcement.publication.publiclog_queries import list_versions
from enforcement.publication.rules import State

AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class PublicReport:
    findings: tuple[Finding, ...]
    entries: int


@dataclass
class _Read:
    """The log as it lies in the table, and what each commitment was entered as."""

    tree: Tree = field(default_factory=Tree)
    findings: list[Finding] = field(default_factory=list)
    entered: dict[str, dict[EventKind, Mapping[str, Any]]] = field(default_factory=dict)
    first_at: Any = None

    def take(self, row: Any) -> None:
        body = row.body.encode()
        told = _told(row.body)
        if row.position != self.tree.size:
            self._wrong(row.position, f"公开日志第 {self.tree.size + 1} 条至第 {row.position} 条缺失。")
        columns = (row.position, written(row.at), row.kind, row.notice)
        said = (told.get("position"), told.get("at"), told.get("kind"), told.get("notice"))
        if set(told) != PARTS or said != columns or leaf_hash(body).hex() != row.leaf:
            self._wrong(row.position, f"公开日志第 {row.position + 1} 条与其校验值不符，已被改动。")
        self.tree.extend([leaf_hash(body)])
        self.first_at = self.first_at or row.at
        entered = self.entered.setdefault(row.notice, {})
        if EventKind(row.kind) in entered or (entered and row.kind not in ENDINGS):
            self._wrong(row.position, f"公开日志第 {row.position + 1} 条重复登记。")
        entered[EventKind(row.kind)] = told

    def _wrong(self, position: int, sentence: str) -> None:
        self.findings.append(Finding(where=f"log_event/{position}", sentence=sentence))


def _told(body: str) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # whoever rewrites a row can write anything
        return {}
    return told if isinstance(told, dict) else {}


def verify_public_log(session: Session, *, old_heads: Sequence[PublicHead] = ()) -> PublicReport:
    """`old_heads` were given away on the board and kept by somebody else."""
    read = _Read()
    for row in _rows(session, "log_event", order="position"):
        read.take(row)
    findings = [
        *read.findings,
        *_size(session, read),
        *_heads(_kept_heads(session), read, named="库存的公开日志头"),
        *_heads(old_heads, read, named="留存在外的公开日志头"),
        *_notices(session, read),
        *_lists(session, read),
    ]
    return PublicReport(findings=tuple(findings), entries=read.tree.size)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _rows(session: Session, name: str, *, order: str) -> Iterator[Any]:
    table = _table(name)
    found = select(table).order_by(table.c[order]).execution_options(yield_per=AT_ONCE)
    return iter(session.execute(found))


def _size(session: Session, read: _Read) -> Iterator[Finding]:
    stated = session.execute(select(_table("log_size").c.size)).scalar_one()
    if stated != read.tree.size:
        sentence = f"公开日志应有 {stated} 条，实有 {read.tree.size} 条，有登记被删除或者插入。"
        yield Finding(where="log_size", sentence=sentence)


def _kept_heads(session: Session) -> Sequence[PublicHead]:
    names = tuple(PublicHead.__dataclass_fields__)
    return [
        PublicHead(**{name: getattr(row, name) for name in names}) for row in _rows(session, "log_head", order="size")
    ]


def _heads(heads: Sequence[PublicHead], read: _Read, *, named: str) -> Iterator[Finding]:
    for head in heads:
        where, named_head = f"log_head/{head.size}", f"{named}（{head.size} 条时）"
        if not head.is_signed():
            yield Finding(where=where, sentence=f"{named_head}的签名无效，签名或者内容已被改动。")
        if head.size > read.tree.size:
            yield Finding(where=where, sentence=f"{named_head}多于现有的 {read.tree.size} 条：公开日志被截断。")
        elif read.tree.root(head.size).hex() != head.root:
            yield Finding(where=where, sentence=f"{named_head}与现有登记的前 {head.size} 条不符：历史已被改写。")


@dataclass(frozen=True)
class _Kept:
    """A notice that is or was public, beside the salts still kept of it."""

    id: UUID
    state: State
    content_sha256: str
    reason: str
    address_salt: str | None
    content_salt: str | None


def _notices(session: Session, read: _Read) -> Iterator[Finding]:
    notice, salt = _table("notice").c, _table("notice_salt").c
    columns = (notice.id, notice.state, notice.content_sha256, notice.withdrawal_reason)
    found = (
        select(*columns, salt.address_salt, salt.content_salt, notice.published_at)
        .outerjoin(_table("notice_salt"), salt.notice_id == notice.id)
        .where(notice.published_at.is_not(None))
        .order_by(notice.published_at, notice.id)
    )
    for *row, published_at in session.execute(found):
        kept = _Kept(*row)
        before_the_log = kept.address_salt is None and (read.first_at is None or published_at < read.first_at)
        wrong = "" if before_the_log else _wrong(kept, read)
        if wrong:
            yield Finding(where=f"notice/{kept.id}", sentence=wrong)


def _wrong(kept: _Kept, read: _Read) -> str:
    if kept.state == State.EXPIRED:
        return "" if kept.address_salt is None else "公示已经期满，公开日志的盐值却没有销毁。"
    if kept.address_salt is None:
        return "" if kept.state == State.SUPERSEDED else "公示没有登记入公开日志，或者盐值被删除。"
    entered = read.entered.get(commitment(kept.address_salt, "notice", str(kept.id)), {})
    if kept.state == State.WITHDRAWN:  # what was taken down before the log began stands in it as taken down only
        told = entered.get(EventKind.WITHDRAWN, {}).get("reason")
        right = told == commitment(kept.address_salt, "reason", kept.reason)
        return "" if right else "公示的撤下没有登记入公开日志，或者撤下理由与登记不符。"
    begun = entered.get(EventKind.PUBLISHED) or entered.get(EventKind.CORRECTED)
    if begun is None:
        return "公示与公开日志的登记不符。"
    if kept.state == State.PUBLISHED:
        return _wrong_while_shown(kept, begun, ended=bool(ENDINGS & set(entered)))
    return ""


def _lists(session: Session, read: _Read) -> Iterator[Finding]:
    """A version just confirmed is entered within a minute; one that a later version overtook must be there."""
    listed = list_versions(session)
    last = {row.kind: row.version for row in listed if row.commitment in read.entered}
    for row in listed:
        entered = read.entered.get(row.commitment, {})
        begun = entered.get(EventKind.PUBLISHED) or entered.get(EventKind.CORRECTED)
        where = f"standing_list/{list_name(row.kind, row.version)}"
        if begun is None and row.version < last.get(row.kind, 0):
            yield Finding(where=where, sentence="公示清单的这一版没有登记入公开日志。")
        if begun is not None and begun.get("content") != commitment(LIST_SALT, "content", row.content_sha256):
            yield Finding(where=where, sentence="公示清单的内容与公开日志的登记不符。")


def _wrong_while_shown(kept: _Kept, begun: Mapping[str, Any], *, ended: bool) -> str:
    if ended:
        return "公开日志登记为已经结束，公示却仍在显示。"
    told = begun.get("content")
    right = kept.content_salt is not None and told == commitment(kept.content_salt, "content", kept.content_sha256)
    return "" if right else "公示的文本与公开日志的登记不符。"
