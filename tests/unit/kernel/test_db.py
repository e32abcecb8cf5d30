"""Times with zones, the settings SQLite must keep, and the digest a sealed row is held against."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import String, inspect, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from enforcement.kernel.db import (
    SQLITE_PRAGMAS,
    Base,
    Identified,
    UtcDateTime,
    connect,
    row_digest,
    row_name,
    settle_sqlite,
)


class Own(DeclarativeBase):
    """Apart from the models of the house, so that their metadata stays theirs."""

    metadata = Base.metadata.__class__(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class Sheet(Identified, Own):
    __tablename__ = "sheet"

    title: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    day: Mapped[date]
    at: Mapped[datetime]
    note: Mapped[str | None] = mapped_column(String(20))


def sheet(**changes: object) -> Sheet:
    given = {"id": UUID(int=7), "title": "告知书", "amount": 100, "day": date(2026, 3, 9), "note": None}
    return Sheet(**(given | {"at": datetime(2026, 3, 9, 1, tzinfo=UTC)} | changes))


@pytest.fixture
def engine(tmp_path):
    opened = connect(f"sqlite:///{tmp_path / 'sheets.sqlite3'}")
    Own.metadata.create_all(opened)
    yield opened
    opened.dispose()


def test_a_time_comes_back_as_the_moment_it_was(engine):
    beijing = timezone(timedelta(hours=8))
    with Session(engine) as session:
        session.add(sheet(at=datetime(2026, 3, 9, 9, 0, 0, 123456, tzinfo=beijing)))
        session.commit()
    with Session(engine) as session:
        found = session.get_one(Sheet, UUID(int=7))
        assert found.at == datetime(2026, 3, 9, 1, 0, 0, 123456, tzinfo=UTC)
        assert found.at.tzinfo is UTC


def test_a_time_without_zone_is_not_stored(engine):
    kind = UtcDateTime()
    with pytest.raises(ValueError, match="without a zone"):
        kind.process_bind_param(datetime(2026, 3, 9), engine.dialect)  # noqa: DTZ001 -- the fault itself
    assert kind.process_bind_param(None, engine.dialect) is None
    assert kind.process_result_value(None, engine.dialect) is None


@pytest.mark.parametrize(("name", "value"), SQLITE_PRAGMAS.items())
def test_every_connection_keeps_the_settings(engine, name, value):
    for _ in range(2):
        with engine.connect() as connection:
            assert str(connection.execute(text(f"PRAGMA {name}")).scalar_one()) == value


def test_a_connection_that_does_not_keep_them_is_refused():
    class Deaf:
        isolation_level = ""

        def cursor(self):
            return self

        def execute(self, _statement):
            return self

        def fetchone(self):
            return (0,)

        def close(self):
            return None

    with pytest.raises(RuntimeError, match="SQLite keeps"):
        settle_sqlite(Deaf())


def test_a_row_is_named_by_table_and_key():
    assert row_name(sheet()) == f"sheet/{UUID(int=7)}"


LATER = datetime(2026, 3, 9, 2, tzinfo=UTC)
CHANGES = {"title": "决定书", "amount": 101, "day": date(2026, 3, 10), "note": "", "at": LATER}


@pytest.mark.parametrize("name", CHANGES)
def test_any_changed_column_changes_the_digest(name):
    assert row_digest(sheet(**{name: CHANGES[name]})) != row_digest(sheet())
    assert set(CHANGES) | {"id"} == {column.key for column in inspect(Sheet).columns}


def test_the_digest_is_the_same_after_reading_back(engine):
    before = row_digest(sheet())
    with Session(engine) as session:
        session.add(sheet())
        session.commit()
    with Session(engine) as session:
        assert row_digest(session.get_one(Sheet, UUID(int=7))) == before


def test_a_reading_engine_takes_no_write_lock(tmp_path):
    url = f"sqlite:///{tmp_path / 'both.sqlite3'}"
    writing, reading = connect(url), connect(url, reading=True)
    Own.metadata.create_all(writing)
    with reading.connect() as one, writing.connect() as two:
        one.execute(text("SELECT count(*) FROM sheet")).scalar_one()
        two.execute(text("DELETE FROM sheet"))
        two.commit()
        assert not two.in_transaction()
    for engine in (writing, reading):
        engine.dispose()
