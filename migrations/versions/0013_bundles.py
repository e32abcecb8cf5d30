"""archive: bundles for courts"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REQUEST = ("case_id", "seq", "purpose", "recipient", "reason", "requested_by", "requested_at")


def upgrade() -> None:
    _bundle()
    _bundle_part()
    triggers.never_goes("bundle")
    triggers.refuse_when(
        "bundle_request_fixed",
        table="bundle",
        event=f"UPDATE OF {', '.join(REQUEST)}",
        condition="TRUE",
        message="the request of a bundle is final",
    )
    triggers.refuse_when(
        "bundle_ends_once",
        table="bundle",
        event="UPDATE",
        condition="OLD.state IN ('READY', 'FAILED')",
        message="bundle has ended",
    )
    triggers.refuse_when(
        "bundle_starts_requested",
        table="bundle",
        event="INSERT",
        condition="NEW.state <> 'REQUESTED'",
        message="a bundle starts with its request",
    )
    triggers.never_changes("bundle_part")
    triggers.refuse_when(
        "bundle_part_in_time",
        table="bundle_part",
        event="INSERT",
        condition="COALESCE((SELECT state FROM bundle WHERE bundle.id = NEW.bundle_id), '') <> 'RUNNING'",
        message="parts belong to a bundle being made",
    )


def _bundle() -> None:
    op.create_table(
        "bundle",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("folder", sa.String(120), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("head_size", sa.BigInteger(), nullable=False),
        sa.Column("manifest_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bundle"),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name="fk_bundle_case_id_enforcement_case"),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name="fk_bundle_requested_by_account"),
        sa.UniqueConstraint("case_id", "seq", name="uq_bundle_case_id_seq"),
        sa.CheckConstraint("state IN ('REQUESTED', 'RUNNING', 'READY', 'FAILED')", name=op.f("ck_bundle_known_state")),
        sa.CheckConstraint(
            "purpose IN ('RECONSIDERATION', 'LAWSUIT', 'SUPERVISION', 'PARTY', 'TRANSFER', 'OTHER')",
            name=op.f("ck_bundle_known_purpose"),
        ),
        sa.CheckConstraint("recipient <> ''", name=op.f("ck_bundle_recipient_named")),
        sa.CheckConstraint("purpose <> 'OTHER' OR reason <> ''", name=op.f("ck_bundle_purpose_stated")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_bundle_percent")),
        sa.CheckConstraint("state <> 'FAILED' OR failure <> ''", name=op.f("ck_bundle_failure_explained")),
        sa.CheckConstraint(
            "state <> 'READY' OR (folder <> '' AND parts > 0 AND size > 0 AND head_size > 0"
            " AND length(manifest_sha256) = 64 AND made_at IS NOT NULL)",
            name=op.f("ck_bundle_ready_whole"),
        ),
    )


def _bundle_part() -> None:
    op.create_table(
        "bundle_part",
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("object_key", sa.String(200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("crc32", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id", "seq", name="pk_bundle_part"),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name="fk_bundle_part_bundle_id_bundle"),
        sa.UniqueConstraint("bundle_id", "path", name="uq_bundle_part_bundle_id_path"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_bundle_part_whole_digest")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_bundle_part_counted")),
    )


def downgrade() -> None:
    triggers.drop("bundle_part", "bundle_part_in_time")
    triggers.drop_never_changes("bundle_part")
    op.drop_table("bundle_part")
    triggers.drop("bundle", "bundle_starts_requested", "bundle_ends_once", "bundle_request_fixed")
    triggers.drop_never_goes("bundle")
    op.drop_table("bundle")
