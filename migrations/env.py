"""Runs the migrations on either database, one migration run at a time."""

from importlib import import_module
from pkgutil import iter_modules

from alembic import context
from sqlalchemy import Connection, text

import enforcement
from enforcement.kernel.db import Base, connect

LOCK = 4_118_2021  # any constant number: names this program's migration lock in PostgreSQL


def load_models() -> None:
    """Every room's models, so that the metadata is whole when it is compared."""
    for room in iter_modules(enforcement.__path__):
        if room.ispkg and any(
            part.name == "models" for part in iter_modules([f"{enforcement.__path__[0]}/{room.name}"])
        ):
            import_module(f"enforcement.{room.name}.models")


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
