"""Triggers in both dialects. What a court could ask about is a constraint, also for whoever uses psql."""

from collections.abc import Sequence

from alembic import op


def is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def refuse_when(
    name: str,
    *,
    table: str,
    event: str,
    condition: str,
    message: str,
    locks: str = "",
) -> None:
    """Abort `event` (INSERT, UPDATE, DELETE, UPDATE OF x) when `condition` holds, written with NEW. and OLD.

    `locks` names the NEW column holding a case id: PostgreSQL locks that case row first, so two people acting at once
    cannot slip past each other. SQLite needs none: every unit of work begins IMMEDIATE.
    """
    if is_postgres():
        _postgres(name, table=table, event=event, condition=condition, message=message, locks=locks)
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgres(name: str, *, table: str, event: str, condition: str, message: str, locks: str) -> None:
    lock = f"PERFORM 1 FROM enforcement_case WHERE id = NEW.{locks} FOR UPDATE;" if locks else ""
    answer = "OLD" if event.startswith("DELETE") else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock} "
        f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {answer}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def never_changes(table: str, *, columns: Sequence[str] = ()) -> None:
    """No UPDATE (of `columns`, or at all), no DELETE, no TRUNCATE."""
    event = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    refuse_when(f"{table}_no_update", table=table, event=event, condition="TRUE", message=f"{table} is final")
    never_goes(table)


def never_goes(table: str) -> None:
    refuse_when(f"{table}_no_delete", table=table, event="DELETE", condition="TRUE", message=f"{table} is kept")
    if is_postgres():
        op.execute(
            f"CREATE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is kept' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_no_truncate()"
        )


def drop(table: str, *names: str) -> None:
    for name in names:
        if is_postgres():
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {name}")


def drop_never_changes(table: str) -> None:
    drop(table, f"{table}_no_update")
    drop_never_goes(table)


def drop_never_goes(table: str) -> None:
    drop(table, f"{table}_no_delete", f"{table}_no_truncate")
