"""The two databases behind one code. Where SQLite and PostgreSQL differ, the difference sits here and in migrations."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, Uuid, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Each is asserted when a connection opens: off by default, and each one off lets a forbidden write through.
SQLITE_PRAGMAS = {
    "foreign_keys": "1",
    "recursive_triggers": "1",  # else INSERT OR REPLACE walks past the delete triggers
    "synchronous": "2",  # FULL: an acknowledged commit survives a power cut
    "trusted_schema": "0",
    "busy_timeout": "10000",
}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
POSTGRES_OPTIONS = "-c lock_timeout=10s -c statement_timeout=60s -c timezone=UTC -c search_path=public"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware out. SQLite forgets the zone, so UTC is written and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), uuid.UUID: Uuid()}  # noqa: RUF012 -- SQLAlchemy's own protocol


class Identified:
    """Random 128-bit key: nothing about order or number can be read from an address."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)


def connect(url: str, *, reading: bool = False) -> Engine:
    """An engine with the settings the invariants rest on. `reading` opens SQLite without the write lock.

    Values never appear in its errors: logs carry ids, not names or texts.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _connect_sqlite(url, reading=reading)
    options = {"options": POSTGRES_OPTIONS}
    return create_engine(url, connect_args=options, pool_pre_ping=True, pool_size=10, hide_parameters=True)


def _connect_sqlite(url: str, *, reading: bool) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 10}, hide_parameters=True)
    begin = "BEGIN" if reading else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _settle(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        settle_sqlite(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def settle_sqlite(connection: Any) -> None:
    """Set every pragma and read it back; a connection that does not keep them is refused."""
    connection.isolation_level = None  # the driver must not open transactions of its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    for name, value in SQLITE_PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
        found = str(cursor.execute(f"PRAGMA {name}").fetchone()[0])
        if found != value:
            raise RuntimeError(f"SQLite keeps {name}={found}, needed {value}")
    cursor.close()


def settings_that_lose_commits(engine: Engine) -> list[str]:
    """Names of the settings by which a PostgreSQL server may forget a commit it has acknowledged."""
    if engine.dialect.name != "postgresql":
        return []
    with engine.connect() as connection:
        return [name for name in DURABLE if connection.execute(text(f"SHOW {name}")).scalar_one() == "off"]


def row_name(row: Base) -> str:
    """How the journal names a row: table and key."""
    mapper = inspect(type(row))
    return f"{mapper.persist_selectable}/{'/'.join(str(value) for value in mapper.primary_key_from_instance(row))}"


def row_digest(row: Base) -> str:
    """SHA-256 over every column, so a row changed behind the service's back no longer matches its journal entry."""
    return hashlib.sha256(row_text(row).encode()).hexdigest()


def row_text(row: Base) -> str:
    """Every column, spelled in the one way its digest is taken of."""
    columns = inspect(type(row)).columns
    values = {column.name: _stable(getattr(row, key)) for key, column in columns.items()}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _stable(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, str | int | bool) else str(value)
