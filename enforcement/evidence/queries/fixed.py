"""What the store must hold, what it was last seen to hold, and what it no longer needs to hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Uuid,
    and_,
    cast,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from enforcement.evidence import rules
from enforcement.evidence.models import (
    CopyRequest,
    Derivative,
    DisposedItem,
    FixityCheck,
    FurtherCopy,
    Item,
    TextRecord,
)
from enforcement.evidence.names import SOUNDNESS_NAMES, Soundness
from enforcement.evidence.queries.kept import record_values
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId

# Rooms above that keep objects of their own before they are evidence: each a select of key, digest and size.
FURTHER: list[Select[*tuple[Any, ...]]] = []


@dataclass(frozen=True, kw_only=True)
class KeptObject:
    """An object as it must be, and one item that needs it; none while it waits in an inbox."""

    key: str
    sha256: str
    size: int
    item_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    id: UUID
    object_key: str
    item_id: UUID | None
    checked_at: datetime
    result: Soundness
    sha256_seen: str
    size: int
    milliseconds: int

    @property
    def result_name(self) -> str:
        return SOUNDNESS_NAMES[self.result]


@dataclass(frozen=True, kw_only=True)
class UnsoundRow:
    """An item whose original was last seen changed, missing or unreadable."""

    item_id: UUID
    seq: int
    title: str
    result: Soundness
    checked_at: datetime

    @property
    def sentence(self) -> str:
        return f"证据{self.seq}《{self.title}》{SOUNDNESS_NAMES[self.result]}"


@dataclass(frozen=True, kw_only=True)
class FixitySummary:
    """`recent` of `objects` were read back within thirty days."""

    objects: int
    recent: int
    unsound: int
    last_finding: CheckRow | None

    @property
    def percent(self) -> int:
        return self.recent * 100 // self.objects if self.objects else 100

    @property
    def sentence(self) -> str:
        share = f"近 {rules.CHECKED_WITHIN.days} 天内核验 {self.recent}/{self.objects} 个文件（{self.percent}%）"
        return f"{share}，{f'现有异常 {self.unsound} 个' if self.unsound else '没有异常'}。"


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every object this room knows, with the digest it must have. One pair for bytes that several items share.

    Bytes whose every item was disposed of need not be there any more.
    """
    originals = select(Item.object_key, Item.sha256).where(Item.object_key.is_not(None), _stands(Item.id))
    copies = select(Derivative.object_key, Derivative.sha256).where(_stands(Derivative.item_id))
    clips = _clips(FurtherCopy.object_key, FurtherCopy.sha256)
    for key, sha256 in session.execute(originals.union(copies, clips)):
        yield str(key), str(sha256)


def _clips(*columns: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """Further copies that stay. Marked ones are removed after a day and need not be there."""
    asked = select(*columns).join(CopyRequest, CopyRequest.id == FurtherCopy.request_id)
    return asked.where(FurtherCopy.expires_at.is_(None), _stands(CopyRequest.item_id))


def _stands(item_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return not_(exists().where(DisposedItem.item_id == item_id))


def text_digests(session: Session) -> Iterator[tuple[UUID, str, str]]:
    """Item id, the digest it was frozen with, and the digest of the words as they stand now."""
    found = select(Item.sha256, TextRecord).join(TextRecord, TextRecord.item_id == Item.id)
    for sha256, record in session.execute(found):
        yield record.item_id, sha256, rules.record_digest(record_values(record))


def _kept() -> Subquery:
    """Originals and copies of items that stand; a key shared by several items appears once for each."""
    originals = select(
        Item.object_key.label("key"), Item.sha256.label("sha256"), Item.size.label("size"), Item.id.label("item_id")
    ).where(Item.object_key.is_not(None), _stands(Item.id))
    copies = select(Derivative.object_key, Derivative.sha256, Derivative.size, Derivative.item_id).where(
        _stands(Derivative.item_id)
    )
    clips = _clips(FurtherCopy.object_key, FurtherCopy.sha256, FurtherCopy.size, CopyRequest.item_id)
    further = [found.add_columns(cast(null(), Uuid).label("item_id")) for found in FURTHER]
    return union(originals, copies, clips, *further).subquery("kept")


def _newest() -> Subquery:
    """The last check of each object."""
    times = select(FixityCheck.object_key, func.max(FixityCheck.checked_at).label("at")).group_by(
        FixityCheck.object_key
    )
    last = times.subquery("last_time")
    same = and_(FixityCheck.object_key == last.c.object_key, FixityCheck.checked_at == last.c.at)
    return select(FixityCheck).join(last, same).subquery("newest")


def due_for_check(session: Session, now: datetime, *, limit: int) -> Sequence[KeptObject]:
    """Never read back, or longest ago, first; what was found wrong is looked at again the next day."""
    kept, newest = _kept(), _newest()
    waited = or_(
        newest.c.checked_at.is_(None),
        newest.c.checked_at < now - rules.CHECK_AGAIN,
        and_(newest.c.result != Soundness.OK, newest.c.checked_at < now - rules.CHECK_UNSOUND_AGAIN),
    )
    found = (
        select(kept)
        .outerjoin(newest, newest.c.object_key == kept.c.key)
        .where(waited)
        .order_by(newest.c.checked_at.is_not(None), newest.c.checked_at, kept.c.key)
        .limit(limit)
    )
    once = {row.key: row for row in session.execute(found)}
    return [KeptObject(key=row.key, sha256=row.sha256, size=row.size, item_id=row.item_id) for row in once.values()]


def bytes_checked_since(session: Session, moment: datetime) -> int:
    found = select(func.coalesce(func.sum(FixityCheck.size), 0)).where(FixityCheck.checked_at > moment)
    return int(session.scalar(found) or 0)


def last_check(session: Session, key: str) -> CheckRow | None:
    found = select(FixityCheck).where(FixityCheck.object_key == key).order_by(FixityCheck.checked_at.desc()).limit(1)
    row = session.scalars(found).first()
    return check_row(row) if row else None


def checks_of(session: Session, item_id: UUID) -> Sequence[CheckRow]:
    """Of the original; checks made for another item with the same bytes count for this one too."""
    row = session.get(Item, item_id)
    if row is None:
        raise NotFound
    found = select(FixityCheck).where(FixityCheck.object_key == row.object_key, FixityCheck.checked_at >= row.sealed_at)
    return [check_row(one) for one in session.scalars(found.order_by(FixityCheck.checked_at))]


def fixity_findings(session: Session, *, limit: int = 50) -> Sequence[CheckRow]:
    """What was not as it should be, the newest first."""
    found = select(FixityCheck).where(FixityCheck.result != Soundness.OK)
    rows = session.scalars(found.order_by(FixityCheck.checked_at.desc(), FixityCheck.id).limit(limit))
    return [check_row(row) for row in rows]


def fixity_summary(session: Session, now: datetime) -> FixitySummary:
    kept, newest = _kept(), _newest()
    seen = select(func.count(func.distinct(kept.c.key))).join(newest, newest.c.object_key == kept.c.key)
    return FixitySummary(
        objects=session.scalar(select(func.count(func.distinct(kept.c.key)))) or 0,
        recent=session.scalar(seen.where(newest.c.checked_at > now - rules.CHECKED_WITHIN)) or 0,
        unsound=session.scalar(seen.where(newest.c.result != Soundness.OK)) or 0,
        last_finding=next(iter(fixity_findings(session, limit=1)), None),
    )


def unsound(session: Session, case_id: CaseId) -> Sequence[UnsoundRow]:
    """Items of the case that may not be archived as they lie (AV test 3)."""
    newest = _newest()
    found: Select[Item, str, datetime] = (
        select(Item, newest.c.result, newest.c.checked_at)
        .join(newest, newest.c.object_key == Item.object_key)
        .where(Item.case_id == case_id, newest.c.result != Soundness.OK, _stands(Item.id))
        .order_by(Item.seq)
    )
    return [
        UnsoundRow(item_id=row.id, seq=row.seq, title=row.title, result=Soundness(result), checked_at=at)
        for row, result, at in session.execute(found)
    ]


def sharers(session: Session, item_id: UUID) -> Sequence[UUID]:
    """Other items that stand on the same bytes."""
    own = session.get(Item, item_id)
    if own is None or own.object_key is None:
        return []
    found = select(Item.id).where(Item.object_key == own.object_key, Item.id != item_id, _stands(Item.id))
    return session.scalars(found.order_by(Item.id)).all()


def still_needed(session: Session, key: str) -> bool:
    """Whether an item that stands, or a recording not yet linked, needs this object."""
    original = exists().where(Item.object_key == key, _stands(Item.id))
    copy = exists().where(Derivative.object_key == key, _stands(Derivative.item_id))
    waiting = (found.subquery() for found in FURTHER)
    further = [exists().where(rows.c[0] == key) for rows in waiting]
    return bool(session.scalar(select(or_(original, copy, *further))))


def objects_of(session: Session, item_id: UUID) -> Sequence[str]:
    """The original's key first, then the copies made of it."""
    original = session.scalars(select(Item.object_key).where(Item.id == item_id, Item.object_key.is_not(None)))
    copies = session.scalars(select(Derivative.object_key).where(Derivative.item_id == item_id))
    clips = session.scalars(_clips(FurtherCopy.object_key).where(CopyRequest.item_id == item_id))
    return list(dict.fromkeys(str(key) for key in [*original, *copies, *clips]))


def check_row(row: FixityCheck) -> CheckRow:
    own = {name: getattr(row, name) for name in CheckRow.__dataclass_fields__}
    return CheckRow(**own | {"result": Soundness(row.result)})
