"""What a database looks like, in words that can be compared: tables, columns, keys, checks, views, triggers."""

from sqlalchemy import Connection, Engine, Inspector, inspect, text

OWN = "alembic_version"
TRIGGERS = {
    "sqlite": "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
FUNCTIONS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'function'",
    "postgresql": "SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def described(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {name: _table(found, name) for name in found.get_table_names() if name != OWN}
        views = {f"view {name}": [str(found.get_view_definition(name))] for name in found.get_view_names()}
        rest = {"triggers": _listed(connection, TRIGGERS), "functions": _listed(connection, FUNCTIONS)}
    return tables | views | rest


def _listed(connection: Connection, by_dialect: dict[str, str]) -> list[str]:
    return sorted(connection.execute(text(by_dialect[connection.dialect.name])).scalars())


def _table(found: Inspector, name: str) -> list[str]:
    columns = [
        f"{column['name']} {column['type']!r} {'NULL' if column['nullable'] else 'NOT NULL'} {column['default']}"
        for column in found.get_columns(name)
    ]
    keys = [str(found.get_pk_constraint(name)), *map(str, found.get_foreign_keys(name))]
    rules = [str(rule) for rule in (*found.get_unique_constraints(name), *found.get_check_constraints(name))]
    indexes = [f"{index['name']} {index['column_names']} {index['unique']}" for index in found.get_indexes(name)]
    return sorted([*columns, *keys, *rules, *indexes])
