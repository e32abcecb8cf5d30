"""knock_outs: what the nightly look through the open files found, for the supervisor's first screen"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scoring_night",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_scoring_night")),
    )
    op.create_table(
        "knock_out",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("check_key", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_knock_out_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "check_key", name=op.f("pk_knock_out")),
    )


def downgrade() -> None:
    op.drop_table("knock_out")
    op.drop_table("scoring_night")
