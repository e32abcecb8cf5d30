"""archive: putting a file away, asked for and carried out"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

REQUEST = ("case_id", "retention", "endnote", "requested_by", "requested_at")
MOVING = sa.text("state IN ('REQUESTED', 'RUNNING')")


def upgrade() -> None:
    op.create_table(
        "archiving",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("retention", sa.String(20), nullable=False),
        sa.Column("endnote", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_archiving"),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name="fk_archiving_case_id_enforcement_case"),
        sa.ForeignKeyConstraint(["requested_by"], ["account.id"], name="fk_archiving_requested_by_account"),
        sa.CheckConstraint(
            "state IN ('REQUESTED', 'RUNNING', 'READY', 'FAILED')", name=op.f("ck_archiving_known_state")
        ),
        sa.CheckConstraint(
            "retention IN ('PERMANENT', 'THIRTY_YEARS', 'TEN_YEARS')", name=op.f("ck_archiving_known_retention")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_archiving_percent")),
        sa.CheckConstraint("state <> 'FAILED' OR failure <> ''", name=op.f("ck_archiving_failure_explained")),
    )
    op.create_index(
        "uq_archiving_moving", "archiving", ["case_id"], unique=True, sqlite_where=MOVING, postgresql_where=MOVING
    )
    triggers.never_goes("archiving")
    triggers.refuse_when(
        "archiving_request_fixed",
        table="archiving",
        event=f"UPDATE OF {', '.join(REQUEST)}",
        condition="TRUE",
        message="what was asked for is final",
    )
    triggers.refuse_when(
        "archiving_ends_once",
        table="archiving",
        event="UPDATE",
        condition="OLD.state IN ('READY', 'FAILED')",
        message="archiving has ended",
    )


def downgrade() -> None:
    triggers.drop("archiving", "archiving_ends_once", "archiving_request_fixed")
    triggers.drop_never_goes("archiving")
    op.drop_table("archiving")
