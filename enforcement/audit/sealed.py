"""Rows that were declared final: the journal keeps their digests, and here they are held against the rows of today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Mapper, Session

from enforcement.kernel.db import Base, row_digest, row_text
from enforcement.kernel.tables import load_models

PREFIX = "row "
AT_ONCE = 500
READ: dict[type, Any] = {UUID: UUID, int: int, str: str, date: date.fromisoformat}


class SealedRows:
    """Fed in log order. A row may be sealed again at a later step: only its last digest must still hold."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tables = _mappers()
        self._waiting: dict[str, str] = {}
        self._suspects: dict[str, str] = {}

    def note(self, facts: Mapping[str, object]) -> None:
        for name, digest in facts.items():
            if name.startswith(PREFIX):
                self._waiting[name.removeprefix(PREFIX)] = str(digest)
        if len(self._waiting) >= AT_ONCE:
            self._settle()

    def broken(self) -> Iterator[tuple[str, str]]:
        self._settle()
        yield from self._suspects.items()

    def _settle(self) -> None:
        for table, names in _by_table(self._waiting).items():
            present = self._present(table, names)
            for name in names:
                self._judge(name, present.get(name))
        self._waiting.clear()

    def _judge(self, name: str, present: str | None) -> None:
        self._suspects.pop(name, None)
        if present is None:
            self._suspects[name] = "已定稿的记录被删除，或者无法读取。"
        elif present != self._waiting[name]:
            self._suspects[name] = "已定稿的记录与留痕中的校验值不符，已被改动。"

    def _present(self, table: str, names: Sequence[str]) -> dict[str, str]:
        mapper = self._tables.get(table)
        rows = _rows(self._session, mapper, names) if mapper else ()
        return {name: row_digest(row) for name, row in rows}


def row_texts(session: Session, names: Sequence[str]) -> dict[str, str]:
    """The rows the journal calls by these names, as its digest is taken of it. The missing are left out."""
    tables, by_table = _mappers(), _by_table(names)
    known = [(tables[table], names) for table, names in by_table.items() if table in tables]
    return {name: row_text(row) for mapper, named in known for name, row in _rows(session, mapper, named)}


def _by_table(names: Iterable[str]) -> dict[str, list[str]]:
    by_table: dict[str, list[str]] = {}
    for name in names:
        by_table.setdefault(name.partition("/")[0], []).append(name)
    return by_table


def _rows(session: Session, mapper: Mapper[Any], names: Sequence[str]) -> Iterator[tuple[str, Base]]:
    keys = {key: name for name in names if (key := _key(mapper, name))}
    first, *rest = mapper.primary_key
    found = select(mapper.class_).where(first.in_({key[0] for key in keys}))
    for place, column in enumerate(rest, start=1):
        found = found.where(column.in_({key[place] for key in keys}))
    for row in session.scalars(found.execution_options(populate_existing=True)):
        name = keys.get(tuple(mapper.primary_key_from_instance(row)))
        if name:
            yield name, row


def _mappers() -> dict[str, Mapper[Any]]:
    load_models()
    tables = ((mapper.local_table, mapper) for mapper in Base.registry.mappers)
    return {table.name: mapper for table, mapper in tables if isinstance(table, Table)}


def _key(mapper: Mapper[Any], name: str) -> tuple[object, ...]:
    parts = name.split("/")[1:]
    if len(parts) != len(mapper.primary_key):
        return ()
    try:
        return tuple(_value(column, part) for column, part in zip(mapper.primary_key, parts, strict=True))
    except ValueError:  # a forged name
        return ()


def _value(column: ColumnElement[Any], part: str) -> object:
    return READ[column.type.python_type](part)
