"""What the board reads: database views, nothing else. Its database role could not read a table if this file tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    Uuid,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from enforcement.kernel.db import UtcDateTime
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.publication import finding
from enforcement.publication.content import Content, read
from enforcement.publication.rules import STATE_NAMES, State

VIEWS = MetaData()
NOTICE = Table(
    "published_notice",
    VIEWS,
    *(Column(name, Uuid) for name in ("id", "replaces", "superseded_by")),
    *(
        Column(name, String)
        for name in ("state", "policy", "content_sha256", "decision_no", "party_name", "uscc", "cause")
    ),
    *(Column(name, Date) for name in ("published_on", "withdrawn_on", "decided_on", "shown_until")),
    *(Column(name, Text) for name in ("content", "withdrawal_reason", "correction_note")),
)
HEAD = Table(
    "public_head",
    VIEWS,
    Column("size", Integer),
    Column("at", UtcDateTime),
    *(Column(name, String) for name in ("root", "key_id", "public_key", "signature")),
)
LISTING = Table(
    "public_listing",
    VIEWS,
    Column("id", Uuid),
    Column("state", String),
    *(Column(name, Date) for name in ("published_on", "shown_until")),
)
WITHHELD = Table("public_withheld", VIEWS, Column("year", Integer), Column("cases", Integer))
BODY = Table(
    "public_body",
    VIEWS,
    *(Column(name, String) for name in ("name", "uscc", "address", "phone", "reconsideration_body", "court")),
)
OFFICER = Table(
    "public_officer",
    VIEWS,
    *(Column(name, String) for name in ("name", "unit", "certificate_no")),
    *(Column(name, Date) for name in ("valid_from", "valid_to")),
)
MATTER = Table(
    "public_matter",
    VIEWS,
    *(Column(name, String) for name in ("code", "title", "violated", "applied", "range_kind", "base_name")),
    *(Column(name, Integer) for name in ("range_low", "range_high")),
    *(Column(name, Date) for name in ("in_force_from", "in_force_until")),
)
LONGEST_HISTORY = 50


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the public list. Of a withdrawn entry only its days and the public reason are known here at all."""

    id: UUID
    state: State
    published_on: date
    withdrawn_on: date | None
    withdrawal_reason: str
    replaces: UUID | None
    superseded_by: UUID | None
    text: Content | None
    written: str
    content_sha256: str
    correction_note: str

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    @property
    def corrected(self) -> bool:
        return bool(self.correction_note)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A former version of a notice: its days, and what the public was told about the correction."""

    published_on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class BodyFacts:
    name: str
    uscc: str
    address: str
    phone: str
    reconsideration_body: str
    court: str


@dataclass(frozen=True, kw_only=True)
class OfficerFacts:
    name: str
    unit: str
    certificate_no: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class MatterFacts:
    code: str
    title: str
    violated: str
    applied: str
    range_kind: str
    range_low: int
    range_high: int
    base_name: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class HeadFacts:
    size: int
    root: str
    at: datetime
    key_id: str
    public_key: str
    signature: str


def _listed(today: date) -> Select[tuple[UUID, date]]:
    """Up now, or marked as taken down. What is past its last day is gone even if no job has run."""
    up = (LISTING.c.state == State.PUBLISHED) & (LISTING.c.shown_until >= today)
    return select(LISTING.c.id, LISTING.c.published_on).where(or_(up, LISTING.c.state == State.WITHDRAWN))


def _entry(row: RowMapping) -> Entry:
    as_is = ("id", "published_on", "withdrawn_on", "replaces", "superseded_by")
    words = ("withdrawal_reason", "content_sha256", "correction_note")
    plain: dict[str, Any] = {name: row[name] for name in as_is} | {name: row[name] or "" for name in words}
    written = row["content"] or ""
    text = read(written) if written else None
    return Entry(state=State(row["state"]), text=text, written=written, **plain)


def listing(session: Session, *, today: date, after: str = "", size: int = PAGE_SIZE) -> Page[Entry]:
    """Newest first. `after` is a mark of the page before; one that is not ours raises ValueError."""
    found = _listed(today)
    if after:
        day, _, key = after.partition("_")
        mark = tuple_(literal(date.fromisoformat(day)), literal(UUID(key)))
        found = found.where(tuple_(LISTING.c.published_on, LISTING.c.id) < mark)
    newest = found.order_by(LISTING.c.published_on.desc(), LISTING.c.id.desc()).limit(size + 1)
    shown = entries(session, [row.id for row in session.execute(newest)])
    return page_of(shown, size=size, mark=lambda entry: f"{entry.published_on}_{entry.id}")


def entries(session: Session, ids: Sequence[UUID]) -> Sequence[Entry]:
    """In the order of the ids. They are looked up by key, since the view that masks cannot be read in an order."""
    rows = session.execute(select(*NOTICE.c).where(NOTICE.c.id.in_(ids))).mappings()
    shown = {entry.id: entry for entry in map(_entry, rows)}
    return [shown[key] for key in ids if key in shown]


def search(session: Session, words: str, *, today: date, after: str = "") -> Page[Entry]:
    """By party, document number or credit code, in what is up now; a withdrawn text can no longer be found by words."""
    ids = finding.found(session, words, today=today, after=UUID(after) if after else None, limit=PAGE_SIZE + 1)
    found = [entry for entry in entries(session, ids) if entry.text]
    return page_of(found, size=PAGE_SIZE, mark=lambda entry: str(entry.id))


def entry(session: Session, notice_id: UUID, *, today: date) -> Entry | None:
    """One read of one view, whether the id is unknown, unpublished or over: the three cannot be told apart."""
    row = session.execute(select(*NOTICE.c).where(NOTICE.c.id == notice_id)).mappings().first()
    found = _entry(row) if row else None
    over = found is not None and found.text is not None and found.text.publicity_until < today
    return None if over else found


def history(session: Session, shown: Entry) -> Sequence[Earlier]:
    """更正记录, newest first: former versions by their days; their texts are gone."""
    found: list[Earlier] = []
    key, note = shown.replaces, shown.correction_note
    while key is not None and len(found) < LONGEST_HISTORY:
        row = session.execute(
            select(NOTICE.c.published_on, NOTICE.c.replaces, NOTICE.c.correction_note).where(NOTICE.c.id == key)
        ).first()
        if row is None:
            break
        found.append(Earlier(published_on=row.published_on, note=note))
        key, note = row.replaces, row.correction_note or ""
    return found


def withheld_by_year(session: Session) -> Sequence[tuple[int, int]]:
    rows = session.execute(select(WITHHELD.c.year, WITHHELD.c.cases).order_by(WITHHELD.c.year.desc()))
    return [(year, cases) for year, cases in rows]


def body(session: Session) -> BodyFacts | None:
    row = session.execute(select(*BODY.c)).mappings().first()
    return BodyFacts(**row) if row else None


def officers(session: Session, *, today: date) -> Sequence[OfficerFacts]:
    """PUB-A2: whose certificate is not valid today is not on the list."""
    found = select(*OFFICER.c).where(OFFICER.c.valid_from <= today, OFFICER.c.valid_to >= today)
    rows = session.execute(found.order_by(OFFICER.c.unit, OFFICER.c.certificate_no)).mappings()
    return [OfficerFacts(**row) for row in rows]


def officer(session: Session, certificate_no: str, *, today: date) -> OfficerFacts | None:
    return next((one for one in officers(session, today=today) if one.certificate_no == certificate_no), None)


def matters(session: Session, *, today: date) -> Sequence[MatterFacts]:
    in_force = or_(MATTER.c.in_force_until.is_(None), MATTER.c.in_force_until >= today)
    found = select(*MATTER.c).where(MATTER.c.in_force_from <= today, in_force).order_by(MATTER.c.code)
    return [MatterFacts(**row) for row in session.execute(found).mappings()]


def heads(session: Session, *, limit: int = 60) -> Sequence[HeadFacts]:
    found = select(*HEAD.c).order_by(HEAD.c.size.desc()).limit(limit)
    return [HeadFacts(**row) for row in session.execute(found).mappings()]
