import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.audit.models import JournalEntry, JournalHead, JournalSize
from enforcement.audit.signing import Head
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of

REFUSED = "access.refused"


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    position: int
    chain: UUID
    seq: int
    at: datetime
    actor_id: UUID
    actor_name: str
    verb: str
    facts: dict[str, object]
    body: str
    prev: str
    hash: str
    leaf: str

    @property
    def day(self) -> date:
        return shanghai_day(self.at)


def _row(entry: JournalEntry) -> EntryRow:
    told = json.loads(entry.body)
    return EntryRow(
        position=entry.position,
        chain=entry.chain,
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=told["actor_name"],
        verb=entry.verb,
        facts=told["facts"],
        body=entry.body,
        prev=entry.prev,
        hash=entry.hash,
        leaf=entry.leaf,
    )


def leaves(session: Session) -> list[bytes]:
    hexes = session.scalars(select(JournalEntry.leaf).order_by(JournalEntry.position))
    return [bytes.fromhex(leaf) for leaf in hexes]


def of_case(session: Session, case_id: CaseId) -> Sequence[EntryRow]:
    found = select(JournalEntry).where(JournalEntry.chain == case_id).order_by(JournalEntry.seq)
    return [_row(entry) for entry in session.scalars(found)]


def refusals(session: Session, *, naming: str) -> Sequence[EntryRow]:
    """Refused attempts whose address names this thing, the earliest first."""
    found = select(JournalEntry).where(
        JournalEntry.verb == REFUSED, JournalEntry.body.contains(naming, autoescape=True)
    )
    return [_row(entry) for entry in session.scalars(found.order_by(JournalEntry.position))]


def newest(session: Session, *, before: int | None = None) -> Page[EntryRow]:
    found = select(JournalEntry).order_by(JournalEntry.position.desc()).limit(PAGE_SIZE + 1)
    if before is not None:
        found = found.where(JournalEntry.position < before)
    rows = [_row(entry) for entry in session.scalars(found)]
    return page_of(rows, size=PAGE_SIZE, mark=lambda row: str(row.position))


def stored(session: Session) -> Iterator[JournalEntry]:
    """All entries in log order, a thousand at a time: `verify` must not need the log in memory."""
    return iter(session.scalars(select(JournalEntry).order_by(JournalEntry.position).execution_options(yield_per=1000)))


def stated_size(session: Session) -> int:
    return session.execute(select(JournalSize.size)).scalar_one()


def heads(session: Session, *, limit: int | None = None) -> list[Head]:
    found = select(JournalHead).order_by(JournalHead.size.desc()).limit(limit)
    return [_head(row) for row in session.scalars(found)]


def _head(row: JournalHead) -> Head:
    return Head(
        size=row.size,
        root=row.root,
        at=row.at,
        key_id=row.key_id,
        public_key=row.public_key,
        signature=row.signature,
    )
