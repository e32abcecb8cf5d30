"""What the board reads of the public log: three views, in the role that may read nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from enforcement.kernel.db import UtcDateTime
from enforcement.publication.public_queries import NOTICE
from enforcement.publication.publiclog import EventKind, PublicHead, list_commitment
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.public_lists import VERSION

VIEWS = MetaData()
EVENT = Table(
    "public_log_event",
    VIEWS,
    Column("position", Integer),
    *(Column(name, String) for name in ("kind", "notice", "leaf")),
    Column("body", Text),
)
HEAD = Table(
    "public_log_head",
    VIEWS,
    Column("id", Uuid),
    Column("size", Integer),
    Column("at", UtcDateTime),
    *(Column(name, String) for name in ("root", "key_id", "public_key", "signature")),
)
SALT = Table(
    "public_log_salt",
    VIEWS,
    Column("notice_id", Uuid),
    Column("position", Integer),
    *(Column(name, String) for name in ("address_salt", "content_salt")),
)
HEAD_COLUMNS = tuple(HEAD.c[name] for name in PublicHead.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class EventRow:
    position: int
    kind: EventKind
    notice: str
    body: str
    leaf: str


@dataclass(frozen=True, kw_only=True)
class SaltRow:
    position: int
    address_salt: str
    content_salt: str | None


@dataclass(frozen=True, kw_only=True)
class ListVersion:
    kind: ListKind
    version: int
    content_sha256: str

    @property
    def commitment(self) -> str:
        return list_commitment(self.kind, self.version)

    @property
    def title(self) -> str:
        return f"{LISTS[self.kind].title}第 {self.version} 版"


def list_versions(session: Session) -> Sequence[ListVersion]:
    """In the order they were confirmed."""
    wanted = (VERSION.c.kind, VERSION.c.version, VERSION.c.content_sha256)
    rows = session.execute(select(*wanted).order_by(VERSION.c.confirmed_on, VERSION.c.kind, VERSION.c.version))
    return [ListVersion(kind=ListKind(kind), version=version, content_sha256=sha) for kind, version, sha in rows]


def list_version(session: Session, kind: str, version: int) -> ListVersion | None:
    return next((row for row in list_versions(session) if (row.kind, row.version) == (kind, version)), None)


def heads(session: Session, *, limit: int) -> Sequence[PublicHead]:
    """Newest first."""
    found = select(*HEAD_COLUMNS).order_by(HEAD.c.size.desc(), HEAD.c.at.desc()).limit(limit)
    return [PublicHead(**row) for row in session.execute(found).mappings()]


def newest_head(session: Session) -> PublicHead | None:
    return next(iter(heads(session, limit=1)), None)


def leaves(session: Session, *, start: int, stop: int) -> Iterator[bytes]:
    found = select(EVENT.c.leaf).where(EVENT.c.position >= start, EVENT.c.position < stop)
    return (bytes.fromhex(leaf) for leaf in session.scalars(found.order_by(EVENT.c.position)))


def events(session: Session, *, start: int, stop: int) -> Sequence[EventRow]:
    return _events(session, EVENT.c.position >= start, EVENT.c.position < stop)


def events_of(session: Session, notice: str) -> Sequence[EventRow]:
    """Everything entered under this commitment, in order."""
    return _events(session, EVENT.c.notice == notice)


def event_with_leaf(session: Session, leaf: str) -> EventRow | None:
    return next(iter(_events(session, EVENT.c.leaf == leaf)), None)


def _events(session: Session, *conditions: object) -> Sequence[EventRow]:
    found = select(*EVENT.c).where(*conditions).order_by(EVENT.c.position)  # type: ignore[arg-type]
    rows = session.execute(found).mappings()
    return [EventRow(**dict(row) | {"kind": EventKind(row["kind"])}) for row in rows]


def notice_with_digest(session: Session, digest: str) -> UUID | None:
    """By the SHA-256 printed on a sheet; only what is up now still has one."""
    return session.scalars(select(NOTICE.c.id).where(NOTICE.c.content_sha256 == digest).limit(1)).first()


def salt(session: Session, notice_id: UUID) -> SaltRow | None:
    wanted = (SALT.c.position, SALT.c.address_salt, SALT.c.content_salt)
    row = session.execute(select(*wanted).where(SALT.c.notice_id == notice_id)).mappings().first()
    return SaltRow(**row) if row else None
