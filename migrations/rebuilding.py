"""SQLite cannot alter a constraint: the table is written anew from its own text, with its indexes and triggers."""

import sqlalchemy as sa
from alembic import op


def rebuilt(table: str, changes: tuple[tuple[str, str], ...], *, keep: str = "TRUE", without: str = "") -> None:
    """`keep`: which rows stay. `without`: a column only one of the two shapes has."""
    bind = op.get_bind()
    listed = "SELECT type, sql FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL ORDER BY type = 'trigger'"
    parts = [(kind, str(text)) for kind, text in bind.execute(sa.text(listed), {"name": table}).all()]
    made = next(text for kind, text in parts if kind == "table")
    for before, after in changes:
        if before not in made:
            raise RuntimeError(f"{table} does not read as expected: {before}")
        made = made.replace(before, after)
    columns = ", ".join(
        f'"{column["name"]}"' for column in sa.inspect(bind).get_columns(table) if column["name"] != without
    )
    aside = f"{table}_before"
    listed = "SELECT type, name FROM sqlite_master WHERE tbl_name = :name AND sql IS NOT NULL AND type <> 'table'"
    for kind, name in bind.execute(sa.text(listed), {"name": table}).all():
        op.execute(f"DROP {kind} {name}")
    op.execute(f"CREATE TABLE {aside} AS SELECT {columns} FROM {table} WHERE {keep}")  # noqa: S608 -- our own names
    op.execute(f"DROP TABLE {table}")
    op.execute(made)
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {aside}")  # noqa: S608 -- our own names
    op.execute(f"DROP TABLE {aside}")
    for text in (text for kind, text in parts if kind != "table"):
        op.execute(sa.text(text.replace(":", "\\:")))
