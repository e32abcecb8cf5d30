"""Runs the migrations on either database, one migration run at a time."""

from alembic import context
from sqlalchemy import Connection, text

from enforcement.kernel.db import Base, connect
from enforcement.kernel.tables import load_models

LOCK = 4_118_2021  # any constant number: names this program's migration lock in PostgreSQL


def run(connection: Connection) -> None:
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=False)
    with context.begin_transaction():
        context.run_migrations()
    if postgres:
        connection.execute(text(f"SELECT pg_advisory_unlock({LOCK})"))
        connection.commit()


load_models()
given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with connect(context.config.get_main_option("sqlalchemy.url") or "").connect() as opened:
        run(opened)
