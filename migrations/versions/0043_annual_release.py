"""annual_release: where and when the report of a year was made public"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE = "annual_release"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(place)) > 0", name=op.f("ck_annual_release_with_place")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_annual_release_recorded_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_release")),
    )
    op.create_index(op.f("ix_annual_release_year"), TABLE, ["year"], unique=False)
    triggers.never_changes(TABLE)


def downgrade() -> None:
    triggers.drop_never_changes(TABLE)
    op.drop_table(TABLE)
