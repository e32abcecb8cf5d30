"""operations: restore drills"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0039"
down_revision = "0036"
branch_labels = None
depends_on = None

KEY, WHEN, WORDS = sa.Uuid(), sa.DateTime(timezone=True), sa.Text()


def upgrade() -> None:
    op.create_table(
        "restore_drill",
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("backup", sa.String(length=80), nullable=False),
        sa.Column("backup_made_at", WHEN, nullable=True),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("later", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("sentence", WORDS, nullable=False),
        sa.Column("findings", WORDS, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("requested_by", KEY, nullable=False),
        sa.Column("requested_at", WHEN, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("lease_until", WHEN, nullable=True),
        sa.Column("failure", WORDS, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('REQUESTED', 'RUNNING', 'READY', 'FAILED')", name=op.f("ck_restore_drill_known_state")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_restore_drill_percent")),
        sa.CheckConstraint("state <> 'FAILED' OR failure <> ''", name=op.f("ck_restore_drill_failure_explained")),
        sa.CheckConstraint(
            "state <> 'READY' OR (backup <> '' AND sentence <> '' AND passed IS NOT NULL AND ended_at IS NOT NULL)",
            name=op.f("ck_restore_drill_ready_whole"),
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name=op.f("fk_restore_drill_requested_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restore_drill")),
    )
    op.create_index("ix_restore_drill_requested_at", "restore_drill", ["requested_at"], unique=False)
    triggers.never_goes("restore_drill")
    triggers.refuse_when(
        "restore_drill_request_fixed",
        table="restore_drill",
        event="UPDATE OF requested_by, requested_at",
        condition="TRUE",
        message="the request of a drill is final",
    )
    triggers.refuse_when(
        "restore_drill_ends_once",
        table="restore_drill",
        event="UPDATE",
        condition="OLD.state IN ('READY', 'FAILED')",
        message="drill has ended",
    )


def downgrade() -> None:
    triggers.drop("restore_drill", "restore_drill_ends_once", "restore_drill_request_fixed")
    triggers.drop_never_goes("restore_drill")
    op.drop_table("restore_drill")
