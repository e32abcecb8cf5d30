"""Writing the journal: entries in the caller's transaction, heads once a day."""

import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from enforcement.audit import queries, rules
from enforcement.audit.models import HOUSE_CHAIN, JournalEntry, JournalHead, JournalSize
from enforcement.audit.signing import Head, Signer
from enforcement.kernel.clock import Clock
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import AccountId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import Entry, UnitOfWork

NO_PREDECESSOR = "0" * 64
CLOCK_TOLERANCE = timedelta(seconds=2)


class ChainJournal:
    """Appends under the size row's lock, so positions have no gaps and a chain cannot fork."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def append(self, session: Session, entry: Entry) -> None:
        position = _next_position(session)
        chain: uuid.UUID = entry.case_id or HOUSE_CHAIN
        last = _last_of(session, chain)
        at = _recorded_at(self._clock.now(), last)
        prev = last.hash if last else NO_PREDECESSOR
        seq = last.seq + 1 if last else 1
        body = rules.canonical(
            {
                "chain": str(chain),
                "seq": seq,
                "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": str(entry.actor.id),
                "actor_name": entry.actor.name,
                "verb": entry.verb,
                "facts": entry.facts,
                "prev": prev,
            }
        )
        session.add(
            JournalEntry(
                position=position,
                chain=chain,
                seq=seq,
                at=at,
                actor_id=entry.actor.id,
                verb=entry.verb,
                body=body.decode(),
                prev=prev,
                hash=rules.entry_hash(body).hex(),
                leaf=rules.leaf_hash(body).hex(),
            )
        )
        session.flush()


def _next_position(session: Session) -> int:
    counted = update(JournalSize).values(size=JournalSize.size + 1).returning(JournalSize.size)
    return session.execute(counted).scalar_one() - 1


def _last_of(session: Session, chain: uuid.UUID) -> JournalEntry | None:
    newest = select(JournalEntry).where(JournalEntry.chain == chain).order_by(JournalEntry.seq.desc()).limit(1)
    return session.scalars(newest).first()


def _recorded_at(now: datetime, last: JournalEntry | None) -> datetime:
    """An entry may not be dated before its predecessor; a clock set back by more than a breath stops writing."""
    if last is None or now >= last.at:
        return now
    if last.at - now > CLOCK_TOLERANCE:
        raise RuleBroken(
            "CLOCK_WENT_BACK",
            "服务器时钟早于上一条记录的时间，已停止写入，请管理员校准时钟。",
            basis="执法全过程记录应当真实、可回溯（《行政处罚法》第四十七条）",
        )
    return last.at


@use_case(Permission.SIGN_HEAD, verb="audit.head_signed")
def sign_head(work: UnitOfWork, *, signer: Signer) -> Head:
    """Sign the log as it stands. Yesterday's database put back no longer contains today's head."""
    leaves = queries.leaves(work.session)
    head = signer.sign(len(leaves), rules.root(leaves).hex(), work.now)
    work.session.add(JournalHead(**asdict(head)))
    work.about(size=head.size, root=head.root, key=head.key_id)
    return head


@use_case(Permission.SIGN_IN, verb="access.refused")
def record_refusal(work: UnitOfWork, *, account: AccountId, address: str, reason: str) -> None:
    """A refused attempt is part of the record too (等级保护 8.1.4.3 安全审计)."""
    work.about(account=account, address=address, reason=reason)
