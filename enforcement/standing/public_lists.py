"""What the board reads of the standing lists and cards: two views of its own, and the certificates valid today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Column, Date, Integer, MetaData, RowMapping, String, Table, Text, select
from sqlalchemy.orm import Session

from enforcement.standing import rules
from enforcement.standing.kinds import LISTS, ListFacts, ListKind
from enforcement.standing.rules import Content, Standing

VIEWS = MetaData()
VERSION = Table(
    "public_standing_list",
    VIEWS,
    Column("kind", String),
    Column("version", Integer),
    Column("content", Text),
    Column("content_sha256", String),
    Column("confirmed_on", Date),
    Column("in_force_from", Date),
)
CARD = Table(
    "public_card",
    VIEWS,
    Column("stands", Integer),
    *(Column(name, String) for name in ("token", "name", "unit", "certificate_no")),
    *(Column(name, Date) for name in ("valid_from", "valid_to")),
)
OFFICER = Table(
    "public_officer", VIEWS, Column("certificate_no", String), *(Column(n, Date) for n in ("valid_from", "valid_to"))
)


@dataclass(frozen=True, kw_only=True)
class PublicVersion:
    """`replaced_on`: the first day of the version after it. `hidden`: rows of officers whose certificate lapsed."""

    kind: ListKind
    version: int
    content: Content
    written: str
    content_sha256: str
    confirmed_on: date
    in_force_from: date
    replaced_on: date | None = None
    hidden: int = 0

    @property
    def facts(self) -> ListFacts:
        return LISTS[self.kind]

    def in_force(self, day: date) -> bool:
        return self.in_force_from <= day and (self.replaced_on is None or day < self.replaced_on)


@dataclass(frozen=True, kw_only=True)
class PublicCard:
    """Of a card that does not count no name is known here at all."""

    standing: Standing
    name: str
    unit: str
    certificate_no: str
    valid_from: date
    valid_to: date


def versions(session: Session, kind: ListKind, *, today: date) -> Sequence[PublicVersion]:
    """Newest first, those announced for a coming day included."""
    rows = session.execute(select(*VERSION.c).where(VERSION.c.kind == kind).order_by(VERSION.c.version)).mappings()
    read = [_version(row) for row in rows]
    after = [*(row.in_force_from for row in read[1:]), None]
    dated = [replace(row, replaced_on=until) for row, until in zip(read, after, strict=False)]
    return [_without_lapsed(session, row, today=today) for row in reversed(dated)]


def _version(row: RowMapping) -> PublicVersion:
    plain = ("version", "content_sha256", "confirmed_on", "in_force_from")
    return PublicVersion(
        kind=ListKind(row["kind"]),
        content=rules.read(row["content"]),
        written=row["content"],
        **{name: row[name] for name in plain},
    )


def _without_lapsed(session: Session, version: PublicVersion, *, today: date) -> PublicVersion:
    """PUB-A2: whose certificate does not count today is on no public list, whichever version is read."""
    if version.kind is not ListKind.OFFICERS:
        return version
    found = select(OFFICER.c.certificate_no).where(OFFICER.c.valid_from <= today, OFFICER.c.valid_to >= today)
    valid = set(session.scalars(found))
    rows = tuple(row for row in version.content.rows if row["certificate_no"] in valid)
    hidden = len(version.content.rows) - len(rows)
    content = Content(rows=rows, text=version.content.text)
    # what is given away as bytes must not say more than the page
    return replace(version, content=content, hidden=hidden, written=content.written() if hidden else version.written)


def current(session: Session, kind: ListKind, *, today: date) -> PublicVersion | None:
    return next((row for row in versions(session, kind, today=today) if row.in_force(today)), None)


def overview(session: Session, *, today: date) -> Sequence[tuple[ListKind, ListFacts, date | None]]:
    """Every list there should be, and since when one is in force; None where nothing has been made public yet."""
    found = select(VERSION.c.kind, VERSION.c.in_force_from).where(VERSION.c.in_force_from <= today)
    since = {row.kind: row.in_force_from for row in session.execute(found.order_by(VERSION.c.version))}
    return [(kind, facts, since.get(kind)) for kind, facts in LISTS.items()]


def card(session: Session, token: str, *, today: date) -> PublicCard | None:
    row = session.execute(select(*CARD.c).where(CARD.c.token == token)).mappings().first()
    if row is None:
        return None
    standing = rules.standing_of(
        valid_from=row["valid_from"], valid_to=row["valid_to"], stands=bool(row["stands"]), today=today
    )
    shown = standing in {Standing.VALID, Standing.NOT_YET, Standing.EXPIRED}
    return PublicCard(
        standing=standing,
        name=row["name"] or "" if shown else "",
        unit=row["unit"] or "" if shown else "",
        **{name: row[name] for name in ("certificate_no", "valid_from", "valid_to")},
    )
