"""publication flow and outlets"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop, drop_never_goes, never_goes, refuse_when

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OUTLETS = "outlet IN ('PROVINCE', 'CREDIT', 'PORTAL')"
OPEN = "state IN ('QUEUED', 'HANDED_OVER', 'REFUSED')"
FIXED = ("id", "outlet", "act", "subject_id", "case_id", "payload", "payload_sha256", "created_at")


def upgrade() -> None:
    op.create_table(
        "outlet_switch",
        sa.Column("outlet", sa.String(20), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(OUTLETS, name=op.f("ck_outlet_switch_known_outlet")),
        sa.PrimaryKeyConstraint("outlet", name=op.f("pk_outlet_switch")),
    )
    _delivery()
    _stays_true()


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("outlet", sa.String(20), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(OUTLETS, name=op.f("ck_delivery_known_outlet")),
        sa.CheckConstraint("act IN ('SHOW', 'TAKE_DOWN')", name=op.f("ck_delivery_known_act")),
        sa.CheckConstraint(
            "state IN ('QUEUED', 'HANDED_OVER', 'ACCEPTED', 'REFUSED', 'CANCELLED')",
            name=op.f("ck_delivery_known_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('ACCEPTED', 'CANCELLED')) = (settled_at IS NOT NULL)", name=op.f("ck_delivery_settled")
        ),
        sa.CheckConstraint(
            "state <> 'ACCEPTED' OR length(trim(receipt)) > 0", name=op.f("ck_delivery_accepted_with_receipt")
        ),
        sa.CheckConstraint("length(payload_sha256) = 64", name=op.f("ck_delivery_whole_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_subject", "delivery", ["subject_id", "outlet", "created_at"])
    part = sa.text(OPEN)
    op.create_index(
        "ix_delivery_open", "delivery", ["outlet", "next_at", "id"], sqlite_where=part, postgresql_where=part
    )


def _stays_true() -> None:
    """What was said to whom stays as it was said; what was accepted or called back does not wake up again."""
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in FIXED)
    refuse_when("delivery_fixed", table="delivery", event="UPDATE", condition=changed, message="a delivery is fixed")
    refuse_when(
        "delivery_ended_once",
        table="delivery",
        event="UPDATE",
        condition="OLD.settled_at IS NOT NULL",
        message="a settled delivery is final",
    )
    never_goes("delivery")


def downgrade() -> None:
    drop("delivery", "delivery_fixed", "delivery_ended_once")
    drop_never_goes("delivery")
    op.drop_table("delivery")
    op.drop_table("outlet_switch")
