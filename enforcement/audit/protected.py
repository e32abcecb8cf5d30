"""The triggers that must stand in the database. `verify` reports each one that was dropped or disabled.

A migration that adds or drops a trigger changes this list too; a test compares it with a fresh database.
"""

from collections.abc import Iterator

# A disabled trigger counts as gone.
TRIGGERS_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
PROTECTED: tuple[str, ...] = ()


def triggers_of(dialect: str) -> Iterator[str]:
    """PostgreSQL can empty a table without deleting rows, so what may not be deleted is guarded there as well."""
    for name in PROTECTED:
        yield name
        if dialect == "postgresql" and name.endswith("_no_delete"):
            yield name.replace("_no_delete", "_no_truncate")
