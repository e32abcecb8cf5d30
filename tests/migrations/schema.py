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
        tables = _tables(found)
        views = {f"view {name}": [str(found.get_view_definition(name))] for name in found.get_view_names()}
        rest = {"triggers": _listed(connection, TRIGGERS), "functions": _listed(connection, FUNCTIONS)}
    return tables | views | rest


def _listed(connection: Connection, by_dialect: dict[str, str]) -> list[str]:
    return sorted(connection.execute(text(by_dialect[connection.dialect.name])).scalars())


def _tables(found: Inspector) -> dict[str, list[str]]:
    """Each aspect of all tables in one question: asked table by table, every revision would ask a thousand times."""
    told: dict[str, list[str]] = {}
    for (_, name), columns in found.get_multi_columns().items():
        told[name] = [
            f"{column['name']} {column['type']!r} {'NULL' if column['nullable'] else 'NOT NULL'} {column['default']}"
            for column in columns
        ]
    for (_, name), key in found.get_multi_pk_constraint().items():
        told[name].append(str(key))
    for aspect in (
        found.get_multi_foreign_keys(),
        found.get_multi_unique_constraints(),
        found.get_multi_check_constraints(),
    ):
        for (_, name), rules in aspect.items():
            told[name] += [str(rule) for rule in rules]
    for (_, name), indexes in found.get_multi_indexes().items():
        told[name] += [f"{index['name']} {index['column_names']} {index['unique']}" for index in indexes]
    return {name: sorted(lines) for name, lines in told.items() if name != OWN}
