"""operations: leases, heartbeats, store reports, and the job queue's tables"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop_never_changes, never_changes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

QUEUE = "job_queue"


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "job_heartbeat",
        sa.Column("job", sa.String(60), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('RUNNING', 'DONE', 'PARTLY', 'FAILED')", name=op.f("ck_job_heartbeat_known_outcome")
        ),
        sa.CheckConstraint("done >= 0 AND failed >= 0", name=op.f("ck_job_heartbeat_not_negative")),
        sa.PrimaryKeyConstraint("job", name="pk_job_heartbeat"),
    )
    op.create_table(
        "store_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("write_once_read_many", sa.Boolean(), nullable=False),
        sa.Column("as_promised", sa.Boolean(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_store_report"),
    )
    op.create_index("ix_store_report_at", "store_report", ["at"])
    never_changes("store_report")
    _queue()


def _queue() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        f"{QUEUE}_kv",
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "key", name=f"pk_{QUEUE}_kv"),
    )
    op.create_table(
        f"{QUEUE}_schedule",
        sa.Column("id", number, nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("timestamp", sa.Float(53), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{QUEUE}_schedule"),
    )
    op.create_index(f"ix_{QUEUE}_schedule_queue_timestamp", f"{QUEUE}_schedule", ["queue", "timestamp"])
    op.create_table(
        f"{QUEUE}_task",
        sa.Column("id", number, nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("priority", sa.Float(53), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{QUEUE}_task"),
    )
    op.create_index(f"ix_{QUEUE}_task_queue_priority_id", f"{QUEUE}_task", ["queue", sa.text("priority DESC"), "id"])


def downgrade() -> None:
    for table in (f"{QUEUE}_task", f"{QUEUE}_schedule", f"{QUEUE}_kv"):
        op.drop_table(table)
    drop_never_changes("store_report")
    for table in ("store_report", "job_heartbeat", "lease"):
        op.drop_table(table)
