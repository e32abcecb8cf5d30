"""Up, down and up again, with data, on both databases; and at the head the tables are the models'."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, Table, inspect, select, text

import enforcement
from enforcement.audit.verification import verify
from enforcement.cases import queries, service
from enforcement.kernel.db import Base
from migrations import runner
from tests.bureau import Bureau
from tests.house import ledger
from tests.migrations.schema import described

SCRIPTS = ScriptDirectory(str(runner.FOLDER))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
NEWEST = runner.FOLDER / ".current-head"


def models() -> dict[str, Table]:
    for room in iter_modules(enforcement.__path__):
        folder = Path(enforcement.__path__[0]) / room.name
        if room.ispkg and any(part.name == "models" for part in iter_modules([str(folder)])):
            import_module(f"enforcement.{room.name}.models")
    return dict(Base.metadata.tables)


def test_revisions_are_one_line():
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert [SCRIPTS.get_revision(name).down_revision for name in REVISIONS] == [None, *REVISIONS[:-1]]


def test_the_newest_revision_is_written_down():
    """Two branches that each add a revision both change this file, so the second to merge has to look."""
    assert NEWEST.read_text("utf-8").split() == [REVISIONS[-1]]


def comparable(_thing: object, name: str | None, kind: str, *_more: object) -> bool:
    """SQLite does not report that a column of an index runs downwards, so this one always seems to differ.

    The search index is a virtual table with its own shadows on SQLite, and an index on an expression on PostgreSQL.
    """
    unlike = {("index", "ix_job_queue_task_queue_priority_id"), ("index", "notice_words")}
    return (kind, name) not in unlike and not (kind == "table" and str(name).startswith("notice_words"))


def test_at_the_head_the_tables_are_the_models(empty: Engine):
    runner.upgrade(empty)
    models()
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": comparable, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_at_the_head_the_checks_are_the_models(empty: Engine):
    """The tool above does not compare CHECK constraints."""
    runner.upgrade(empty)
    found = inspect(empty)
    stored = {name: {str(check["name"]) for check in found.get_check_constraints(name)} for name in models()}
    declared = {
        name: {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        for name, table in models().items()
    }
    assert stored == declared
    assert sum(map(len, declared.values())) > 20


def test_each_revision_steps_up_down_and_up(empty: Engine):
    """The schema is the same whether reached from below or from above."""
    before = described(empty)
    for revision in REVISIONS:
        runner.upgrade(empty, revision)
        there = described(empty)
        runner.downgrade(empty, "-1")
        assert described(empty) == before, f"{revision} leaves something behind"
        runner.upgrade(empty, revision)
        assert described(empty) == there, f"{revision} differs the second time"
        before = there


def test_all_the_way_down_leaves_an_empty_database(empty: Engine):
    runner.upgrade(empty)
    runner.downgrade(empty, "base")
    assert {name: rows for name, rows in described(empty).items() if rows} == {}


def test_upgrading_twice_changes_nothing(empty: Engine):
    runner.upgrade(empty)
    there = described(empty)
    runner.upgrade(empty)
    assert described(empty) == there


Rows = dict[str, list[dict[str, Any]]]


def kept(engine: Engine) -> Rows:
    """The rows of the tables that stand now, with the columns they have now. SQLite's search index keeps no rows."""
    ledger.tables.cache_clear()  # it remembers the schema, and the schema is what changes here
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in ledger.tables(engine)
        }


def only(rows: Rows, columns_of: Rows) -> dict[str, list[str]]:
    """Of `rows` the tables and columns that the other has too: a revision may add a column to a table below it."""
    return {
        name: sorted(
            str([(key, row[key]) for key in (columns_of[name][0] if columns_of[name] else ())]) for row in found
        )
        for name, found in rows.items()
        if name in columns_of
    }


@pytest.fixture
def lived_in(bureau: Bureau) -> Bureau:
    case = bureau.filed()
    bureau.clue()
    third = bureau.id("officer_c")
    bureau.act("unit_head", service.assign_officer, case, account_id=third, replaces=None, reason="人手不足。")
    return bureau


def test_down_and_up_with_data_keeps_what_lies_below(lived_in: Bureau, engine: Engine):
    """Step by step to the first revision and back: people, cases and the journal come through untouched."""
    lived_in.runtime.close()
    before = kept(engine)
    for _ in REVISIONS[1:]:
        runner.downgrade(engine, "-1")
        now = kept(engine)
        assert only(before, now) == only(now, now)
    assert {"account", "enforcement_case", "journal_entry", "milestone", "deadline"} <= set(now)
    for revision in REVISIONS[1:]:
        runner.upgrade(engine, revision)
    assert only(kept(engine), now) == only(now, now)


def test_after_down_and_up_the_bureau_works_on(lived_in: Bureau, engine: Engine):
    lived_in.runtime.close()
    runner.downgrade(engine, REVISIONS[0])
    runner.upgrade(engine)
    assert lived_in.read(queries.get, lived_in.filed()).number == "医保案〔2026〕2号"
    with lived_in.runtime.reading() as session:
        report = verify(session, objects=lived_in.runtime.objects)
    assert [finding.sentence for finding in report.findings] == []


def test_a_whole_bureau_can_be_taken_down(lived_in: Bureau, engine: Engine):
    lived_in.runtime.close()
    runner.downgrade(engine, "base")
    runner.upgrade(engine)
    ledger.tables.cache_clear()
    filled = {name: count for name, count in ledger.counts(engine).items() if count}
    assert filled == {"journal_size": 1, "log_size": 1}
    with engine.connect() as connection:
        for counter in filled:
            assert connection.execute(text(f"SELECT size FROM {counter}")).scalar_one() == 0  # noqa: S608
