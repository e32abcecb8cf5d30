"""存证凭证: what somebody keeps to prove later what was public and when; and the same check, done here in words."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.audit.verifier import hash_of_entry, verify_inclusion
from enforcement.publication import publiclog_queries as queries
from enforcement.publication.proofs import Tree
from enforcement.publication.public_queries import Entry
from enforcement.publication.publiclog import (
    EVENT_NAMES,
    LIST_SALT,
    LOG_NAME,
    EventKind,
    PublicHead,
    commitment,
    list_name,
)
from enforcement.publication.publiclog_queries import EventRow, ListVersion, SaltRow
from enforcement.publication.rules import State


class LogRewritten(Exception):
    """The entries no longer lead to the signed head: nothing may be proved from them."""


@dataclass
class Mirror:
    """The log's digests as this process has read them: entries never change, so only new ones are read again."""

    _tree: Tree = field(default_factory=Tree)
    _lock: Lock = field(default_factory=Lock)

    def tree(self, session: Session, head: PublicHead) -> Tree:
        with self._lock:
            if not self._reaches(session, head):
                self._tree = Tree()  # another database stands behind us; read it from the beginning
                if not self._reaches(session, head):
                    raise LogRewritten
            return self._tree

    def _reaches(self, session: Session, head: PublicHead) -> bool:
        self._tree.extend(queries.leaves(session, start=self._tree.size, stop=head.size))
        return self._tree.size >= head.size and self._tree.root(head.size).hex() == head.root


@dataclass(frozen=True, kw_only=True)
class Proved:
    """An entry of the log with its way up to the signed root."""

    event: EventRow
    proof: tuple[bytes, ...]

    def told(self) -> dict[str, object]:
        proof = [node.hex() for node in self.proof]
        return {"position": self.event.position, "body": self.event.body, "leaf": self.event.leaf, "proof": proof}


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`content_sha256` is empty and `content` salt absent where the text has been taken down.

    `notice_id` of a version of a standing list is its name and number.
    """

    notice_id: UUID | str
    state: State
    content_sha256: str
    reason: str
    salt: SaltRow
    events: tuple[Proved, ...]
    head: PublicHead

    def told(self) -> dict[str, object]:
        return {
            "log": LOG_NAME,
            "notice": str(self.notice_id),
            "state": str(self.state),
            "content_sha256": self.content_sha256 or None,
            "reason": self.reason or None,
            "salts": {"address": self.salt.address_salt, "content": self.salt.content_salt},
            "events": [one.told() for one in self.events],
            "head": self.head.told(),
        }


def receipt(session: Session, shown: Entry, *, head: PublicHead, tree: Tree) -> Receipt | None:
    """None while the entry is not under a signature yet, or where there was no log when the notice went up."""
    salt = queries.salt(session, shown.id)
    if salt is None or salt.position >= head.size:
        return None
    found = queries.events_of(session, commitment(salt.address_salt, "notice", str(shown.id)))
    covered = [event for event in found if event.position < head.size]
    return Receipt(
        notice_id=shown.id,
        state=shown.state,
        content_sha256=shown.content_sha256 if shown.text else "",
        reason=shown.withdrawal_reason,
        salt=salt,
        events=tuple(Proved(event=event, proof=tree.inclusion(event.position, head.size)) for event in covered),
        head=head,
    )


def list_receipt(session: Session, listed: ListVersion, *, head: PublicHead, tree: Tree) -> Receipt | None:
    """In the same form as a notice's, so that the same program checks both. None until a signed head covers it."""
    found = [row for row in queries.events_of(session, listed.commitment) if row.position < head.size]
    if not found:
        return None
    return Receipt(
        notice_id=list_name(listed.kind, listed.version),
        state=State.PUBLISHED,
        content_sha256=listed.content_sha256,
        reason="",
        salt=SaltRow(position=found[0].position, address_salt=LIST_SALT, content_salt=LIST_SALT),
        events=tuple(Proved(event=event, proof=tree.inclusion(event.position, head.size)) for event in found),
        head=head,
    )


@dataclass(frozen=True, kw_only=True)
class Step:
    kept: bool
    sentence: str


def examined(held: str, found: Receipt) -> Sequence[Step]:
    """What the visitor may conclude, step by step. `held` is the digest on their own sheet, or empty."""
    return [*_same_text(held, found), *_entered(found), *_under_the_head(found), *_ended(found)]


def _same_text(held: str, found: Receipt) -> Iterator[Step]:
    if not held:
        return
    if not found.content_sha256:
        yield Step(kept=False, sentence="该公示已经撤下，本站不再保留其内容可供比对；请用您留存的凭证核对。")
    elif held == found.content_sha256:
        yield Step(kept=True, sentence="您手中文本的 SHA-256 与现在公示的文本完全一致。")
    else:
        yield Step(kept=False, sentence="您手中文本的 SHA-256 与现在公示的文本不一致：两份文本不同。")


def _entered(found: Receipt) -> Iterator[Step]:
    for one in found.events:
        wanted = asdict(_opened(found, one.event.kind))
        written = f"公开日志第 {one.event.position + 1} 条登记了这条公示的“{EVENT_NAMES[one.event.kind]}”"
        if all(f'"{name}":"{value}"' in one.event.body for name, value in wanted.items() if value):
            yield Step(kept=True, sentence=f"{written}，登记内容与公示相符。")
        else:
            yield Step(kept=False, sentence=f"{written}，但登记内容与公示不符。")


@dataclass(frozen=True, kw_only=True)
class _Opened:
    notice: str
    content: str
    reason: str


def _opened(found: Receipt, kind: EventKind) -> _Opened:
    salt, gone = found.salt, kind is EventKind.WITHDRAWN
    known = salt.content_salt and found.content_sha256 and not gone
    return _Opened(
        notice=commitment(salt.address_salt, "notice", str(found.notice_id)),
        content=commitment(str(salt.content_salt), "content", found.content_sha256) if known else "",
        reason=commitment(salt.address_salt, "reason", found.reason) if gone else "",
    )


def _under_the_head(found: Receipt) -> Iterator[Step]:
    root, size = bytes.fromhex(found.head.root), found.head.size
    for one in found.events:
        leaf, place = hash_of_entry(one.event.body.encode()), one.event.position
        if verify_inclusion(leaf, one.proof, index=place, size=size, root=root):
            yield Step(
                kept=True, sentence=f"经 {len(one.proof)} 个哈希值推算，第 {place + 1} 条确在 {size} 条的日志之中。"
            )
        else:
            yield Step(kept=False, sentence=f"第 {place + 1} 条推算不到日志头的根哈希，日志可能被改动。")
    if found.head.is_signed():
        yield Step(kept=True, sentence=f"日志头的签名有效，公钥编号 {found.head.key_id}。")
    else:
        yield Step(kept=False, sentence="日志头的签名无效。")


def _ended(found: Receipt) -> Iterator[Step]:
    withdrawn = any(one.event.kind is EventKind.WITHDRAWN for one in found.events)
    if withdrawn != (found.state is State.WITHDRAWN):
        yield Step(kept=False, sentence="公示的状态与日志的登记不一致；刚刚撤下的，请一分钟后再查。")
