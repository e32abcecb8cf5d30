"""Reads every table, for tests that ask what was written: how many rows, and which."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, MetaData, Table, func, select

from enforcement.bootstrap import Runtime

# `login_session` notes when somebody was last seen; `alembic_version` is the migration tool's own.
NOT_RECORDS = frozenset({"login_session", "alembic_version"})
INDEX = "notice_words"  # SQLite's search index: a virtual table and its shadows, which hold no record of their own
JOURNAL = frozenset({"journal_entry"})


def engine_of(runtime: Runtime) -> Engine:
    engine: Engine = runtime.writing.kw["bind"]
    return engine


@cache
def tables(engine: Engine) -> list[Table]:
    """The schema as it stands on first asking; reading it anew before each count would cost more than the count."""
    found = MetaData()
    found.reflect(engine)
    return [
        table for table in found.sorted_tables if table.name not in NOT_RECORDS and not table.name.startswith(INDEX)
    ]


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables(engine)
        }


def contents(engine: Engine) -> dict[str, str]:
    """A digest of all rows of each table: also a changed row shows."""
    with engine.connect() as connection:
        return {
            table.name: hashlib.sha256(
                "\n".join(sorted(str(tuple(row)) for row in connection.execute(select(table)))).encode()
            ).hexdigest()
            for table in tables(engine)
        }


def grown(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By how much each table grew, where it did."""
    return {name: count - before[name] for name, count in after.items() if count != before[name]}


def files(folder: Path) -> set[str]:
    """Stored objects below the data folder, the database's own files aside."""
    return {path.relative_to(folder).as_posix() for path in (folder / "objects").rglob("*") if path.is_file()}
