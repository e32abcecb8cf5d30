"""Entries of the public log, in the transaction of what they tell; and its signed heads."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from enforcement.audit.rules import leaf_hash
from enforcement.audit.signing import Signer
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.publication.models import LogEvent, LogHead, LogSize, Notice, NoticeSalt
from enforcement.publication.proofs import Tree
from enforcement.publication.publiclog import LIST_SALT, Event, EventKind, PublicHead, commitment, signed_head
from enforcement.publication.publiclog_queries import ListVersion
from enforcement.publication.rules import State

SALT_BYTES = 32
GONE = (State.SUPERSEDED, State.EXPIRED)


def log_published(work: UnitOfWork, row: Notice) -> None:
    """Hatch within the room: the text is up. A correction names the entry it replaces, whose text salt goes."""
    work.session.flush()
    before = _replaced(work, row)
    address, content = (secrets.token_hex(SALT_BYTES) for _ in range(2))
    event = _append(
        work,
        kind=EventKind.CORRECTED if before else EventKind.PUBLISHED,
        notice=_name(address, row.id),
        content=commitment(content, "content", row.content_sha256),
        replaces=_name(before.address_salt, before.notice_id) if before else None,
    )
    salt = NoticeSalt(notice_id=row.id, position=event.position, address_salt=address, content_salt=content)
    work.session.add(salt)
    _forget_texts(work, row)


def _replaced(work: UnitOfWork, row: Notice) -> NoticeSalt | None:
    """The notice this one took the place of; None where that one had been taken down before."""
    before = work.session.get(Notice, row.replaces) if row.replaces else None
    if before is None or before.superseded_by != row.id:
        return None
    return work.session.get(NoticeSalt, before.id)


def log_withdrawn(work: UnitOfWork, row: Notice) -> None:
    """Hatch within the room: day and reason stay public, so the address can still be matched; the text no longer.

    What went up before there was a log has no salt yet, and is given one here: its mark is shown like any other.
    """
    work.session.flush()
    found = work.session.get(NoticeSalt, row.id)
    address = found.address_salt if found else secrets.token_hex(SALT_BYTES)
    event = _append(
        work,
        kind=EventKind.WITHDRAWN,
        notice=_name(address, row.id),
        reason=commitment(address, "reason", row.withdrawal_reason),
    )
    if found is None:
        work.session.add(NoticeSalt(notice_id=row.id, position=event.position, address_salt=address, content_salt=None))
    _forget_texts(work, row)


def log_expired(work: UnitOfWork, row: Notice) -> None:
    """Hatch within the room: the period is over. With the salts the last tie between entry and notice goes."""
    work.session.flush()
    _append(work, kind=EventKind.EXPIRED, notice=_name(_address_salt(work, row), row.id))
    work.session.flush()
    ended = select(Notice.id).where(Notice.case_id == row.case_id, Notice.state.in_(GONE))
    work.session.execute(delete(NoticeSalt).where(NoticeSalt.notice_id.in_(ended)))


def log_list(work: UnitOfWork, listed: ListVersion, *, replaces: str | None) -> bool:
    """Hatch within the room: False where another run entered it first; the lock makes sure that this is seen."""
    work.session.execute(select(LogSize).with_for_update())
    if work.session.scalars(select(LogEvent.position).where(LogEvent.notice == listed.commitment)).first() is not None:
        return False
    _append(
        work,
        kind=EventKind.CORRECTED if replaces else EventKind.PUBLISHED,
        notice=listed.commitment,
        content=commitment(LIST_SALT, "content", listed.content_sha256),
        replaces=replaces,
    )
    return True


def _address_salt(work: UnitOfWork, row: Notice) -> str:
    """A notice published before there was a log has none; its ending is logged all the same, tied to nothing."""
    found = work.session.get(NoticeSalt, row.id)
    return found.address_salt if found else secrets.token_hex(SALT_BYTES)


def _name(salt: str, notice_id: UUID) -> str:
    return commitment(salt, "notice", str(notice_id))


def _forget_texts(work: UnitOfWork, row: Notice) -> None:
    work.session.flush()
    down = select(Notice.id).where(Notice.case_id == row.case_id, Notice.state != State.PUBLISHED)
    known = (NoticeSalt.notice_id.in_(down), NoticeSalt.content_salt.is_not(None))
    work.session.execute(update(NoticeSalt).where(*known).values(content_salt=None))


def _append(
    work: UnitOfWork,
    *,
    kind: EventKind,
    notice: str,
    content: str | None = None,
    reason: str | None = None,
    replaces: str | None = None,
) -> LogEvent:
    counted = update(LogSize).values(size=LogSize.size + 1).returning(LogSize.size)
    position = work.session.execute(counted).scalar_one() - 1
    event = Event(
        position=position, at=work.now, kind=kind, notice=notice, content=content, reason=reason, replaces=replaces
    )
    body = event.body()
    row = LogEvent(
        position=position, at=work.now, kind=kind, notice=notice, body=body.decode(), leaf=leaf_hash(body).hex()
    )
    work.session.add(row)
    work.seal(row)
    work.about(log_position=position)
    return row


def due_public_heads(work: UnitOfWork) -> Sequence[int]:
    """For the timetable: the size to be signed, when the log has grown or no head was signed today."""
    size = work.session.execute(select(LogSize.size)).scalar_one()
    last = _newest(work)
    signed = last is not None and last.size == size and shanghai_day(last.at) == work.today
    return [] if signed else [size]


def _newest(work: UnitOfWork) -> LogHead | None:
    return work.session.scalars(select(LogHead).order_by(LogHead.size.desc(), LogHead.at.desc()).limit(1)).first()


@use_case(Permission.SIGN_HEAD, verb="publication.log_head_signed")
def sign_public_head(work: UnitOfWork, *, signer: Signer) -> PublicHead:
    """Only a log that continues the one signed last is signed: a signature must not cover up a rewriting."""
    tree = Tree()
    tree.extend(bytes.fromhex(leaf) for leaf in work.session.scalars(select(LogEvent.leaf).order_by(LogEvent.position)))
    _continues(tree, _newest(work))
    head = signed_head(signer, size=tree.size, root=tree.root().hex(), at=_not_before(work))
    row = LogHead(id=uuid4(), **asdict(head))
    work.session.add(row)
    work.seal(row)
    work.about(size=head.size, root=head.root, key=head.key_id)
    return head


def _not_before(work: UnitOfWork) -> datetime:
    last = _newest(work)
    return max(work.now, last.at) if last else work.now


def _continues(tree: Tree, last: LogHead | None) -> None:
    if last and (last.size > tree.size or tree.root(last.size).hex() != last.root):
        raise RuleBroken(
            "PUBLIC_LOG_REWRITTEN",
            "公开日志与上一次签名的内容不符，不再签名；请立即核对（enforcement verify）。",
            basis="《行政处罚法》第四十七条、第四十八条",
        )
