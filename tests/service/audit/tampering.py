"""What somebody with the database's own password can do: disarm the triggers, then rewrite at will."""

import json
from typing import Any

from enforcement.audit import rules
from enforcement.audit.signing import Head
from enforcement.audit.verification import Report, verify
from enforcement.kernel.identity import SYSTEM
from tests.bureau import Bureau

ZEROES = "0" * 64
PLACED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgres": (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    ),
}


def is_postgres(bureau: Bureau) -> bool:
    return bureau.runtime.settings.database_url.startswith("postgresql")


def drop_trigger(bureau: Bureau, name: str, table: str) -> None:
    bureau.sql(f"DROP TRIGGER {name} ON {table}" if is_postgres(bureau) else f"DROP TRIGGER {name}")


def disarm(bureau: Bureau) -> None:
    for name, table in bureau.sql(PLACED["postgres" if is_postgres(bureau) else "sqlite"]):
        drop_trigger(bureau, name, table)


def verified(bureau: Bureau, **given: Any) -> Report:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return verify(work.session, objects=work.objects, **given)


def places(report: Report) -> set[str]:
    """Where something is wrong, the dropped triggers apart: dropping them was only the way in."""
    return {finding.where for finding in report.findings if not finding.where.startswith("trigger/")}


def chain_name(bureau: Bureau, case_id: Any) -> str:
    """As the database writes it: SQLite keeps identifiers without dashes."""
    return str(case_id) if is_postgres(bureau) else case_id.hex


def rewrite_history(bureau: Bureau, *, old: str, new: str) -> None:
    """Change one word wherever it stands and recompute every hash after it, so that each chain holds again."""
    prev: dict[str, str] = {}
    for position, body in bureau.sql("SELECT position, body FROM journal_entry ORDER BY position"):
        told = json.loads(body.replace(old, new))
        chain = told["chain"]
        told["prev"] = prev.get(chain, ZEROES)
        written = rules.canonical(told)
        prev[chain] = rules.entry_hash(written).hex()
        bureau.sql(
            "UPDATE journal_entry SET body = :body, prev = :prev, hash = :hash, leaf = :leaf WHERE position = :at",
            body=written.decode(),
            prev=told["prev"],
            hash=prev[chain],
            leaf=rules.leaf_hash(written).hex(),
            at=position,
        )


def sign_again(bureau: Bureau, size: int) -> Head:
    """The attacker holds the signing key as well."""
    leaves = [bytes.fromhex(leaf) for (leaf,) in bureau.sql("SELECT leaf FROM journal_entry ORDER BY position")]
    return bureau.runtime.signer.sign(size, rules.root(leaves[:size]).hex(), bureau.clock.at)
