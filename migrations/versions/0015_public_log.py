"""publication: the public append-only log"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FINAL = ("log_event", "log_head")
KINDS = "('PUBLISHED', 'CORRECTED', 'WITHDRAWN', 'EXPIRED')"
SHOWN = "SELECT 1 FROM notice WHERE id = OLD.notice_id AND state IN"
VIEWS = {
    "public_log_event": "SELECT position, kind, notice, body, leaf FROM log_event",
    "public_log_head": "SELECT id, size, root, at, key_id, public_key, signature FROM log_head",
    # Of what is no longer shown no salt is public either, even before it is deleted.
    "public_log_salt": (
        "SELECT notice_salt.notice_id AS notice_id, notice_salt.position AS position, "
        "notice_salt.address_salt AS address_salt, "
        "CASE WHEN notice.state = 'PUBLISHED' THEN notice_salt.content_salt END AS content_salt "
        "FROM notice_salt JOIN notice ON notice.id = notice_salt.notice_id "
        "WHERE notice.state IN ('PUBLISHED', 'WITHDRAWN')"
    ),
}


def upgrade() -> None:
    _tables()
    op.execute("INSERT INTO log_size (id, size) VALUES (1, 0)")
    for table in FINAL:
        triggers.never_changes(table)
    triggers.never_goes("log_size")
    _guards()
    for name, query in VIEWS.items():
        barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
        op.execute(f"CREATE VIEW {name}{barrier} AS {query}")


def _guards() -> None:
    triggers.refuse_when(
        "log_event_follows",
        table="log_event",
        event="INSERT",
        condition=(
            "NEW.position <> (SELECT COALESCE(MAX(position) + 1, 0) FROM log_event) "
            "OR NEW.position + 1 <> (SELECT size FROM log_size)"
        ),
        message="an entry of the public log follows the one before",
    )
    triggers.refuse_when(
        "log_size_steps",
        table="log_size",
        event="UPDATE",
        condition="NEW.id <> OLD.id OR NEW.size <> OLD.size + 1",
        message="the public log grows by one",
    )
    triggers.refuse_when(
        "log_head_grows",
        table="log_head",
        event="INSERT",
        condition=(
            "NEW.size < (SELECT COALESCE(MAX(size), 0) FROM log_head) OR NEW.size > (SELECT size FROM log_size)"
        ),
        message="a head of the public log does not shrink",
    )
    triggers.refuse_when(
        "notice_salt_only_forgets",
        table="notice_salt",
        event="UPDATE",
        condition=(
            "NEW.notice_id <> OLD.notice_id OR NEW.position <> OLD.position OR NEW.address_salt <> OLD.address_salt "
            f"OR NEW.content_salt IS NOT NULL OR EXISTS ({SHOWN} ('PUBLISHED'))"
        ),
        message="the salt of a notice that is shown stays",
    )
    triggers.refuse_when(
        "notice_salt_stays_while_shown",
        table="notice_salt",
        event="DELETE",
        condition=f"EXISTS ({SHOWN} ('PUBLISHED', 'WITHDRAWN'))",
        message="the salt of a notice that is shown stays",
    )


def _tables() -> None:
    op.create_table(
        "log_event",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("notice", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_log_event_known_kind")),
        sa.CheckConstraint("length(leaf) = 64 AND length(notice) = 64", name=op.f("ck_log_event_whole_digests")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_event")),
    )
    op.create_index(op.f("ix_log_event_notice"), "log_event", ["notice"])
    op.create_table(
        "log_size",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_size_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_size")),
    )
    op.create_table(
        "log_head",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size >= 0 AND length(root) = 64", name=op.f("ck_log_head_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_index("ix_log_head_newest", "log_head", ["size", "at"])
    op.create_table(
        "notice_salt",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("address_salt", sa.String(length=64), nullable=False),
        sa.Column("content_salt", sa.String(length=64), nullable=True),
        sa.CheckConstraint("length(address_salt) = 64", name=op.f("ck_notice_salt_whole_address_salt")),
        sa.CheckConstraint(
            "content_salt IS NULL OR length(content_salt) = 64", name=op.f("ck_notice_salt_whole_content_salt")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_salt_notice_id_notice")),
        sa.ForeignKeyConstraint(["position"], ["log_event.position"], name=op.f("fk_notice_salt_position_log_event")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notice_salt")),
    )


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    triggers.drop("notice_salt", "notice_salt_only_forgets", "notice_salt_stays_while_shown")
    triggers.drop("log_event", "log_event_follows")
    triggers.drop("log_size", "log_size_steps")
    triggers.drop("log_head", "log_head_grows")
    for table in FINAL:
        triggers.drop_never_changes(table)
    triggers.drop_never_goes("log_size")
    for table in ("notice_salt", "log_head", "log_size", "log_event"):
        op.drop_table(table)
