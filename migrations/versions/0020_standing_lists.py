"""standing lists, certificate cards and posts"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = (
    "('subject', 'officers', 'powers', 'matters', 'bases', 'procedures', 'remedies', 'random-checks', 'discretion', "
    "'guides', 'recording', 'review', 'posts')"
)
FIXED = ("id", "kind", "content", "content_sha256", "source", "drafted_by", "drafted_at")
WHOLE = (
    "(state = 'CONFIRMED') = (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL "
    "AND confirmed_on IS NOT NULL AND confirmed_sha256 IS NOT NULL AND version IS NOT NULL "
    "AND in_force_from IS NOT NULL)"
)
CARD_FIXED = ("id", "token", "certificate_no", "issued_by", "issued_at")
STANDS = "certificate_card.revoked_at IS NULL AND account.active"
VIEWS = {
    "public_standing_list": (
        "SELECT kind, version, content, content_sha256, confirmed_on, in_force_from "
        "FROM standing_list WHERE state = 'CONFIRMED'"
    ),
    # Of a card taken back, or of an officer who left, the public learns that it does not count, and no name.
    "public_card": (
        "SELECT certificate_card.token AS token, "
        f"CASE WHEN {STANDS} THEN 1 ELSE 0 END AS stands, "
        f"CASE WHEN {STANDS} THEN account.name END AS name, "
        f"CASE WHEN {STANDS} THEN unit.name END AS unit, "
        "certificate.number AS certificate_no, certificate.valid_from AS valid_from, certificate.valid_to AS valid_to "
        "FROM certificate_card JOIN certificate ON certificate.number = certificate_card.certificate_no "
        "JOIN account ON account.id = certificate.account_id JOIN unit ON unit.id = account.unit_id"
    ),
}


def upgrade() -> None:
    _lists()
    _cards()
    _guards()
    for name, query in VIEWS.items():
        barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
        op.execute(f"CREATE VIEW {name}{barrier} AS {query}")


def _lists() -> None:
    table = "standing_list"
    op.create_table(
        table,
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_sha256", sa.String(length=64), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "known_kind", f"kind IN {KINDS}"),
        _check(table, "known_state", "state IN ('DRAFT', 'CONFIRMED', 'DISCARDED')"),
        _check(table, "whole_digest", "length(content_sha256) = 64"),
        _check(table, "second_person", "confirmed_by <> drafted_by"),
        _check(table, "confirmed_what_is_kept", "confirmed_sha256 = content_sha256"),
        _check(table, "confirmation_whole", WHOLE),
        _check(table, "never_backdated", "in_force_from >= confirmed_on"),
        _points(table, "drafted_by", "account"),
        _points(table, "confirmed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_list")),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_standing_list_kind_version")),
    )
    _only_one(table, "kind", name="uq_standing_list_draft", rule="state = 'DRAFT'")


def _cards() -> None:
    table = "certificate_card"
    op.create_table(
        table,
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "unguessable", "length(token) >= 32"),
        _check(
            table,
            "revoked_with_reason",
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoke_reason = '')",
        ),
        _points(table, "certificate_no", "certificate", key="number"),
        _points(table, "issued_by", "account"),
        _points(table, "revoked_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_card")),
        sa.UniqueConstraint("token", name=op.f("uq_certificate_card_token")),
    )
    _only_one(table, "certificate_no", name="uq_certificate_card_standing", rule="revoked_at IS NULL")


def _guards() -> None:
    confirmed = "SELECT 1 FROM standing_list AS other WHERE other.kind = NEW.kind AND other.state = 'CONFIRMED'"
    newest = "SELECT MAX(other.version) FROM standing_list AS other WHERE other.kind = NEW.kind"
    triggers.refuse_when(
        "standing_list_starts",
        table="standing_list",
        event="INSERT",
        condition="NEW.state <> 'DRAFT' OR NEW.version IS NOT NULL",
        message="a standing list begins as a draft",
    )
    triggers.refuse_when(
        "standing_list_ended_once",
        table="standing_list",
        event="UPDATE",
        condition=f"OLD.state <> 'DRAFT' OR NEW.state = 'DRAFT' OR {_differs(FIXED)}",
        message="a standing list is confirmed or discarded once, unchanged",
    )
    triggers.refuse_when(
        "standing_list_follows",
        table="standing_list",
        event="UPDATE",
        condition=(
            f"NEW.state = 'CONFIRMED' AND (NEW.version <> COALESCE(({newest}), 0) + 1 "
            f"OR EXISTS ({confirmed} AND other.in_force_from > NEW.in_force_from))"
        ),
        message="a version of a standing list follows the one before",
    )
    triggers.never_goes("standing_list")
    triggers.refuse_when(
        "certificate_card_starts",
        table="certificate_card",
        event="INSERT",
        condition="NEW.revoked_at IS NOT NULL",
        message="a card is issued before it is taken back",
    )
    triggers.refuse_when(
        "certificate_card_revoked_once",
        table="certificate_card",
        event="UPDATE",
        condition=f"OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR {_differs(CARD_FIXED)}",
        message="a card is taken back once, otherwise unchanged",
    )
    triggers.never_goes("certificate_card")


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    triggers.drop("standing_list", "standing_list_starts", "standing_list_ended_once", "standing_list_follows")
    triggers.drop("certificate_card", "certificate_card_starts", "certificate_card_revoked_once")
    for table in ("certificate_card", "standing_list"):
        triggers.drop_never_goes(table)
        op.drop_table(table)


def _differs(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} <> OLD.{name}" for name in columns)


def _only_one(table: str, column: str, *, name: str, rule: str) -> None:
    op.create_index(name, table, [column], unique=True, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule))


def _points(table: str, column: str, target: str, *, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}_{target}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
